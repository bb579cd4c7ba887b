// Nash-Panfilov, a prescribed curve, and the benchmark of Arostica et al.

#include "physics/contraction/arostica_2025.h"
#include "physics/contraction/nash_panfilov_2004.h"
#include "physics/contraction/prescribed_tension.h"
#include "physics/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

using namespace vht;

namespace
{
  using Block = Contraction::Block;

  Block
  filled(double value)
  {
    Block all;
    all.fill(value);
    return all;
  }

  void
  expect_error(const std::function<void()> &call, const std::string &text)
  {
    try
      {
        call();
        FAIL() << "accepted: " << text;
      }
    catch (const InputError &error)
      {
        EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
      }
  }

  /** The states of the one block are its tensions. */
  double
  tension_after(const Contraction &law, double end, double dt, double drive = 0.)
  {
    Block        states = filled(0.), tension, stiffness;
    const double steps  = std::round(end / dt);
    for (double step = 0; step < steps; ++step)
      law.advance(step * end / steps, end / steps, filled(drive), filled(1.), filled(0.), states.data(), tension,
                  stiffness);
    return tension[7];
  }

  /**
   * Load curves of Arostica et al. 2025, doi:10.1016/j.cma.2024.117485: the equations integrated by SciPy's Radau with
   * a relative tolerance of 1e-10, rounded to 0.01 Pa. Active stress for sigma_0 = 150 kPa; pressures of problem 1 and
   * of the two ventricles of problem 2.
   */
  struct Row
  {
    double time, tension, pressure, pressure_left, pressure_right;
  };

  constexpr std::array<Row, 11> load_curves = {{{0.05, 0., 203.82, 472.16, 96.83},
                                                {0.15, 0., 283.71, 932.27, 148.77},
                                                {0.2, 22703.32, 4262.03, 8803.74, 1548.30},
                                                {0.25, 50861.24, 9496.99, 14280.71, 3001.63},
                                                {0.3, 72790.66, 12517.30, 15849.89, 3654.65},
                                                {0.4, 103170.17, 15265.25, 16428.28, 4079.92},
                                                {0.48, 118082.05, 16065.41, 16476.00, 4158.76},
                                                {0.5, 75741.46, 10732.69, 13868.70, 3220.13},
                                                {0.6, 3771.49, 590.65, 3095.05, 435.86},
                                                {0.7, 187.77, 32.50, 690.60, 58.99},
                                                {0.8, 9.35, 1.79, 154.09, 7.98}}};
} // namespace

TEST(NashPanfilov, rises_and_falls_exactly_while_the_potential_is_constant)
{
  const NashPanfilov2004 law;
  // at the peak potential u = 1 and the rate is 100 1/s
  EXPECT_NEAR(tension_after(law, 0.02, 0.02, 40e-3), 47.9e3 * (1. - std::exp(-2.)), 1e-9);
  EXPECT_NEAR(tension_after(law, 0.02, 1e-3, 40e-3), 47.9e3 * (1. - std::exp(-2.)), 1e-9);
  // just above and below the threshold u = 0.05, V = -78.75 mV
  EXPECT_NEAR(tension_after(law, 0.01, 0.01, -78.7e-3), 47.9e3 * 0.0504 * (1. - std::exp(-1.)), 1e-9);
  EXPECT_NEAR(tension_after(law, 0.01, 0.01, -78.8e-3), 47.9e3 * 0.0496 * (1. - std::exp(-0.1)), 1e-9);
  // below rest nothing pulls, and nothing pushes
  EXPECT_EQ(tension_after(law, 0.1, 1e-3, -95e-3), 0.);
}

TEST(NashPanfilov, refuses_a_peak_below_rest)
{
  NashPanfilov2004 law;
  *law.parameters()[3].value = -0.09;
  expect_error([&] { law.check(); }, "the peak potential, -0.09 V, must be above the resting potential, -0.085 V");
}

TEST(PrescribedTension, follows_its_table_with_straight_lines)
{
  PrescribedTension         law;
  const std::vector<double> time = {0.1, 0.2, 0.4}, tension = {0., 60e3, 10e3};
  EXPECT_EQ(law.at(0.3), 0.);
  law.set_curve(time, tension);
  law.check();
  EXPECT_EQ(law.at(0.), 0.);
  EXPECT_NEAR(law.at(0.15), 30e3, 1e-9);
  EXPECT_EQ(law.at(0.2), 60e3);
  EXPECT_NEAR(law.at(0.3), 35e3, 1e-9);
  EXPECT_EQ(law.at(0.9), 10e3);

  Block states = filled(0.), result, stiffness;
  law.advance(0.1, 0.05, filled(0.), filled(1.), filled(0.), states.data(), result, stiffness);
  EXPECT_NEAR(result[3], 30e3, 1e-9);
  EXPECT_EQ(stiffness[3], 0.);
}

TEST(PrescribedTension, repeats_after_its_period)
{
  PrescribedTension         law;
  const std::vector<double> time = {0.1, 0.2, 0.4}, tension = {0., 60e3, 10e3};
  law.set_curve(time, tension);
  *law.parameters()[0].value = 0.8;
  law.check();
  EXPECT_NEAR(law.at(0.15 + 8.), 30e3, 1e-6);
  EXPECT_NEAR(law.at(0.65), 5e3, 1e-9); // half way from (0.4, 10 kPa) to (0.9, 0)
  EXPECT_NEAR(law.at(-0.15), 5e3, 1e-9);
  *law.parameters()[0].value = 0.25;
  expect_error([&] { law.check(); }, "the table is 0.3 s long and shall repeat every 0.25 s");
}

TEST(PrescribedTension, says_which_row_of_a_table_is_wrong)
{
  PrescribedTension law;
  using Values = std::vector<double>;
  expect_error([&] { law.check(); }, "there is no table");
  expect_error([&] { law.set_curve(Values{}, Values{}); }, "at least one");
  expect_error([&] { law.set_curve(Values{0., 1.}, Values{0.}); }, "2 times and 1 tensions");
  expect_error([&] { law.set_curve(Values{0., 1., 1.}, Values{0., 1., 2.}); }, "row 3 of the table has the time 1 s");
  expect_error([&] { law.set_curve(Values{0., 1.}, Values{0., -5e3}); }, "row 2 of the table has the tension -5 kPa");
}

TEST(Arostica, follows_the_published_active_stress)
{
  const ArosticaActivation law;
  for (const Row &row : load_curves)
    EXPECT_NEAR(tension_after(law, row.time, 1e-3), row.tension, 0.5 + 1e-5 * row.tension) << row.time;
}

TEST(Arostica, peaks_at_118_kPa_after_479_ms)
{
  const ArosticaActivation law;
  Block                    states = filled(0.), tension, stiffness;
  double                   peak = 0., when = 0.;
  for (int step = 0; step < 2000; ++step)
    {
      const double t = 5e-4 * step;
      law.advance(t, 5e-4, filled(0.), filled(1.), filled(0.), states.data(), tension, stiffness);
      if (tension[0] > peak)
        {
          peak = tension[0];
          when = t + 5e-4;
        }
    }
  EXPECT_NEAR(peak, 118.10e3, 10.);
  EXPECT_NEAR(when, 0.479, 6e-4);
}

TEST(Arostica, does_not_depend_on_the_solver_s_step)
{
  const ArosticaActivation law;
  const double             end  = 0.473;
  const double             fine = tension_after(law, end, 2e-5);
  for (const double dt : {1e-4, 3e-4, 1e-3, 1e-2, 0.473})
    EXPECT_NEAR(tension_after(law, end, dt), fine, 1e-5 * fine) << dt;
}

TEST(Arostica, follows_the_published_pressures)
{
  const ArosticaPressure one(ArosticaPressure::one_ventricle()), left(ArosticaPressure::left_ventricle()),
    right(ArosticaPressure::right_ventricle());
  for (const Row &row : load_curves)
    {
      EXPECT_NEAR(one.at(row.time), row.pressure, 0.5) << row.time;
      EXPECT_NEAR(left.at(row.time), row.pressure_left, 0.5) << row.time;
      EXPECT_NEAR(right.at(row.time), row.pressure_right, 0.5) << row.time;
    }
  EXPECT_EQ(one.at(0.), 0.);
  EXPECT_NEAR(one.at(1.), 0.01, 0.01);
}

TEST(Arostica, knows_its_pressure_during_the_beat_only)
{
  const ArosticaPressure pressure(ArosticaPressure::one_ventricle());
  expect_error([&] { pressure.at(-0.1); }, "asked for at -0.1 s and known from 0 to 1 s");
  expect_error([&] { pressure.at(1.01); }, "asked for at 1.01 s");
  EXPECT_GT(ArosticaPressure(ArosticaPressure::one_ventricle(), 2.).at(1.5), 0.);
  expect_error([] { ArosticaPressure(ArosticaPressure::one_ventricle(), 0.); }, "must be positive");
}

TEST(Arostica, refuses_a_systole_that_ends_before_it_begins)
{
  ArosticaActivation law;
  for (const Parameter &parameter : law.parameters())
    if (parameter.name == "t dias")
      *parameter.value = 0.1;
  expect_error([&] { law.check(); }, "It must end after it begins");
}
