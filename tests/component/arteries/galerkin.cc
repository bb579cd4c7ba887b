// The discontinuous Galerkin method: its order, through a junction too, rest, blood, and what it refuses.

#include "solvers/arteries/galerkin.h"

#include "physics/error.h"
#include "tests/component/arteries/simple_wave.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <numbers>

using namespace vht;
using namespace vht::test;

namespace
{
  /** A function of vessel and position at every point: area and flow. */
  template <typename Function>
  ArteryState
  interpolate(const GalerkinSpace &space, const Function &function)
  {
    ArteryState state = space.at_rest(0.);
    for (std::size_t v = 0; v < space.discretisation().vessels().size(); ++v)
      {
        const VesselCells &cells = space.discretisation().vessels()[v];
        for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
          for (unsigned int point = 0; point < space.n_points(); ++point)
            {
              const auto [area, flow]              = function(v, space.position(cells, cell, point));
              state.area[space.index(cell, point)] = area;
              state.flow[space.index(cell, point)] = flow;
            }
      }
    return state;
  }

  /**
   * Distance of the area from the exact wave once it has run five of its widths, over its height; in the mean square.
   * The tube may be cut in two, so that the wave crosses a junction.
   */
  double
  error_of_simple_wave(unsigned int degree, unsigned int n_cells, bool cut)
  {
    Vessel              first = make_tube(), second = make_tube(0.25);
    std::vector<Vessel> vessels = {first};
    if (cut)
      {
        vessels          = {make_vessel("first", "in", "cut", 0.25), second};
        vessels[1].start = "cut";
      }
    const Network        network(vessels, {"in"}, {});
    const Discretisation discretisation(network, {.density = SimpleWave::density, .viscosity = 0.},
                                        {.cell_size = 0.5 / n_cells, .plug_momentum = true});
    const SimpleWave     wave(first);
    const auto           start = [&](std::size_t v) { return v == 0 ? 0. : 0.25; };

    GalerkinMethod method(discretisation, degree, flow_at("in", [](double) { return 0.; }));
    method.start(interpolate(method.space(), [&](std::size_t v, double x) {
      const double speed = wave.initial_speed(start(v) + x);
      return std::pair(wave.area(speed), wave.area(speed) * wave.velocity(speed));
    }));
    const double time = 0.2 / wave.rest_speed;
    method.advance_to(time);

    const ArteryState exact = interpolate(method.space(), [&](std::size_t v, double x) {
      return std::pair(wave.area(wave.speed(start(v) + x, time)), 0.);
    });
    double            sum   = 0.;
    for (const VesselCells &cells : discretisation.vessels())
      for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
        for (unsigned int point = 0; point < method.space().n_points(); ++point)
          {
            const std::size_t i        = method.space().index(cell, point);
            const double      distance = method.state().area[i] - exact.area[i];
            sum += method.space().weights()[point] * cells.width * distance * distance;
          }
    return std::sqrt(sum / 0.5) / (wave.area(1.03 * wave.rest_speed) - wave.law.reference_area);
  }
} // namespace

TEST(Galerkin, follows_the_exact_wave_at_the_order_of_its_degree_plus_one)
{
  for (const bool cut : {false, true})
    for (const unsigned int degree : {1u, 2u, 3u})
      {
        const unsigned int n      = degree == 1 ? 640 : 160;
        const double       coarse = error_of_simple_wave(degree, n, cut);
        const double       fine   = error_of_simple_wave(degree, 2 * n, cut);
        EXPECT_GT(std::log2(coarse / fine), degree + 0.85) << "degree " << degree << (cut ? ", cut" : "");
        EXPECT_LT(fine, 1e-3) << "degree " << degree;
      }
}

TEST(Galerkin, rest_under_pressure_stays_rest_in_tapered_vessels)
{
  const double pressure = 12e3;
  for (const unsigned int degree : {1u, 2u, 3u})
    {
      const Network        network = make_bifurcation();
      const Discretisation discretisation(network, {}, {.cell_size = 1e-2});
      NodeConditions       conditions = flow_at(
              "in", [](double) { return 0.; }, pressure);
      conditions.outflow_pressure = pressure;
      GalerkinMethod method(discretisation, degree, conditions);
      method.advance_to(0.5);
      EXPECT_GT(method.steps(), 500u);
      for (std::size_t v = 0; v < 3; ++v)
        for (const double place : {0., 0.3, 1.})
          {
            const PlaceValues values = method.at(v, place);
            EXPECT_LT(std::abs(values.flow / values.area), 1e-11) << "degree " << degree;
            EXPECT_NEAR(values.pressure, pressure, 1e-7);
          }
    }
}

TEST(Galerkin, no_blood_is_lost)
{
  const Network network = make_bifurcation();
  const auto    heart   = [](double time) { return 1e-5 * (1. + std::sin(2. * std::numbers::pi * time)); };
  for (const unsigned int degree : {1u, 2u, 3u})
    {
      // One cell in each vessel has to do for degree 3.
      const Discretisation discretisation(network, {}, {.cell_size = degree == 3 ? 1. : 1e-2, .smallest_cells = 1});
      GalerkinMethod       method(discretisation, degree, flow_at("in", heart, 10e3));
      EXPECT_EQ(discretisation.n_cells() == 3, degree == 3);
      const double before = method.space().volume(method.state());
      method.advance_to(1.);
      EXPECT_GT(std::abs(method.space().volume(method.state()) - before), 1e-3 * before);
      EXPECT_LT(std::abs(method.mass_error()), 1e-12) << "degree " << degree;
    }
}

TEST(Galerkin, what_it_does_not_have_is_refused)
{
  Vessel tube         = make_tube();
  tube.wall_viscosity = 1e3;
  const Network        network({tube}, {"in"}, {});
  const Discretisation discretisation(network, {}, {});
  expect_error<InputError>([&] { GalerkinSpace(discretisation, 2); },
                           {"tube", "viscous wall", "Discretisation/Scheme = finite volumes"});
}

TEST(Galerkin, a_vessel_that_is_sucked_empty_is_named_with_place_and_time)
{
  const Network        network({make_tube()}, {"in"}, {});
  const Discretisation discretisation(network, {}, {});
  GalerkinMethod       method(discretisation, 2, flow_at("in", [](double time) { return -1e-3 * time; }));
  expect_error<ConvergenceError>([&] { method.advance_to(1.); }, {"tube", "time 0.", "m^2"});
}
