#include "meshing/refine.h"

#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/local_refinement.h"
#include "meshing/quality.h"
#include "meshing/shapes/box.h"
#include "meshing/shapes/ventricles.h"
#include "meshing/summary.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** Two regions, their interface, and data that tell where they come from. */
  TaggedMesh
  sample(CellShape shape)
  {
    TaggedMesh mesh        = make_box({.extent = {{4e-3, 2e-3, 2e-3}}, .size = 1e-3, .shape = shape});
    mesh.region_names[2]   = "scar";
    mesh.surface_names[11] = "border";
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      mesh.regions[i] = centre(mesh, mesh.cell(i))[0] > 2e-3 ? 2 : 1;
    // The plane x = 2 mm, in the pattern that the box has on its sides.
    const std::size_t n = mesh.n_faces();
    for (std::size_t i = 0; i < n; ++i)
      if (mesh.surfaces[i] == 1)
        {
          std::array<Index, 4> moved{};
          for (std::size_t k = 0; k < n_face_corners(shape); ++k)
            moved[k] = mesh.face(i)[k] + 2;
          mesh.add_face(std::span(moved).first(n_face_corners(shape)), 11);
        }
    mesh.cell_data.push_back({"marker", 1, {}});
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      mesh.cell_data[0].values.push_back(static_cast<double>(i));
    mesh.point_data.push_back({"linear", 2, {}});
    for (const Point &x : mesh.points)
      {
        mesh.point_data[0].values.push_back(x[0] - 2 * x[1]);
        mesh.point_data[0].values.push_back(x[2]);
      }
    return mesh;
  }
} // namespace

TEST(MeshRefine, KeepsVolumeAreasTagsAndValidity)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      const TaggedMesh mesh = sample(shape), fine = refine(mesh);
      EXPECT_EQ(fine.n_cells(), 8 * mesh.n_cells());
      EXPECT_EQ(fine.n_faces(), 4 * mesh.n_faces());
      EXPECT_EQ(fine.points.size(), 9u * 5 * 5);
      EXPECT_NEAR(volume(fine), volume(mesh), 1e-12 * volume(mesh));
      for (const auto &[tag, name] : mesh.surface_names)
        EXPECT_NEAR(area(fine, name), area(mesh, name), 1e-15) << name;

      std::array<double, 3> volume_of{};
      for (std::size_t i = 0; i < fine.n_cells(); ++i)
        volume_of.at(fine.regions[i]) += cell_volume(fine, i);
      EXPECT_NEAR(volume_of[1], 8e-9, 1e-20);
      EXPECT_NEAR(volume_of[2], 8e-9, 1e-20);

      const Report report = check(fine, Gates());
      EXPECT_TRUE(report.findings.empty()) << describe(report);
    }
}

TEST(MeshRefine, ChildrenInheritAndPointsInterpolate)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      const TaggedMesh mesh = sample(shape), fine = refine(mesh);
      for (std::size_t i = 0; i < fine.n_cells(); ++i)
        EXPECT_EQ(fine.cell_data[0].values[i], static_cast<double>(i / 8));
      for (std::size_t i = 0; i < fine.points.size(); ++i)
        {
          EXPECT_NEAR(fine.point_data[0].values[2 * i], fine.points[i][0] - 2 * fine.points[i][1], 1e-15);
          EXPECT_NEAR(fine.point_data[0].values[2 * i + 1], fine.points[i][2], 1e-15);
        }
    }
}

TEST(MeshRefine, QualityDoesNotDegrade)
{
  TaggedMesh mesh = make_ventricles(land_left_ventricle(3e-3));
  // Children are similar to their parents or to few others: bounded after the first step.
  const Quality first = assess(mesh = refine(mesh)), second = assess(refine(mesh));
  EXPECT_GT(second.dihedral_angle.minimum, 0.999 * first.dihedral_angle.minimum);
  EXPECT_GT(second.shape.minimum, 0.999 * first.shape.minimum);
}

TEST(MeshRefine, StopsAtTheWantedEdge)
{
  unsigned         times = 0;
  const TaggedMesh fine  = refine_to(sample(CellShape::hexahedron), 0.3e-3, times);
  EXPECT_EQ(times, 2u);
  EXPECT_NEAR(edge_lengths(fine).mean, 0.25e-3, 1e-12);
  EXPECT_EQ(checksum(refine_to(fine, 1, times)), checksum(fine));
  EXPECT_EQ(times, 0u);
  EXPECT_THROW(refine_to(fine, 0, times), InputError);
}

TEST(MeshRefine, InPlacesKeepsTagsAndInheritsFields)
{
  const TaggedMesh mesh = sample(CellShape::tetrahedron);
  const auto       size = [](Tag, const Point &x) { return 0.2e-3 + 0.3 * norm(x); }; // at the corner in the origin
  const TaggedMesh fine = refine_locally(mesh, size);
  EXPECT_GT(fine.n_cells(), 2 * mesh.n_cells());
  EXPECT_TRUE(usable(check(fine, Gates()))) << describe(check(fine, Gates()));
  EXPECT_TRUE(std::equal(mesh.points.begin(), mesh.points.end(), fine.points.begin()));
  EXPECT_NEAR(volume(fine), volume(mesh), 1e-12 * volume(mesh));
  EXPECT_EQ(fine.region_names, mesh.region_names);
  for (const auto &[tag, name] : mesh.surface_names)
    EXPECT_NEAR(area(fine, name), area(mesh, name), 1e-15) << name;

  std::map<double, double> volume_of; // of the cells that come from each old one
  for (std::size_t i = 0; i < fine.n_cells(); ++i)
    {
      volume_of[fine.cell_data[0].values[i]] += cell_volume(fine, i);
      EXPECT_EQ(fine.regions[i], mesh.regions[static_cast<std::size_t>(fine.cell_data[0].values[i])]);
    }
  for (const auto &[marker, sum] : volume_of)
    EXPECT_NEAR(sum, cell_volume(mesh, static_cast<std::size_t>(marker)), 1e-20);
  for (std::size_t i = 0; i < fine.points.size(); ++i)
    EXPECT_NEAR(fine.point_data[0].values[2 * i], fine.points[i][0] - 2 * fine.points[i][1], 1e-15);
  for (std::size_t i = 0; i < fine.n_cells(); ++i)
    for (unsigned k = 0; k < 4; ++k)
      for (unsigned l = 0; l < k; ++l)
        {
          const Point &a = fine.points[fine.cell(i)[k]], &b = fine.points[fine.cell(i)[l]];
          EXPECT_LT(norm(a - b), 1.34 * size(1, 0.5 * (a + b)));
        }
  EXPECT_EQ(refine_locally(mesh, size), fine);
}

TEST(MeshRefine, InPlacesAnglesStayBounded)
{
  const TaggedMesh mesh  = make_ventricles(land_left_ventricle(8e-3));
  const double     angle = assess(mesh).dihedral_angle.minimum;
  for (const double size : {4e-3, 2e-3, 1e-3})
    {
      const TaggedMesh fine = refine_locally(mesh, [size](Tag, const Point &x) { return x[0] > 0.03 ? size : 1; });
      EXPECT_GT(assess(fine).dihedral_angle.minimum, 0.3 * angle) << size;
      EXPECT_TRUE(usable(check(fine, {.dihedral_angle = 0, .shape = 0})));
    }
  EXPECT_THROW(refine_locally(sample(CellShape::hexahedron), [](Tag, const Point &) { return 1.; }), MeshError);
}
