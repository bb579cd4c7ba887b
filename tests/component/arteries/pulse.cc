// Waves: against the exact simple wave, and the order of the scheme.

#include "physics/error.h"
#include "tests/component/arteries/simple_wave.h"
#include "tests/component/arteries/small_networks.h"

#include <gtest/gtest.h>

#include <array>
#include <numbers>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double density = SimpleWave::density;

  /** Mean over a cell by Gauss' two points. */
  template <typename Function>
  double
  mean(double left, double width, const Function &function)
  {
    const double shift = 0.5 / std::sqrt(3.);
    return 0.5 * (function(left + width * (0.5 - shift)) + function(left + width * (0.5 + shift)));
  }

  /** Distance of the area from the exact one after 0.05 s, over the height of the wave; mean over the tube. */
  double
  error_of_simple_wave(unsigned int n_cells, bool limited)
  {
    const Vessel         tube = make_tube();
    const Network        network({tube}, {"in"}, {});
    const Discretisation discretisation(network, {.density = density, .viscosity = 0.},
                                        {.cell_size = 0.5 / n_cells, .limited = limited, .plug_momentum = true});
    const SimpleWave     wave(tube);
    ArteryState          state = state_at_rest(discretisation, 0.);
    const VesselCells   &cells = discretisation.vessels().front();
    const auto           left  = [&](std::size_t i) { return cells.width * static_cast<double>(i - cells.first); };
    for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
      {
        state.area[i] = mean(left(i), cells.width, [&](double x) { return wave.area(wave.initial_speed(x)); });
        state.flow[i] = mean(left(i), cells.width, [&](double x) {
          return wave.area(wave.initial_speed(x)) * wave.velocity(wave.initial_speed(x));
        });
      }
    ArteryOperator   equations(discretisation, flow_at("in", [](double) { return 0.; }));
    ArteryIntegrator integrator(equations, state);
    const double     time = 0.2 / wave.rest_speed; // it has run five of its widths
    integrator.advance_to(time);

    double error = 0.;
    for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
      error += std::abs(integrator.state().area[i] -
                        mean(left(i), cells.width, [&](double x) { return wave.area(wave.speed(x, time)); }));
    return error / static_cast<double>(cells.n) / (wave.area(1.03 * wave.rest_speed) - wave.law.reference_area);
  }
} // namespace

TEST(ArteryPulse, smooth_slopes_follow_the_exact_wave_at_second_order)
{
  const std::array<double, 3> error = {error_of_simple_wave(400, false), error_of_simple_wave(800, false),
                                       error_of_simple_wave(1600, false)};
  EXPECT_LT(error[0], 1e-3);
  EXPECT_GT(std::log2(error[0] / error[1]), 1.9);
  EXPECT_GT(std::log2(error[1] / error[2]), 1.9);
}

// In the mean: at the top of a wave a limiter gives up an order.
TEST(ArteryPulse, limited_slopes_follow_the_exact_wave_at_second_order)
{
  const std::array<double, 3> error = {error_of_simple_wave(100, true), error_of_simple_wave(200, true),
                                       error_of_simple_wave(400, true)};
  EXPECT_LT(error[0], 1e-2);
  EXPECT_GT(std::log2(error[1] / error[2]), 1.8);
}

// Everything at once: taper, junction, inlet, friction, windkessel. Halving the cells brings a quarter of the change.
TEST(ArteryPulse, a_network_converges_at_second_order)
{
  std::array<double, 3> pressure;
  for (unsigned int i = 0; i < 3; ++i)
    {
      const Network        network = make_bifurcation();
      const Discretisation discretisation(network, {}, {.cell_size = 5e-3 / (1 << i), .limited = false});
      const auto           flow = [](double time) {
        const double s = (time - 0.08) / 0.025;
        return 1e-5 * std::exp(-s * s);
      };
      ArteryOperator   equations(discretisation, flow_at("in", flow, 8e3));
      ArteryIntegrator integrator(equations, state_at_rest(discretisation, 8e3));
      for (double time = 0.001; time < 0.1205; time += 0.001)
        integrator.advance_to(time);
      const VesselCells &cells = discretisation.vessels()[2];
      const std::size_t  right = cells.first + cells.n / 2; // the middle of the longer daughter
      // The mean of squares of straight lines and the square of the mean differ at second order: that converges too.
      pressure[i] =
        0.5 * (integrator.transmural_pressure(cells, right - 1) + integrator.transmural_pressure(cells, right));
    }
  EXPECT_GT(std::abs(pressure[2] - 8e3), 40.);
  const double order = std::log2(std::abs((pressure[0] - pressure[1]) / (pressure[1] - pressure[2])));
  EXPECT_GT(order, 1.7);
  EXPECT_LT(std::abs(pressure[1] - pressure[2]), 2.);
}

TEST(ArteryPulse, a_pulse_leaves_through_an_end_without_reflection)
{
  const Network        network({make_tube()}, {"in"}, {});
  const Discretisation discretisation(network, {.density = density, .viscosity = 0.}, {.limited = false});
  const auto           flow = [](double time) {
    const double s = (time - 0.03) / 0.01;
    return 1e-7 * std::exp(-s * s);
  };
  ArteryOperator     equations(discretisation, flow_at("in", flow));
  ArteryIntegrator   integrator(equations, state_at_rest(discretisation, 0.));
  const VesselCells &cells  = discretisation.vessels().front();
  const std::size_t  middle = cells.first + cells.n / 2;
  double             there = 0., back = 0.;
  for (double time = 0.001; time < 0.25; time += 0.001)
    {
      integrator.advance_to(time);
      double &highest = time < 0.14 ? there : back; // it passes the middle at 0.08 s
      highest         = std::max(highest, std::abs(integrator.transmural_pressure(cells, middle)));
    }
  EXPECT_GT(there, 1.);
  EXPECT_LT(back, 2e-3 * there);
}

TEST(ArteryPulse, a_vessel_that_is_sucked_empty_is_named_with_place_and_time)
{
  const Network        network({make_tube()}, {"in"}, {});
  const Discretisation discretisation(network, {}, {});
  ArteryOperator       equations(discretisation, flow_at("in", [](double time) { return -1e-3 * time; }));
  ArteryIntegrator     integrator(equations, state_at_rest(discretisation, 0.));
  try
    {
      integrator.advance_to(1.);
      ADD_FAILURE() << "nothing was thrown";
    }
  catch (const ConvergenceError &error)
    {
      const std::string text = error.what();
      EXPECT_NE(text.find("tube"), std::string::npos) << text;
      EXPECT_NE(text.find("time 0."), std::string::npos) << text;
      EXPECT_NE(text.find("m^2"), std::string::npos) << text;
    }
}
