// The volume of a cavity: closed forms, what must not change it, and its derivative.

#include "solvers/elasticity/cavity.h"

#include "physics/error.h"
#include "tests/component/elasticity/displacements.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/physics/transformations.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  /** 27 cubes without the one in the middle, around which the surface "hole" (tag 7) is. */
  MeshFile
  cube_with_hole(CellShape shape)
  {
    constexpr unsigned int faces[6][4] = {{0, 2, 6, 4}, {1, 3, 7, 5}, {0, 1, 5, 4},
                                          {2, 3, 7, 6}, {0, 1, 3, 2}, {4, 5, 7, 6}};
    MeshFile               mesh        = make_unit_box(CellShape::hexahedra, 3);
    const auto             corners     = mesh.cells[13].nodes;
    mesh.cells.erase(mesh.cells.begin() + 13);
    std::erase_if(mesh.faces, [](const MeshFile::Face &face) { return face.tag == 21; }); // one of them is at the hole
    mesh.surfaces.erase("middle");
    mesh.surfaces["hole"] = 7;
    for (const auto &face : faces)
      mesh.faces.push_back({{{corners[face[0]], corners[face[1]], corners[face[2]], corners[face[3]]}}, 7});
    return shape == CellShape::tetrahedra ? to_tetrahedra(mesh) : mesh;
  }

  Tensor
  wavy(const Point &x, double phase)
  {
    return 2e-3 * Tensor({std::sin(100. * x[1] + phase) + std::cos(80. * x[2]), std::sin(90. * x[0] - phase),
                          std::cos(70. * x[0] + 60. * x[1] + phase)});
  }

  class CavityOf : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

TEST_P(CavityOf, half_an_ellipsoid_has_its_volume_to_second_order)
{
  const Shell  shell;
  const double exact = 2. / 3. * std::numbers::pi * shell.endo_radius * shell.endo_radius * shell.endo_length;
  double       errors[2];
  for (const unsigned int n : {4u, 8u})
    {
      const Mesh       mesh(make_shell(GetParam(), n, 1, shell), "shell", MPI_COMM_WORLD);
      const MixedSpace space(mesh);
      const Cavity     cavity("ventricle", space, {1});
      EXPECT_TRUE(cavity.is_open());
      errors[n / 8] = exact - cavity.volume(displacement_of(space, [](const Point &) { return Tensor(); }));
    }
  EXPECT_GT(errors[1], 0.); // straight edges cut off a little
  EXPECT_NEAR(std::log2(errors[0] / errors[1]), 2., 0.2);
  EXPECT_LT(errors[1], 0.05 * exact);
}

// At rest, and sheared along z so that the rim (a circle of radius a, z = c x^2) is not plane: the shear keeps the
// volume below the bent lid; from there to the cone over the rim, with the tip at z = c a^2 / 2, it is pi c a^4 / 4.
TEST_P(CavityOf, curved_cells_have_its_volume_to_fourth_order)
{
  constexpr double a = 0.02, height = 0.05, c = 10.; // [m], [m], [1/m]
  const double     exact = 2. / 3. * std::numbers::pi * a * a * height;
  double           at_rest[2], bent[2];
  for (const unsigned int n : {4u, 8u})
    {
      MeshFile file = make_shell(GetParam(), n, 1, {a, a, 1.4 * a, 1.4 * a});
      make_round(file);
      move_nodes(file, [&](const Point &X) { return Point(X[0], X[1], height / a * X[2]); });
      const Mesh       mesh(file, "shell", MPI_COMM_WORLD);
      const MixedSpace space(mesh);
      const Cavity     cavity("ventricle", space, {1});
      at_rest[n / 8] = cavity.volume(displacement_of(space, [](const Point &) { return Tensor(); })) / exact - 1.;
      bent[n / 8]    = cavity.volume(displacement_of(space,
                                                     [&](const Point &X) {
                                                    return Tensor({0., 0., c * X[0] * X[0]});
                                                  })) /
                      (exact + std::numbers::pi * c * std::pow(a, 4) / 4.) -
                    1.;
    }
  for (const auto *errors : {at_rest, bent})
    {
      const double       order = std::log2(std::abs(errors[0] / errors[1]));
      std::ostringstream text;
      text << "relative error " << errors[1] << ", order " << order;
      report(text.str());
      EXPECT_GT(order, 3.5);
      EXPECT_LT(std::abs(errors[1]), 2e-4);
    }
}

TEST_P(CavityOf, half_an_ellipsoid_moves_turns_and_grows_as_its_wall_does)
{
  const Mesh       mesh(make_shell(GetParam(), 4, 1), "shell", MPI_COMM_WORLD);
  const MixedSpace space(mesh);
  const Cavity     cavity("ventricle", space, {1});
  const double     at_rest = cavity.volume(displacement_of(space, [](const Point &) { return Tensor(); }));

  const Matrix3 R     = dealii::Physics::Transformations::Rotations::rotation_matrix_3d(Tensor({0.6, 0., 0.8}), 1.1);
  const auto    moved = [&](const Point &X) { return R * X + Tensor({0.3, -0.2, 0.1}) - X; };
  EXPECT_NEAR(cavity.volume(displacement_of(space, moved)), at_rest, 1e-12 * at_rest);

  Matrix3 A = R;
  A[0] *= 1.3;
  A[1][2] += 0.2;
  EXPECT_NEAR(cavity.volume(displacement_of(space, [&](const Point &X) { return Tensor(A * X - X); })),
              dealii::determinant(A) * at_rest, 1e-12 * at_rest);
}

TEST_P(CavityOf, half_an_ellipsoid_has_the_derivative_of_difference_quotients)
{
  const Mesh       mesh(make_shell(GetParam(), 4, 1), "shell", MPI_COMM_WORLD);
  const MixedSpace space(mesh);
  const Cavity     cavity("ventricle", space, {1});
  const Vector     here       = displacement_of(space, [](const Point &X) { return wavy(X, 0.3); });
  Vector           direction  = displacement_of(space, [](const Point &X) { return wavy(X, 1.7); });
  Vector           derivative = space.make_displacement();
  cavity.derivative(here, derivative);
  const double slope  = derivative * direction;
  const auto   volume = [&](double t) {
    Vector moved = here;
    moved.zero_out_ghost_values();
    direction.zero_out_ghost_values();
    moved.add(t, direction);
    moved.update_ghost_values();
    return cavity.volume(moved);
  };
  // The volume is a polynomial of third degree in t: two quotients give the derivative but for round-off.
  const auto quotient = [&](double t) { return (volume(t) - volume(-t)) / (2. * t); };
  EXPECT_NEAR((4. * quotient(0.5) - quotient(1.)) / 3., slope, 1e-9 * std::abs(slope));
}

TEST_P(CavityOf, a_hole_closes_by_itself)
{
  const Mesh       mesh(cube_with_hole(GetParam()), "cube", MPI_COMM_WORLD);
  const MixedSpace space(mesh);
  const Cavity     hole("hole", space, {7});
  EXPECT_FALSE(hole.is_open());
  Matrix3 A = dealii::unit_symmetric_tensor<dim>();
  A[0][0]   = 1.4;
  A[1][2]   = 0.3;
  EXPECT_NEAR(hole.volume(displacement_of(space, [](const Point &) { return Tensor(); })), 1. / 27., 1e-14);
  EXPECT_NEAR(hole.volume(displacement_of(space,
                                          [&](const Point &X) {
                                            return Tensor(A * X - X) + Tensor({5., 0., 0.});
                                          })),
              1.4 / 27., 1e-12);
}

TEST_P(CavityOf, nothing_is_refused)
{
  const Mesh       mesh(make_shell(GetParam(), 4, 1), "shell", MPI_COMM_WORLD);
  const MixedSpace space(mesh);
  expect_error<MeshError>([&] { Cavity("ventricle", space, {17}); }, {"ventricle", "no faces"});
  expect_error<MeshError>([&] { Cavity("ventricle", space, {2}); }, {"ventricle", "mL at rest"});
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         CavityOf,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });
