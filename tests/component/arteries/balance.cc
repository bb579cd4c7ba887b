// What must stay: rest, blood.

#include "tests/component/arteries/small_networks.h"

#include <gtest/gtest.h>

#include <numbers>

using namespace vht;
using namespace vht::test;

namespace
{
  double
  largest_velocity(const Discretisation &discretisation, const ArteryState &state)
  {
    double largest = 0.;
    for (const VesselCells &cells : discretisation.vessels())
      for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
        largest = std::max(largest, std::abs(state.flow[i] / state.area[i]));
    return largest;
  }
} // namespace

// A scheme that does not balance the taper starts to flow with centimetres per second.
TEST(ArteryBalance, rest_under_pressure_stays_rest_in_tapered_vessels)
{
  for (const bool limited : {true, false})
    {
      const double         pressure = 12e3;
      const Network        network  = make_bifurcation();
      const Discretisation discretisation(network, {}, {.limited = limited});
      NodeConditions       conditions = flow_at(
              "in", [](double) { return 0.; }, pressure);
      conditions.outflow_pressure = pressure;
      ArteryOperator   equations(discretisation, conditions);
      ArteryIntegrator integrator(equations, state_at_rest(discretisation, pressure));
      integrator.advance_to(0.5);
      EXPECT_GT(integrator.steps(), 1000u);
      EXPECT_LT(largest_velocity(discretisation, integrator.state()), 1e-11);
    }
}

TEST(ArteryBalance, no_blood_is_lost)
{
  const Network        network = make_bifurcation();
  const Discretisation discretisation(network, {}, {});
  const auto           heart = [](double time) { return 1e-5 * (1. + std::sin(2. * std::numbers::pi * time)); };
  ArteryOperator       equations(discretisation, flow_at("in", heart, 10e3));
  ArteryIntegrator     integrator(equations, state_at_rest(discretisation, 10e3));
  const double         before = equations.volume(integrator.state());
  integrator.advance_to(2.);
  EXPECT_NEAR(equations.inflow_volume(), 2e-5, 1e-10); // two cycles with a mean of 1e-5 m^3/s
  EXPECT_GT(std::abs(equations.volume(integrator.state()) - before), 1e-3 * before);
  EXPECT_LT(std::abs(integrator.mass_error()), 1e-12);
}

// The mean pressure of a steady flow: resistances of vessels and terminals in series.
TEST(ArteryBalance, steady_flow_meets_poiseuilles_resistance)
{
  Vessel tube                       = make_tube(0.1);
  tube.youngs_modulus               = 4e6;
  tube.reference_pressure           = 1500.; // in its middle
  tube.proximal_radius              = 1e-3;
  tube.distal_radius                = 1e-3;
  tube.terminal.reflection          = std::nan("");
  tube.terminal.proximal_resistance = 1e9;
  const Network        network({tube}, {"in"}, {});
  const Discretisation discretisation(network, {.density = 1060., .viscosity = 4e-3}, {});
  NodeConditions       conditions;
  conditions.inlets.push_back({"in", true, [](double) { return 2000.; }});
  ArteryOperator   equations(discretisation, conditions);
  ArteryIntegrator integrator(equations, state_at_rest(discretisation, 1000.));
  integrator.advance_to(0.5);
  const double       poiseuille = 8. * 4e-3 * 0.1 / (std::numbers::pi * 1e-12);
  const VesselCells &cells      = discretisation.vessels().front();
  for (const std::size_t i : {cells.first, cells.first + cells.n - 1})
    EXPECT_NEAR(integrator.state().flow[i] * (poiseuille + 1e9), 2000., 0.5);
}

TEST(ArteryBalance, viscous_walls_damp_a_wave_of_flow_as_they_should)
{
  Vessel tube         = make_tube(0.4);
  tube.wall_viscosity = 5e3;
  const Network        network({tube}, {"in"}, {});
  const Discretisation discretisation(network, {}, {.cell_size = 2e-3});
  ArteryState          state = state_at_rest(discretisation, 0.);
  const VesselCells   &cells = discretisation.vessels().front();
  const double         k     = 2. * std::numbers::pi / 0.4; // a cosine has no slope at the ends
  const auto           mode  = [&](std::size_t i) {
    return std::cos(k * cells.width * (static_cast<double>(i - cells.first) + 0.5));
  };
  for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
    state.flow[i] = 1e-6 * mode(i);
  ViscousWall  wall(discretisation);
  const double area = std::numbers::pi * 25e-6;
  // Gamma / (density A_0) sqrt(A_0), with Gamma = 2/3 sqrt(pi) phi h
  const double diffusivity = 2. / 3. * std::sqrt(std::numbers::pi) * 5e3 * 5e-4 * std::sqrt(area) / (1060. * area);
  const double time        = 1. / (diffusivity * k * k);
  for (int step = 0; step < 50; ++step)
    wall.step(time / 50., state);
  for (const std::size_t i : {cells.first, cells.first + cells.n / 2})
    EXPECT_NEAR(state.flow[i], 1e-6 * std::exp(-1.) * mode(i), 1e-9);
}
