// Fibres that shorten by a given part, in closed form: a cube that nothing holds, and one that cannot shorten.

#include "tests/component/elasticity/body.h"
#include "tests/component/elasticity/displacements.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double mu = 1e3; // neo-Hooke's default [Pa]

  /** Symmetry planes at x = 0, y = 0, z = 0; the far side in x held as well if wanted. */
  std::vector<GivenDisplacement>
  sliding(bool held_in_x)
  {
    std::vector<GivenDisplacement> given = symmetry_planes();
    if (held_in_x)
      given.push_back({.surface = 2, .component = {true, false, false}});
    return given;
  }

  void
  shorten(Body &body, double full)
  {
    std::size_t cells = 0;
    for (const auto &cell : body.mesh.triangulation().active_cell_iterators())
      cells += cell->is_locally_owned();
    body.equation.tensions().assign(cells * body.equation.quadrature().size(), {});
    body.loads = [&body, full](double time) {
      for (FibreTension &point : body.equation.tensions())
        point.shortening = time * full;
    };
    body.advance(0., 0.5);
    body.advance(0.5, 0.5);
  }

  class ActiveStrain : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

// F = F_A leaves the elastic part without strain, whatever the law.
TEST_P(ActiveStrain, a_free_cube_takes_the_shape_of_its_fibres)
{
  const double gamma = 0.2, across = 1. / std::sqrt(1. - gamma);
  for (const char *law : {"Guccione", "Holzapfel-Ogden"})
    {
      Body body(distorted_box(GetParam()), {.material = law, .given = sliding(false)});
      shorten(body, gamma);
      EXPECT_LT(body.distance_to([&](const Point &X) {
        return Tensor({-gamma * X[0], (across - 1.) * X[1], (across - 1.) * X[2]});
      }),
                1e-7)
        << law;
    }
}

// The elastic stretch is 1 / (1 - gamma) along the fibres, and nothing acts on the sides:
// sigma = mu (stretch^2 - 1 / stretch), as in a bar that is pulled by as much.
TEST_P(ActiveStrain, a_held_cube_pulls_as_a_bar_that_is_stretched)
{
  const double gamma = 0.15, stretch = 1. / (1. - gamma), expected = mu * (stretch * stretch - 1. / stretch);
  Body         body(distorted_box(GetParam()), {.given = sliding(true)});
  shorten(body, gamma);
  EXPECT_LT(body.distance_to([](const Point &) { return Tensor(); }), 1e-8);
  double largest = 0., energy = 0.;
  body.equation.measure(body.state(),
                        [&](std::size_t, const auto &, auto points, std::span<const PointMeasures> measures) {
                          for (std::size_t q = 0; q < measures.size(); ++q)
                            {
                              largest = std::max({largest, std::abs(measures[q].fibre_stress - expected),
                                                  std::abs(measures[q].mises_stress - expected)});
                              energy += points[q].weight * measures[q].strain_energy;
                            }
                        });
  EXPECT_LT(dealii::Utilities::MPI::max(largest, MPI_COMM_WORLD), 1e-5 * mu);
  EXPECT_NEAR(dealii::Utilities::MPI::sum(energy, MPI_COMM_WORLD), 0.5 * mu * (stretch * stretch + 2. / stretch - 3.),
              1e-6 * mu);
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         ActiveStrain,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });
