// Length, twist and wall thickness under displacements that are known.

#include "solvers/elasticity/long_axis.h"
#include "solvers/elasticity/wall_thickness.h"
#include "tests/component/elasticity/displacements.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr unsigned int endo = 1, epi = 2, base = 3; // tags of the shell
  constexpr double       long_axis = 0.065;           // of its outside [m]

  /** Turn about the axis that points down from the base, from where the base is. */
  Tensor
  turn(const Point &x, double angle)
  {
    const double c = std::cos(angle), s = -std::sin(angle);
    return Tensor({c * x[0] - s * x[1], s * x[0] + c * x[1], x[2]}) - Tensor(x);
  }

  class Shape : public testing::TestWithParam<CellShape>
  {
  protected:
    const Mesh       mesh_{make_shell(GetParam(), 4, 1), "shell", MPI_COMM_WORLD};
    const MixedSpace space_{mesh_};
    const LongAxis   axis_{"lv", space_, {base}, {epi}, {.apical = 0.3, .basal = 0.7, .width = 0.2}};
  };
} // namespace

TEST_P(Shape, at_rest_nothing_has_moved)
{
  const auto found = axis_.measure(displacement_of(space_, [](const Point &) { return Tensor(); }));
  EXPECT_NEAR(found[0], long_axis, 1e-9);
  for (std::size_t k = 1; k < found.size(); ++k)
    EXPECT_NEAR(found[k], 0., 1e-12) << LongAxis::names[k];
}

TEST_P(Shape, a_rigid_motion_turns_all_levels_and_changes_no_length)
{
  const double                angle = 0.4, down = 0.003;
  const auto                  found    = axis_.measure(displacement_of(space_, [&](const Point &x) {
    return turn(x, angle) + Tensor({0.01, 0.02, -down});
  }));
  const std::array<double, 8> expected = {long_axis, 0., down, down, angle, angle, 0., 0.};
  for (std::size_t k = 0; k < found.size(); ++k)
    EXPECT_NEAR(found[k], expected[k], 1e-9) << LongAxis::names[k];
}

// The angle grows with the distance from the base; that of a level is close to the one at its height.
TEST_P(Shape, a_twist_that_is_linear_in_height_has_this_torsion)
{
  const double torsion = 6.; // [rad/m]
  const auto   found = axis_.measure(displacement_of(space_, [&](const Point &x) { return turn(x, -torsion * x[2]); }));
  EXPECT_NEAR(found[4], torsion * 0.3 * long_axis, 0.05 * torsion * long_axis);
  EXPECT_NEAR(found[5], torsion * 0.7 * long_axis, 0.05 * torsion * long_axis);
  EXPECT_NEAR(found[6], found[5] - found[4], 1e-12);
  EXPECT_NEAR(found[7], torsion, 0.1 * torsion);
}

TEST_P(Shape, a_shell_that_shortens_by_a_tenth)
{
  const auto found = axis_.measure(displacement_of(space_, [](const Point &x) {
    return Tensor({0.1 * x[0], 0., -0.1 * x[2]});
  }));
  EXPECT_NEAR(found[0], 0.9 * long_axis, 1e-9);
  EXPECT_NEAR(found[1], 0.1, 1e-9);
  EXPECT_NEAR(found[2], 0., 1e-9);
  EXPECT_NEAR(found[3], -0.1 * long_axis, 1e-9);
}

TEST_P(Shape, the_thickness_of_a_sphere_and_of_a_larger_one)
{
  const double        inner = 0.02, outer = 0.03;
  const Mesh          mesh(make_shell(GetParam(), 4, 1,
                                      {.endo_radius = inner, .endo_length = inner, .epi_radius = outer, .epi_length = outer}),
                           "sphere", MPI_COMM_WORLD);
  const MixedSpace    space(mesh);
  const WallThickness wall("wall", space, {endo}, {epi});
  const double        rest = wall.mean(displacement_of(space, [](const Point &) { return Tensor(); }));
  EXPECT_NEAR(rest, outer - inner, 0.05 * (outer - inner)) << "the cells have straight edges";
  EXPECT_NEAR(wall.mean(displacement_of(space, [](const Point &x) { return 0.25 * x; })), 1.25 * rest, 1e-9 * rest);
}

TEST_P(Shape, the_thickness_of_a_plate_that_is_stretched)
{
  const Mesh          mesh(make_box(GetParam(), {{3, 3, 2}}, {{0.03, 0.03, 0.01}}), "plate", MPI_COMM_WORLD);
  const MixedSpace    space(mesh);
  const WallThickness wall("wall", space, {5}, {6});
  EXPECT_NEAR(wall.mean(displacement_of(space,
                                        [](const Point &x) {
                                          return Tensor({0.2 * x[0], 0., 0.4 * x[2]});
                                        })),
              0.014, 1e-12);
}

TEST(Triangle, distances_from_its_inside_its_edges_and_its_corners)
{
  const Point a(0., 0., 0.), b(2., 0., 0.), c(0., 1., 0.);
  EXPECT_DOUBLE_EQ(distance_to_triangle(Point(0.5, 0.25, -3.), a, b, c), 3.);
  EXPECT_DOUBLE_EQ(distance_to_triangle(Point(1., -3., 4.), a, b, c), 5.);
  EXPECT_DOUBLE_EQ(distance_to_triangle(Point(5., -4., 0.), a, b, c), 5.);
  EXPECT_DOUBLE_EQ(distance_to_triangle(Point(0., 3., 0.), a, b, c), 2.);
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         Shape,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });
