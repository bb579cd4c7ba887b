#include "meshing/quality.h"

#include "meshing/shapes/box.h"
#include "tests/unit/meshing/helpers.h"

#include <cmath>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  TaggedMesh
  tetrahedron(const std::vector<Point> &points)
  {
    TaggedMesh mesh;
    mesh.points  = points;
    mesh.cells   = {0, 1, 2, 3};
    mesh.regions = {1};
    return mesh;
  }
} // namespace

TEST(MeshQuality, RegularTetrahedronIsBest)
{
  const TaggedMesh mesh = tetrahedron({{{1, 1, 1}}, {{-1, 1, -1}}, {{1, -1, -1}}, {{-1, -1, 1}}});
  EXPECT_NEAR(std::abs(shape_quality(mesh, 0)), 1, 1e-14);
  EXPECT_NEAR(smallest_dihedral_angle(mesh, 0), std::acos(1. / 3) * 180 / M_PI, 1e-10);
}

TEST(MeshQuality, CornerOfACube)
{
  // r_in = 1 / (3 + sqrt 3) and R_out = sqrt(3) / 2; the oblique face meets the others at atan(sqrt 2).
  const TaggedMesh mesh = tetrahedron({{{0, 0, 0}}, {{1, 0, 0}}, {{0, 1, 0}}, {{0, 0, 1}}});
  EXPECT_NEAR(shape_quality(mesh, 0), 3 / (3 + std::sqrt(3.)) / (std::sqrt(3.) / 2), 1e-14);
  EXPECT_NEAR(smallest_dihedral_angle(mesh, 0), std::atan(std::sqrt(2.)) * 180 / M_PI, 1e-10);
}

TEST(MeshQuality, InvertedAndFlatCellsAreNotPositive)
{
  EXPECT_LT(shape_quality(tetrahedron({{{0, 0, 0}}, {{0, 1, 0}}, {{1, 0, 0}}, {{0, 0, 1}}}), 0), 0);
  EXPECT_EQ(shape_quality(tetrahedron({{{0, 0, 0}}, {{1, 0, 0}}, {{0, 1, 0}}, {{1, 1, 0}}}), 0), 0);
}

TEST(MeshQuality, DoesNotDependOnSize)
{
  TaggedMesh   mesh    = tetrahedron({{{0, 0, 0}}, {{3, 0, 0.5}}, {{0, 1, 0}}, {{0.2, 0.1, 0.9}}});
  const double quality = shape_quality(mesh, 0), angle = smallest_dihedral_angle(mesh, 0);
  scale(mesh, 1e-5);
  EXPECT_NEAR(shape_quality(mesh, 0), quality, 1e-12);
  EXPECT_NEAR(smallest_dihedral_angle(mesh, 0), angle, 1e-9);
}

TEST(MeshQuality, ScaledJacobianOfShearedHexahedra)
{
  TaggedMesh mesh = make_box({.extent = {{1, 1, 1}}, .size = 1, .shape = CellShape::hexahedron});
  EXPECT_NEAR(shape_quality(mesh, 0), 1, 1e-14);
  EXPECT_NEAR(smallest_dihedral_angle(mesh, 0), 90, 1e-10);
  for (Point &x : mesh.points)
    x[0] += x[2]; // by 45 degrees
  EXPECT_NEAR(shape_quality(mesh, 0), std::sqrt(0.5), 1e-14);
  EXPECT_NEAR(smallest_dihedral_angle(mesh, 0), 45, 1e-10);
  EXPECT_NEAR(cell_volume(mesh, 0), 1, 1e-14);
}

TEST(MeshQuality, DistributionCountsEveryCellOnce)
{
  TaggedMesh mesh = make_box({.extent = {{4, 1, 1}}, .size = 1, .shape = CellShape::hexahedron});
  for (Point &x : mesh.points)
    if (x[0] == 4)
      x[1] += 0.5; // only the last cell is sheared
  const Quality quality = assess(mesh);
  std::size_t   sum     = 0;
  for (const std::size_t n : quality.shape.histogram)
    sum += n;
  EXPECT_EQ(sum, 4u);
  EXPECT_EQ(quality.shape.histogram.back(), 3u);
  EXPECT_EQ(quality.shape.worst, 3u);
  EXPECT_NEAR(quality.shape.minimum, 2 / std::sqrt(5.), 1e-12);
  EXPECT_NEAR(quality.shape.median, 1, 1e-12);
  EXPECT_NEAR(quality.edges.minimum, 1, 1e-12);
  EXPECT_NEAR(quality.edges.maximum, std::sqrt(1.25), 1e-12);
}
