// The implicit method: its order in time, the explicit one as reference, long steps, rest, blood.

#include "solvers/arteries/implicit.h"

#include "physics/error.h"
#include "solvers/arteries/finite_volumes.h"
#include "solvers/arteries/implicit_equations.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <numbers>

using namespace vht;
using namespace vht::test;

namespace
{
  double
  pulse(double time)
  {
    const double s = (time - 0.08) / 0.025;
    return 1e-5 * std::exp(-s * s);
  }

  /** Pressure in the middle of the longer daughter while the pulse passes. */
  double
  pressure_in_bifurcation(double cell_size, double step, bool is_implicit)
  {
    const Network                 network = make_bifurcation();
    const Discretisation          discretisation(network, {}, {.cell_size = cell_size, .limited = false});
    const NodeConditions          conditions = flow_at("in", pulse, 8e3);
    std::unique_ptr<ArteryMethod> method;
    if (is_implicit)
      method = make_implicit_method(discretisation, step, conditions);
    else
      method = std::make_unique<FiniteVolumeMethod>(discretisation, conditions);
    for (int i = 1; i <= 30; ++i) // the explicit step follows the state
      method->advance_to(0.004 * i);
    return method->at(2, 0.5).pressure;
  }

  /** A tree of short vessels that halve in area, each with a windkessel at its last ends. */
  Network
  make_short_tree(unsigned int levels)
  {
    std::vector<Vessel> vessels;
    for (unsigned int n = 1; n < (1u << levels); ++n)
      {
        const unsigned int level = std::bit_width(n) - 1;
        Vessel             vessel =
          make_vessel("vessel " + std::to_string(n), n == 1 ? "in" : std::to_string(n / 2), std::to_string(n), 3e-3);
        vessel.proximal_radius = vessel.distal_radius = 3e-3 * std::pow(0.5, 0.4 * level);
        if (level + 1 == levels)
          {
            vessel.terminal.proximal_resistance = 1e8 * (1u << level);
            vessel.terminal.distal_resistance   = 1e9 * (1u << level);
            vessel.terminal.compliance          = 2e-10 / (1u << level);
          }
        vessels.push_back(vessel);
      }
    return Network(std::move(vessels), {"in"}, {});
  }

  double
  heart(double time)
  {
    return 5e-6 * (1. - std::cos(2. * std::numbers::pi * time));
  }
} // namespace

// A wrong derivative cannot hide from the order at which a central difference approaches it. Everything is in it:
// taper, viscous wall, stenosis, junction, windkessels, flow.
TEST(ImplicitArteries, jacobian_is_approached_at_second_order)
{
  std::vector<Vessel> vessels = make_bifurcation().vessels();
  vessels[1].wall_viscosity   = 3e3;
  const Network        network(vessels, {"in"}, {});
  const Discretisation discretisation(network, {}, {.cell_size = 2e-2});
  NodeConditions       conditions = flow_at("in", pulse, 8e3);
  conditions.losses.push_back({{2, false}, {1e7, 1e13}});
  const ArteryNodes       nodes(network, 1060., conditions);
  const ImplicitEquations equations(discretisation, nodes, true);

  std::vector<NodeCondition> at_nodes;
  for (std::size_t node = 0; node < nodes.n_nodes(); ++node)
    at_nodes.push_back(nodes.condition(node, 0.08, 1e-3, {1e-6, 0.7}));
  const ImplicitEquations::Values start = equations.at_rest(8e3);
  const ImplicitEquations::Step   step  = {7e-4, start, at_nodes};

  ImplicitEquations::Values values = start, direction(start.size()), residual, high, low;
  for (Eigen::Index i = 0; i < values.size(); ++i)
    {
      values[i] += 0.03 * std::sin(1. + 2.3 * static_cast<double>(i)) * equations.scale()[i];
      direction[i] = std::cos(1.7 * static_cast<double>(i));
    }
  RecordedMatrix jacobian(equations.size());
  equations.assemble(step, start, residual, &jacobian);
  equations.assemble(step, values, residual, &jacobian); // into the places of the first time
  const ImplicitEquations::Values slope = jacobian.matrix() * direction;

  std::array<double, 2> error;
  double                length = 0.02;
  for (int k = 0; k < 2; ++k, length *= 0.5)
    {
      const ImplicitEquations::Values shift = length * direction.cwiseProduct(equations.scale());
      equations.assemble(step, values + shift, high, nullptr);
      equations.assemble(step, values - shift, low, nullptr);
      error[k] = ((high - low) / (2. * length) - slope).norm();
    }
  EXPECT_NEAR(std::log2(error[0] / error[1]), 2., 0.1);
}

TEST(ImplicitArteries, order_in_time_is_two)
{
  const std::array<double, 3> p = {pressure_in_bifurcation(5e-3, 1e-3, true), pressure_in_bifurcation(5e-3, 5e-4, true),
                                   pressure_in_bifurcation(5e-3, 2.5e-4, true)};
  EXPECT_GT(std::abs(p[2] - 8e3), 40.);
  EXPECT_NEAR(std::log2(std::abs((p[0] - p[1]) / (p[1] - p[2]))), 2., 0.3);
}

// Two ways of discretising the same equations: they meet as cells and steps are halved.
TEST(ImplicitArteries, comes_to_the_explicit_method_at_second_order)
{
  std::array<double, 3> distance;
  for (int i = 0; i < 3; ++i)
    {
      const double cell = 5e-3 / (1 << i), step = 5e-4 / (1 << i);
      distance[i] = std::abs(pressure_in_bifurcation(cell, step, true) - pressure_in_bifurcation(cell, step, false));
    }
  EXPECT_GT(std::log2(distance[1] / distance[2]), 1.7) << distance[0] << " " << distance[1] << " " << distance[2];
  EXPECT_LT(distance[2], 2.); // of some hundred pascal
}

TEST(ImplicitArteries, steps_of_a_hundred_explicit_ones_follow_a_heartbeat)
{
  const Network        network = make_short_tree(6);
  const Discretisation discretisation(network, {}, {.cell_size = 1e-3});
  const NodeConditions conditions = flow_at("in", heart, 10e3);
  const Discretisation single(network, {}, {.cell_size = 1., .smallest_cells = 1});
  const auto           method = make_implicit_method(discretisation, 0.02, conditions);
  const auto           coarse = make_implicit_method(single, 0.02, conditions);
  FiniteVolumeMethod   reference(discretisation, conditions);
  for (int i = 1; i <= 50; ++i)
    {
      method->advance_to(0.02 * i);
      coarse->advance_to(0.02 * i);
      reference.advance_to(0.02 * i);
      for (const std::size_t vessel : {0u, 5u, 62u})
        {
          const PlaceValues now = method->at(vessel, 0.5), exact = reference.at(vessel, 0.5);
          EXPECT_NEAR(now.pressure, exact.pressure, 0.01 * exact.pressure) << "time " << method->time();
          EXPECT_NEAR(now.flow, exact.flow, 0.03 * 1e-5) << "time " << method->time();
          EXPECT_NEAR(coarse->at(vessel, 0.5).pressure, exact.pressure, 0.01 * exact.pressure);
        }
    }
  EXPECT_GT(reference.steps(), 100 * method->steps());
  EXPECT_LT(std::abs(method->mass_error()), 1e-12);
}

TEST(ImplicitArteries, rest_under_pressure_stays_rest_in_tapered_vessels)
{
  const double         pressure = 12e3;
  const Network        network  = make_bifurcation();
  const Discretisation discretisation(network, {}, {});
  NodeConditions       conditions = flow_at(
          "in", [](double) { return 0.; }, pressure);
  conditions.outflow_pressure = pressure;
  const auto method           = make_implicit_method(discretisation, 1e-3, conditions);
  method->advance_to(0.2);
  for (std::size_t v = 0; v < 3; ++v)
    for (const double place : {0., 0.3, 1.})
      {
        const PlaceValues values = method->at(v, place);
        EXPECT_LT(std::abs(values.flow / values.area), 1e-11);
        EXPECT_NEAR(values.pressure, pressure, 1e-6);
      }
}

TEST(ImplicitArteries, no_blood_is_lost_in_steps_of_any_length)
{
  const Network        network = make_bifurcation();
  const Discretisation discretisation(network, {}, {});
  const auto           method = make_implicit_method(discretisation, 4e-3, flow_at("in", heart, 10e3));
  double               time   = 0.;
  for (int i = 0; i < 200; ++i)
    method->advance_to(time += 1e-3 * (1 + i % 5));
  EXPECT_LT(std::abs(method->mass_error()), 1e-12);
  EXPECT_GT(method->steps(), 200u);
}

// The viscous pressure of the walls is in the equations, in the explicit method it is a step of its own.
TEST(ImplicitArteries, viscous_walls_damp_as_in_the_explicit_method)
{
  Vessel tube         = make_tube(0.4);
  tube.wall_viscosity = 5e3;
  const Network        network({tube}, {"in"}, {});
  const Discretisation discretisation(network, {}, {.cell_size = 2e-3, .limited = false});
  const NodeConditions conditions = flow_at("in", pulse);
  const auto           method     = make_implicit_method(discretisation, 2e-4, conditions);
  FiniteVolumeMethod   explicit_method(discretisation, conditions);
  double               highest = 0.;
  for (int i = 1; i <= 60; ++i)
    {
      method->advance_to(2e-3 * i);
      explicit_method.advance_to(2e-3 * i);
      const PlaceValues now = method->at(0, 0.8), other = explicit_method.at(0, 0.8);
      highest = std::max(highest, other.pressure);
      EXPECT_NEAR(now.pressure, other.pressure, 5.) << "time " << method->time();
    }
  EXPECT_GT(highest, 300.);
}

TEST(ImplicitArteries, what_cannot_be_solved_is_named_with_place_and_time)
{
  const Network        network({make_tube()}, {"in"}, {});
  const Discretisation discretisation(network, {}, {});
  const auto           method =
    make_implicit_method(discretisation, 1e-3, flow_at("in", [](double time) { return -1e-3 * time; }));
  expect_error<ConvergenceError>([&] { method->advance_to(1.); }, {"tube", "time 0.", "Time/Step"});
}
