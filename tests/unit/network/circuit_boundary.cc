#include "solvers/network/circuit_boundary.h"

#include "physics/error.h"
#include "solvers/network/components/chamber.h"
#include "solvers/network/components/valve.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

#include <array>
#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

namespace
{
  constexpr double resistance = 1e8, proximal = 1e7, compliance = 1e-9, tau = resistance * compliance;

  std::vector<Circuit::Part>
  windkessel()
  {
    std::vector<Circuit::Part> parts;
    parts.push_back(part("bed", "RCR", {"artery"},
                         {{"Proximal resistance", proximal},
                          {"Distal resistance", resistance},
                          {"Compliance", compliance},
                          {"Distal pressure", 0.}}));
    return parts;
  }

  /** A heart without its arteries: they stand between "aorta" and "vein". */
  std::vector<Circuit::Part>
  heart(const std::string &valve = "diode")
  {
    std::vector<Circuit::Part> parts;
    parts.push_back(part("V", std::make_unique<Chamber>(), {"in", "out"}, {{"Initial volume", 120e-6}}));
    parts.push_back(part("aortic", std::make_unique<Valve>(valve), {"out", "aorta"}));
    parts.push_back(part("reservoir", "compliance", {"vein"}, {{"Compliance", 1e-7}, {"Initial pressure", 1.5e3}}));
    parts.push_back(part("mitral", "valve", {"vein", "in"}));
    return parts;
  }

  double
  wave(double time)
  {
    return 1e-4 * (1. - std::cos(2. * std::numbers::pi * time));
  }
} // namespace

// tau p_i' + p_i = R Q with Q = 1e-4 (1 - cos w t).
TEST(CircuitBoundary, a_windkessel_follows_a_given_flow_at_second_order)
{
  const double w = 2. * std::numbers::pi, size = 1e-4 * resistance, end = 0.7;
  const double damped = size / (1. + w * w * tau * tau);
  const double exact  = size * (1. - std::exp(-end / tau)) -
                       damped * (std::cos(w * end) + w * tau * std::sin(w * end) - std::exp(-end / tau)) +
                       proximal * wave(end);
  std::array<double, 3> error;
  for (int i = 0; i < 3; ++i)
    {
      CircuitBoundary boundary(windkessel(), 1., {{"port", "artery"}}, {});
      const int       n        = 20 << i;
      double          pressure = 0.;
      for (int step = 1; step <= n; ++step)
        {
          const std::vector<double> flow = {wave(end * step / n)};
          pressure                       = boundary.respond(end / n, flow).pressures[0];
          boundary.accept();
        }
      EXPECT_NEAR(boundary.time(), end, 1e-12);
      error[i] = std::abs(pressure - exact) / size;
    }
  EXPECT_NEAR(std::log2(error[0] / error[1]), 2., 0.1);
  EXPECT_NEAR(std::log2(error[1] / error[2]), 2., 0.1);
  EXPECT_LT(error[2], 1e-3);
}

TEST(CircuitBoundary, resistances_are_the_derivatives_of_pressures_by_flows)
{
  CircuitBoundary           boundary(heart(), 0.8, {{"root", "aorta"}, {"return", "vein"}}, {});
  const std::vector<double> flows = {-2e-4, 3e-5};
  for (int i = 0; i < 3; ++i)
    {
      boundary.respond(0.02, flows);
      boundary.accept();
    }
  const auto response = boundary.respond(0.03, flows);
  for (std::size_t j = 0; j < 2; ++j)
    {
      auto more = flows, less = flows;
      more[j] += 1e-7;
      less[j] -= 1e-7;
      const Eigen::VectorXd difference =
        (boundary.respond(0.03, more).pressures - boundary.respond(0.03, less).pressures) / 2e-7;
      for (int i = 0; i < 2; ++i)
        EXPECT_NEAR(response.resistances(i, j), difference[i], 1e-5 * difference.cwiseAbs().maxCoeff()) << i << j;
    }
  EXPECT_GT(response.resistances(0, 0), 1e6); // a chamber behind an open valve
}

// The partner is a tube: Q = (w(t) - p) / Z, as an arriving wave leaves it open.
TEST(CircuitBoundary, stages_beside_heun_are_of_second_order_with_an_inertance_at_the_port)
{
  const auto solve = [](int n) {
    std::vector<Circuit::Part> parts = windkessel();
    parts.push_back(part("inertia", "resistor", {"tube", "artery"}, {{"Resistance", 1e6}, {"Inertance", 2e6}}));
    CircuitBoundary boundary(std::move(parts), 1., {{"port", "tube"}}, {});
    boundary.expect(0, 0., 1e-4);
    for (int step = 0; step < n; ++step)
      {
        for (unsigned int stage = 0; stage < 2; ++stage)
          {
            const double               arriving = 1e8 * wave(0.5 * (step + stage) / n);
            const std::vector<PortLaw> laws     = {[arriving](double pressure) {
              return PortFlow{(arriving - pressure) / 3e7, -1. / 3e7};
            }};
            boundary.stage(stage, 0.5 / n, laws);
          }
        boundary.finish(0.5 / n);
      }
    return boundary.value()[boundary.circuit().internal("bed", "pressure inside")];
  };
  const double coarse = solve(100), middle = solve(200), fine = solve(400);
  EXPECT_NEAR(std::log2((coarse - middle) / (middle - fine)), 2., 0.1);
  EXPECT_LT(std::abs(middle - fine), 1e-3 * fine);
}

TEST(CircuitBoundary, blood_is_kept_to_round_off)
{
  for (const std::string valve : {"diode", "orifice"})
    {
      CircuitBoundary boundary(heart(valve), 0.8, {{"root", "aorta"}, {"return", "vein"}}, {});
      const double    before = boundary.stored_volume();
      // An artery without compliance: what leaves the root returns to the vein, against a resistance.
      const auto   law  = [](double pressure) { return PortFlow{(9e3 - pressure) / 5e7, -1. / 5e7}; };
      const double step = 5e-4;
      for (int i = 0; i < 2000; ++i)
        {
          for (unsigned int stage = 0; stage < 2; ++stage)
            boundary.stage(stage, step, std::vector<PortLaw>{law, [](double) { return PortFlow{3e-5, 0.}; }});
          boundary.finish(step);
        }
      EXPECT_GT(std::abs(boundary.volume_in()), 1e-2 * before) << valve;
      EXPECT_NEAR(boundary.stored_volume() - before, boundary.volume_in(), 1e-13 * before) << valve;
    }
}

TEST(CircuitBoundary, goes_on_from_a_saved_state)
{
  const std::vector<OpenEnd> ends = {{"root", "aorta"}, {"return", "vein"}};
  CircuitBoundary            first(heart("orifice"), 0.8, ends, {}), second(heart("orifice"), 0.8, ends, {});
  const auto                 go = [](CircuitBoundary &boundary, int n) {
    for (int i = 0; i < n; ++i)
      {
        const std::vector<double> flows = {-5e-5, 5e-5};
        boundary.respond(2e-3, flows);
        boundary.accept();
      }
  };
  go(first, 150);
  second.load(first.save());
  go(first, 100);
  go(second, 100);
  EXPECT_EQ(first.time(), second.time());
  for (std::size_t i = 0; i < first.circuit().size(); ++i)
    EXPECT_NEAR(first.value()[i], second.value()[i], 1e-9 * std::abs(first.value()[i]) + 1e-12)
      << first.circuit().unknowns()[i].name;
  EXPECT_NEAR(first.stored_volume(), second.stored_volume(), 1e-15);

  CircuitBoundary other(windkessel(), 1., {{"port", "artery"}}, {});
  vht::test::expect_error<InputError>([&] { other.load(first.save()); }, {"2 open ends", "the circuit has", "and 1"});
}

TEST(CircuitBoundary, an_end_at_a_node_that_no_component_has_is_refused)
{
  vht::test::expect_error<InputError>(
    [] {
      CircuitBoundary(windkessel(), 1., {{"port", "arteri"}}, {});
    },
    {"\"arteri\"", "Did you mean"});
  vht::test::expect_error<InputError>(
    [] {
      CircuitBoundary(windkessel(), 1., {{"bed", "artery"}}, {});
    },
    {"Two components are called \"bed\""});
}
