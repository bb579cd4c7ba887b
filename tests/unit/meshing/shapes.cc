#include "meshing/check.h"
#include "meshing/quality.h"
#include "meshing/shapes/box.h"
#include "meshing/shapes/ventricles.h"
#include "meshing/summary.h"
#include "meshing/topology.h"
#include "tests/unit/meshing/helpers.h"

#include <cmath>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  void
  expect_no_defect(const TaggedMesh &mesh)
  {
    const Report report = check(mesh, Gates());
    EXPECT_TRUE(report.findings.empty()) << describe(report);
  }
} // namespace

TEST(MeshShapes, SlabHasExactVolumeAreasAndSpacing)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      const TaggedMesh mesh = make_box({.shape = shape});
      EXPECT_EQ(mesh.points.size(), 41 * 15 * 7);
      EXPECT_EQ(mesh.n_cells(), 40 * 14 * 6 * (shape == CellShape::tetrahedron ? 6 : 1));
      EXPECT_NEAR(volume(mesh), 20e-3 * 7e-3 * 3e-3, 1e-18);
      for (const std::string end : {"_min", "_max"})
        {
          EXPECT_NEAR(area(mesh, "x" + end), 21e-6, 1e-15);
          EXPECT_NEAR(area(mesh, "y" + end), 60e-6, 1e-15);
          EXPECT_NEAR(area(mesh, "z" + end), 140e-6, 1e-15);
        }
      EXPECT_NEAR(edge_lengths(mesh).minimum, 0.5e-3, 1e-12);
      expect_no_defect(mesh);
    }
}

TEST(MeshShapes, SideNamesSayWhereTheSidesAre)
{
  const TaggedMesh mesh = make_box({.extent = {{1e-3, 2e-3, 3e-3}}, .size = 1e-3});
  for (std::size_t i = 0; i < mesh.n_faces(); ++i)
    {
      const std::string name = mesh.surface_names.at(mesh.surfaces[i]);
      const unsigned    axis = name[0] - 'x';
      const double      side = name.substr(2) == "min" ? 0 : (axis + 1) * 1e-3;
      EXPECT_NEAR(centre(mesh, mesh.face(i))[axis], side, 1e-12) << name;
    }
}

TEST(MeshShapes, KuhnTetrahedraOfACubeAllContainItsDiagonal)
{
  const TaggedMesh mesh = make_box({.extent = {{1, 1, 1}}, .size = 1});
  ASSERT_EQ(mesh.n_cells(), 6u);
  for (std::size_t i = 0; i < 6; ++i)
    {
      const auto cell = mesh.cell(i);
      EXPECT_NE(std::find(cell.begin(), cell.end(), 0u), cell.end());
      EXPECT_NE(std::find(cell.begin(), cell.end(), 7u), cell.end());
      EXPECT_NEAR(cell_volume(mesh, i), 1. / 6, 1e-15);
    }
}

TEST(MeshShapes, BoxRefusesNonsense)
{
  EXPECT_THROW(make_box({.extent = {{1, 0, 1}}, .size = 1}), InputError);
  EXPECT_THROW(make_box({.extent = {{1, 1, 1}}, .size = -1}), InputError);
  expect_contains(message_of<InputError>([] { make_box({.extent = {{20, 7, 3}}, .size = 1e-3}); }), "unit");
}

TEST(MeshShapes, LandVentricleConvergesToItsVolume)
{
  const Ventricles shape = land_left_ventricle(0);
  const double     exact = volume_below(shape.lv_epi, shape.base) - volume_below(shape.lv_endo, shape.base);
  // Integrated by hand: pi r^2 (z + l - (z^3 + l^3) / (3 l^2)) with r, l of either wall and z = 5 mm.
  EXPECT_NEAR(exact,
              M_PI * (100e-6 * (25e-3 - (125e-9 + 8000e-9) / (3 * 400e-6)) -
                      49e-6 * (22e-3 - (125e-9 + 4913e-9) / (3 * 289e-6))),
              1e-15);

  std::array<double, 2> error;
  double                size = 2e-3;
  for (double &e : error)
    {
      const TaggedMesh mesh = make_ventricles(land_left_ventricle(size));
      expect_no_defect(mesh);
      EXPECT_NEAR(edge_lengths(mesh).mean / size, 1.2, 0.2);
      e = std::abs(volume(mesh) / exact - 1);
      size /= 2;
    }
  EXPECT_LT(error[1], 2e-3);
  EXPECT_GT(std::log2(error[0] / error[1]), 1.6) << "facets approach a smooth surface with order two";
}

TEST(MeshShapes, LandVentricleNamesItsSurfaces)
{
  const Ventricles shape = land_left_ventricle(1.5e-3);
  const TaggedMesh mesh  = make_ventricles(shape);
  ASSERT_EQ(mesh.surface_names.size(), 3u);
  for (std::size_t i = 0; i < mesh.n_faces(); ++i)
    for (const Index k : mesh.face(i))
      {
        const Point      &x     = mesh.points[k];
        const std::string name  = mesh.surface_names.at(mesh.surfaces[i]);
        const auto        level = [&x](const Ellipsoid &e) {
          return std::hypot(x[0] / e.radii[0], x[1] / e.radii[1], x[2] / e.radii[2]);
        };
        if (name == "base")
          EXPECT_NEAR(x[2], 5e-3, 1e-9);
        else
          EXPECT_NEAR(level(name == "epi" ? shape.lv_epi : shape.lv_endo), 1, 1e-6) << name;
      }
}

TEST(MeshShapes, BiventricleIsAPlausibleHeart)
{
  const Ventricles shape = adult_biventricle(4e-3);
  const TaggedMesh mesh  = make_ventricles(shape);
  expect_no_defect(mesh);
  EXPECT_NEAR(volume_below(shape.lv_endo, shape.base), 65e-6, 5e-6);
  EXPECT_NEAR(volume(mesh), 151e-6, 6e-6);
  for (const std::string name : {"endo_lv", "endo_rv", "epi", "base"})
    EXPECT_GT(n_faces(mesh, name), 50u) << name;

  // Only the base plane is missing around a cavity, so the flux of (0, 0, z - base) through the endocardium is its
  // volume.
  const FaceTable       table(mesh);
  std::array<double, 2> cavity{};
  for (std::size_t i = 0; i < mesh.n_faces(); ++i)
    {
      const std::string name = mesh.surface_names.at(mesh.surfaces[i]);
      if (name != "endo_lv" && name != "endo_rv")
        continue;
      const auto  &f = table.find(mesh.face(i))->corners; // seen from outside the wall
      const Point &a = mesh.points[f[0]], &b = mesh.points[f[1]], &c = mesh.points[f[2]];
      const double normal_z = ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])) / 2;
      cavity[name == "endo_rv"] += normal_z * (shape.base - (a[2] + b[2] + c[2]) / 3);
    }
  EXPECT_NEAR(std::abs(cavity[0]), volume_below(shape.lv_endo, shape.base), 1.5e-6);
  EXPECT_NEAR(std::abs(cavity[1]), 86e-6, 3e-6);
}

TEST(MeshShapes, MakingAMeshTwiceGivesTheSame)
{
  EXPECT_EQ(checksum(make_ventricles(adult_biventricle(5e-3))), checksum(make_ventricles(adult_biventricle(5e-3))));
}

TEST(MeshShapes, VentriclesRefuseWallsThatDoNotFit)
{
  Ventricles shape    = land_left_ventricle(1e-3);
  shape.lv_endo.radii = {{11e-3, 7e-3, 17e-3}};
  expect_contains(message_of<InputError>([&] { make_ventricles(shape); }), "no wall");
  shape      = land_left_ventricle(1e-3);
  shape.base = 30e-3;
  expect_contains(message_of<InputError>([&] { make_ventricles(shape); }), "base plane");
  shape                 = adult_biventricle(3e-3);
  shape.rv_endo->centre = shape.rv_epi->centre = {{100e-3, 0, 0}};
  expect_contains(message_of<InputError>([&] { make_ventricles(shape); }), "does not reach");
}
