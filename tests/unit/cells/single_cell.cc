#include "physics/cells/single_cell.h"

#include "physics/error.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;

namespace
{
  /**
   * A membrane that leaks towards rest, I = g (V - V_rest): the solution is known. With a slow leak the stimulus is a
   * ramp and what follows is an exponential.
   */
  class Leak final : public CellModel
  {
  public:
    explicit Leak(double rate)
      : rate_(rate)
    {
    }

    std::string_view
    name() const override
    {
      return "leak";
    }
    std::string_view
    doi() const override
    {
      return "";
    }
    Parameters
    parameters() override
    {
      return {};
    }
    std::span<const StateInfo>
    states() const override
    {
      return {};
    }
    double
    resting_potential() const override
    {
      return -0.08;
    }
    void
    initial_state(std::span<double>) const override
    {
    }
    void
    ionic_current(const double *potential, const double *, double *current) const override
    {
      for (std::size_t i = 0; i < block_size; ++i)
        current[i] = rate_ * (potential[i] + 0.08);
    }
    void
    advance(double, const double *potential, double *states, double *current) const override
    {
      ionic_current(potential, states, current);
    }

  private:
    double rate_;
  };

  Pacing
  protocol()
  {
    Pacing pacing;
    pacing.amplitude    = -10.;
    pacing.duration     = 5e-3;
    pacing.start        = 10e-3;
    pacing.cycle_length = 0.5;
    pacing.beats        = 2;
    pacing.time_step    = 1e-5;
    return pacing;
  }
} // namespace

// Up to 50 mV above rest in 5 ms, then down with a time constant of 50 ms.
TEST(SingleCell, measures_a_known_course)
{
  const double                  rate  = 20.;
  const std::vector<Biomarkers> beats = pace_cell(Leak(rate), protocol());
  ASSERT_EQ(beats.size(), 2u);

  const double rise = 10. / rate * (1. - std::exp(-rate * 5e-3));
  for (const Biomarkers &beat : beats)
    {
      EXPECT_NEAR(beat.resting_potential, -0.08, 1e-5);
      EXPECT_NEAR(beat.peak_potential, -0.08 + rise, 1e-5);
      EXPECT_NEAR(beat.upstroke, 10., 0.02); // steepest in the first step
      EXPECT_NEAR(beat.apd50, 5e-3 + std::log(2.) / rate, 5e-5);
      EXPECT_NEAR(beat.apd90, 5e-3 + std::log(10.) / rate, 2e-4);
    }
}

// Forward Euler multiplies the distance from rest by 0.98 per step of 1 ms; the crossing lies between two steps, and
// the upstroke in the middle of the first.
TEST(SingleCell, interpolates_between_steps)
{
  Pacing pacing     = protocol();
  pacing.time_step  = 1e-3;
  const double down = std::log(0.1) / std::log(0.98) * 1e-3;
  EXPECT_NEAR(pace_cell(Leak(20.), pacing)[0].apd90, 4.5e-3 + down, 5e-6);
}

TEST(SingleCell, says_not_a_number_when_the_cell_does_not_repolarise)
{
  const Biomarkers beat = pace_cell(Leak(0.1), protocol())[0];
  EXPECT_TRUE(std::isnan(beat.apd90));
  EXPECT_TRUE(std::isnan(beat.apd50));
}

TEST(SingleCell, shows_every_step)
{
  Pacing pacing       = protocol();
  pacing.beats        = 1;
  pacing.cycle_length = 20e-3;
  std::vector<double> times;
  pace_cell(Leak(20.), pacing, [&](double time, double, std::span<const double> states) {
    times.push_back(time);
    EXPECT_TRUE(states.empty());
  });
  ASSERT_EQ(times.size(), 2001u);
  EXPECT_EQ(times.front(), 0.);
  EXPECT_NEAR(times.back(), 20e-3, 1e-12);
}

TEST(SingleCell, refuses_a_protocol_that_makes_no_sense)
{
  for (const auto &spoil : {+[](Pacing &p) { p.time_step = 0.; }, +[](Pacing &p) { p.time_step = std::nan(""); },
                            +[](Pacing &p) { p.duration = 0.; }, +[](Pacing &p) { p.start = -1.; },
                            +[](Pacing &p) { p.cycle_length = 12e-3; }})
    {
      Pacing pacing = protocol();
      spoil(pacing);
      EXPECT_THROW(pace_cell(Leak(20.), pacing), InputError);
    }
}

TEST(SingleCell, reports_a_potential_that_runs_away)
{
  Pacing pacing    = protocol();
  pacing.amplitude = -1000.;
  EXPECT_THROW(pace_cell(Leak(0.), pacing), ConvergenceError);
  // forward Euler with a step of more than 2 / rate
  pacing.amplitude = -10.;
  EXPECT_THROW(pace_cell(Leak(3e5), pacing), ConvergenceError);
}
