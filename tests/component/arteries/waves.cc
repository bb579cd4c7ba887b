// Waves: when they arrive, which way they run, and what is reflected.

#include "solvers/arteries/waves.h"

#include "physics/circulation/tube_law.h"
#include "solvers/arteries/finite_volumes.h"
#include "solvers/arteries/recorder.h"
#include "tests/component/arteries/small_networks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::test;

namespace
{
  /** 1 mL/s high and so short that it is past before its reflection comes back. */
  double
  pulse(double time)
  {
    return 1e-6 * std::exp(-4e4 * (time - 0.02) * (time - 0.02));
  }

  /** A pulse in a tube whose end sends a part of it back, as its middle and its ends see it. */
  struct Tube
  {
    explicit Tube(double reflection, double length)
      : network(std::vector<Vessel>{vessel(reflection, length)}, {"in"}, {})
      , discretisation(network, {.viscosity = 0.}, {.cell_size = 1e-3, .limited = false, .plug_momentum = true})
      , recorder({{"middle", 0, 0.5}, {"begin", 0, 0.25}, {"end", 0, 0.75}})
    {
      FiniteVolumeMethod method(discretisation, flow_at("in", pulse));
      recorder.begin_cycle();
      for (int i = 0; i <= 1600; ++i)
        {
          method.advance_to(2.5e-4 * i);
          recorder.record(2.5e-4 * i, method);
        }
    }

    static Vessel
    vessel(double reflection, double length)
    {
      Vessel tube              = make_tube(length);
      tube.terminal.reflection = reflection;
      return tube;
    }

    double
    speed() const
    {
      const Vessel &tube = network.vessels()[0];
      const TubeLaw law  = TubeLaw::of(tube.proximal_radius, tube.wall_thickness, tube.youngs_modulus);
      return law.wave_speed(law.reference_area, 1060.);
    }

    WaveRecord
    at_middle() const
    {
      WaveRecord record = {recorder.times(),
                           recorder.curve(0, &PlaceValues::pressure),
                           recorder.curve(0, &PlaceValues::flow),
                           recorder.curve(0, &PlaceValues::area),
                           {}};
      for (std::size_t i = 0; i < record.times.size(); ++i)
        {
          record.velocity[i] /= record.area[i];
          record.speed.push_back(speed());
        }
      return record;
    }

    Network        network;
    Discretisation discretisation;
    Recorder       recorder;
  };

  double
  highest(const std::vector<double> &curve, std::size_t first = 0, std::size_t last = -1)
  {
    return *std::max_element(curve.begin() + first, curve.begin() + std::min(last, curve.size()));
  }
} // namespace

// The one reflection of a small pulse is exact: the part of it that the terminal is made for, whatever its sign.
TEST(ArteryWaves, a_single_reflection_is_found_and_measured)
{
  for (const double reflection : {0.5, -0.3, 0.})
    {
      const Tube           tube(reflection, 1.);
      const WaveRecord     record = tube.at_middle();
      const SeparatedWaves waves  = separate_waves(record, 1060.);
      EXPECT_NEAR(waves.reflection_magnitude, std::abs(reflection), 0.01);
      EXPECT_NEAR(waves.reflection_index, std::abs(reflection) / (1. + std::abs(reflection)), 0.01);

      // The forward wave is past the middle when the backward one comes: each has a time of its own.
      const double      turn      = 0.02 + 1. / tube.speed();
      const std::size_t between   = std::lround(turn * 4e3);
      const double      impedance = 1060. * tube.speed() / record.area[0];
      EXPECT_NEAR(highest(waves.forward_pressure), 1e-6 * impedance, 0.01 * 1e-6 * impedance);
      EXPECT_NEAR(waves.forward_pressure[between], 0., 0.01 * 1e-6 * impedance);
      EXPECT_LT(std::abs(waves.backward_pressure[between]), 0.01 * 1e-6 * impedance);
      EXPECT_NEAR(highest(waves.forward_flow), 1e-6, 1e-8);
      EXPECT_GT(highest(waves.intensity, 0, between), 0.);
      const auto passed = waves.intensity.begin() + static_cast<std::ptrdiff_t>(between);
      EXPECT_GE(*std::min_element(waves.intensity.begin(), passed), -1e-3 * highest(waves.intensity));
      for (std::size_t i = 0; i < record.times.size(); ++i)
        EXPECT_NEAR(waves.forward_pressure[i] + waves.backward_pressure[i], record.pressure[i] - record.pressure[0],
                    1e-9);
    }
}

TEST(ArteryWaves, the_foot_runs_with_the_speed_of_the_wall)
{
  const Tube   tube(0., 1.6);
  const double begin = wave_foot(tube.recorder.times(), tube.recorder.curve(1, &PlaceValues::pressure), false);
  const double end   = wave_foot(tube.recorder.times(), tube.recorder.curve(2, &PlaceValues::pressure), false);
  EXPECT_NEAR(0.8 / (end - begin), tube.speed(), 5e-3 * tube.speed());
}

// A foot is found to a hundredth of the distance of the points, and where the rise goes over the end of the cycle.
TEST(ArteryWaves, the_foot_of_a_smooth_curve)
{
  // Steepest at 0.3 s with slope 1 / (w sqrt(2 pi)): the tangent meets zero sqrt(2 pi) w / 2 before.
  const double        w = 0.02, foot = 0.3 - w * std::sqrt(2. * std::numbers::pi) / 2.;
  std::vector<double> times, pressure;
  for (int i = 0; i <= 1000; ++i)
    {
      times.push_back(1e-3 * i);
      const double fall = 0.5 * std::erfc((times[i] - 0.7) / (4. * w * std::sqrt(2.)));
      pressure.push_back(fall * 0.5 * std::erfc((0.3 - times[i]) / (w * std::sqrt(2.))));
    }
  EXPECT_NEAR(wave_foot(times, pressure, false), foot, 1e-5);
  EXPECT_NEAR(wave_foot(times, pressure, true), foot, 1e-5);
  // The same cycle begun in the middle of the rise.
  std::vector<double> shifted;
  for (int i = 0; i <= 1000; ++i)
    shifted.push_back(pressure[(i + 290) % 1000]);
  EXPECT_NEAR(wave_foot(times, shifted, true), foot - 0.29, 1e-5);
  // A valve that shuts at 0.5 s: the pressure jumps down and up again, more steeply than it rose.
  for (int i = 500; i < 510; ++i)
    pressure[i] -= 0.3;
  EXPECT_NEAR(wave_foot(times, pressure, true), foot, 1e-5);
  EXPECT_TRUE(std::isnan(wave_foot(times, std::vector<double>(times.size(), 5.), true)));
}
