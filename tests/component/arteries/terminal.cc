#include "solvers/arteries/terminal.h"

#include "physics/error.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <array>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr TerminalSite site = {1e8, 9e3, 500.};

  Vessel
  with(const TerminalData &data)
  {
    Vessel vessel   = make_vessel("tube", "in", "out");
    vessel.terminal = data;
    return vessel;
  }

  TerminalData
  windkessel(double r1, double r2, double c)
  {
    TerminalData data;
    data.proximal_resistance = r1;
    data.distal_resistance   = r2;
    data.compliance          = c;
    return data;
  }
} // namespace

// p_c relaxes to p_out + R2 Q with the time constant R2 C.
TEST(ArteryTerminal, windkessel_follows_its_exact_solution_at_second_order)
{
  const double          r1 = 2e8, r2 = 1.5e9, c = 1e-10, flow = 5e-6, end = 0.1;
  const double          level = 500. + r2 * flow;
  const double          exact = r1 * flow + level + (9e3 - level) * std::exp(-end / (r2 * c));
  std::array<double, 3> error;
  for (int i = 0; i < 3; ++i)
    {
      const auto terminal = make_terminal(with(windkessel(r1, r2, c)), site);
      const int  n        = 10 << i;
      for (int step = 0; step < n; ++step)
        terminal->advance(end / n, flow, flow);
      const Terminal::Relation now = terminal->at_begin();
      error[i]                     = now.offset + now.resistance * flow - exact;
    }
  EXPECT_NEAR(std::log2(error[0] / error[1]), 2., 0.05);
  EXPECT_NEAR(std::log2(error[1] / error[2]), 2., 0.05);
}

// Steps far beyond the time constant must not ring up.
TEST(ArteryTerminal, windkessel_is_stable_in_steps_of_many_time_constants)
{
  const auto terminal = make_terminal(with(windkessel(0., 1e8, 1e-13)), site); // RC, 10 us
  for (int step = 0; step < 2000; ++step)
    {
      const Terminal::Relation end = terminal->at_end(1e-3, 1e-6);
      EXPECT_GE(end.resistance, 0.);
      terminal->advance(1e-3, 1e-6, 1e-6);
    }
  EXPECT_NEAR(terminal->at_begin().offset, 500. + 100., 1.);
}

TEST(ArteryTerminal, total_resistance_is_split_at_the_impedance)
{
  TerminalData data;
  data.total_resistance = 1e9;
  data.compliance       = 1e-10;
  const auto terminal   = make_terminal(with(data), site);
  EXPECT_DOUBLE_EQ(terminal->at_begin().resistance, 1e8);
  for (int step = 0; step < 10000; ++step)
    terminal->advance(1e-3, 2e-6, 2e-6);
  EXPECT_NEAR(terminal->at_begin().offset + 1e8 * 2e-6, 500. + 1e9 * 2e-6, 1e-6);
  EXPECT_NEAR(terminal->stored(), 1e-10 * (500. + 9e8 * 2e-6 - 9e3), 1e-18);
}

TEST(ArteryTerminal, a_reflection_is_a_resistance_relative_to_the_impedance)
{
  TerminalData data;
  data.reflection = 0.5;
  EXPECT_DOUBLE_EQ(make_terminal(with(data), site)->at_begin().resistance, 3e8);
  data.reflection = -1.;
  EXPECT_DOUBLE_EQ(make_terminal(with(data), site)->at_begin().resistance, 0.);
}

TEST(ArteryTerminal, data_that_are_no_terminal_are_refused_with_their_row)
{
  const auto refused = [](const TerminalData &data, const std::string &text) {
    expect_error<InputError>([&] { make_terminal(with(data), site); }, {"table.csv:tube", "\"tube\"", text});
  };
  refused(windkessel(1e8, NAN, 1e-10), "both R2 and C");
  refused(windkessel(-1e8, 1e9, 1e-10), "R1 must not be negative");
  refused(windkessel(1e8, 1e9, 0.), "positive");
  TerminalData data;
  data.reflection = 1.;
  refused(data, "between -1 and below 1");
  data.pressure = 0.;
  refused(data, "give one of");
  data                  = {};
  data.total_resistance = 1e7; // below the impedance
  data.compliance       = 1e-10;
  refused(data, "Is the unit right?");
}
