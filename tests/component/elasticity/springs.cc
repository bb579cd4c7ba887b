// Springs along the normals of a surface: what they do to one that slides along itself.

#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/smooth_normals.h"
#include "tests/component/elasticity/displacements.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double       stiffness = 1e8; // [Pa/m]
  constexpr unsigned int outside   = 2;   // tag of the shell's outer surface

  /** Energy of the springs on a surface under a displacement [J]. */
  double
  energy(const MeshFile &file, unsigned int surface, bool smooth, const std::function<Tensor(const Point &)> &moved)
  {
    const Mesh       mesh(file, "body", MPI_COMM_WORLD);
    const MixedSpace space(mesh);
    const auto       material = make_material("neo-Hooke");
    const auto       volume   = make_volumetric_law("Simo-Taylor");
    const Tissue     tissue{.material = material.get(), .volumetric = volume.get()};

    std::map<unsigned int, Tissue> tissues;
    for (const auto &[name, tag] : file.regions)
      tissues[tag] = tissue;
    const ElasticityOperator equation(space, tissues, {}, {});
    SurfaceLoad              load{.surface = surface, .normal_spring = stiffness};
    if (smooth)
      load.normals = std::make_shared<SmoothNormals>(mesh, surface, space.nodes().face_quadrature());
    Vector       u = displacement_of(space, moved);
    const Vector p = space.make_pressure();
    u.zero_out_ghost_values();
    return 0.5 * (equation.forces_of({load}, {&u, &p}) * u);
  }

  class Springs : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

TEST_P(Springs, hold_a_flat_side_the_same_with_both_normals)
{
  const auto moved = [](const Point &X) { return Tensor({1e-3 * X[1], 2e-3, -1e-3 * X[0] * X[2]}); };
  for (const unsigned int side : {1, 4, 6})
    {
      const double of_faces = energy(make_unit_box(GetParam(), 2), side, false, moved);
      EXPECT_NEAR(energy(make_unit_box(GetParam(), 2), side, true, moved), of_faces, 1e-12 * of_faces);
    }
}

// A small turn about the axis of revolution moves no smooth surface.
TEST_P(Springs, let_a_shell_turn_about_its_axis_with_smooth_normals)
{
  const auto turn = [](const Point &X) { return Tensor({-0.1 * X[1], 0.1 * X[0], 0.}); };
  double     of_faces[2], smooth[2];
  for (const unsigned int k : {0u, 1u})
    {
      const MeshFile file = make_shell(GetParam(), 4u << k, 1);
      of_faces[k]         = energy(file, outside, false, turn);
      smooth[k]           = energy(file, outside, true, turn);
    }
  std::ostringstream text;
  text << to_string(GetParam()) << ": turned by 0.1, springs of the faces " << of_faces[0] << " and " << of_faces[1]
       << " J, of the smooth normals " << smooth[0] << " and " << smooth[1] << " J";
  report(text.str());
  EXPECT_LT(smooth[0], 0.1 * of_faces[0]);
  EXPECT_LT(smooth[1], 0.1 * of_faces[1]);
  EXPECT_NEAR(std::log2(of_faces[0] / of_faces[1]), 2., 0.3);
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         Springs,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });
