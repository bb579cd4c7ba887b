#include "meshing/gates.h"

#include "meshing/across.h"
#include "meshing/check.h"
#include "meshing/extract.h"
#include "meshing/quality.h"
#include "meshing/shapes/box.h"
#include "meshing/topology.h"
#include "tests/unit/meshing/helpers.h"

#include <gtest/gtest.h>

using namespace vht::meshing;

namespace
{
  /** 12 x 6 x 3 cells of 1 mm. */
  TaggedMesh
  plate(CellShape shape)
  {
    return make_box({{{12e-3, 6e-3, 3e-3}}, 1e-3, shape});
  }

  const Gates off = {{0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, {0, 0}, 0, 0};

  std::size_t
  count(const Report &report, Finding::Weight weight)
  {
    return std::count_if(report.findings.begin(), report.findings.end(),
                         [weight](const Finding &f) { return f.weight == weight; });
  }
} // namespace

TEST(Across, CountsTheCellsOfAPlate)
{
  const TaggedMesh     mesh   = plate(CellShape::hexahedron);
  const ElementsAcross across = elements_across(mesh, FaceTable(mesh)).at(1);
  EXPECT_EQ(across.percentile, 3); // two thirds of the border's faces look along z
  EXPECT_EQ(across.median, 3);
}

TEST(Across, DividesTheWidthByTheEdgesOfTetrahedra)
{
  const TaggedMesh     mesh   = plate(CellShape::tetrahedron);
  const ElementsAcross across = elements_across(mesh, FaceTable(mesh)).at(1);
  // Six tetrahedra in a cube have edges of 1, sqrt(2) and sqrt(3): 1.24 to 1.37 in the mean of each.
  EXPECT_GT(across.percentile, 3 / 1.5);
  EXPECT_LT(across.percentile, 3 / 1.2);
}

TEST(Across, StopsWhereAnotherRegionBegins)
{
  TaggedMesh mesh      = plate(CellShape::hexahedron);
  mesh.region_names[2] = "top";
  for (std::size_t i = 0; i < mesh.n_cells(); ++i)
    if (centre(mesh, mesh.cell(i))[2] > 2e-3)
      mesh.regions[i] = 2;
  const auto across = elements_across(mesh, FaceTable(mesh));
  EXPECT_EQ(across.at(1).percentile, 2);
  EXPECT_EQ(across.at(2).percentile, 1);
}

TEST(Gates, TooFewElementsAcross)
{
  const TaggedMesh mesh  = plate(CellShape::hexahedron);
  Gates            gates = off;
  gates.largest_size     = 1;
  gates.across           = {3, 0};
  EXPECT_FALSE(check(mesh, gates).has(Finding::Weight::gate));
  gates.across = {4, 0};
  EXPECT_TRUE(check(mesh, gates).has(Finding::Weight::gate));
  gates.across = {0, 4};
  EXPECT_FALSE(check(mesh, gates).has(Finding::Weight::gate));
  EXPECT_TRUE(check(mesh, gates).has(Finding::Weight::warning));
}

TEST(Gates, SizesThatJump)
{
  TaggedMesh mesh = plate(CellShape::hexahedron);
  for (Point &x : mesh.points)
    if (x[0] > 6.5e-3)
      x[0] = 6e-3 + 4 * (x[0] - 6e-3); // cells of 4 x 1 x 1 beside cubes: mean edges of 2 and 1 mm
  EXPECT_NEAR(assess(mesh).gradation, 2, 1e-9);
  Gates gates     = off;
  gates.gradation = {0, 1.9};
  EXPECT_EQ(count(check(mesh, gates), Finding::Weight::warning), 1u);
  gates.gradation    = {1.9, 0};
  const Report below = check(mesh, gates);
  EXPECT_EQ(count(below, Finding::Weight::gate), 1u);
  EXPECT_EQ(below.findings[0].count, 18u); // the faces between
  gates.gradation = {2.1, 2.1};
  EXPECT_TRUE(check(mesh, gates).findings.empty());
}

TEST(Gates, LayersAreJudgedApart)
{
  TaggedMesh mesh = plate(CellShape::hexahedron);
  for (Point &x : mesh.points)
    x[0] += 2 * x[2]; // sheared: angles of 27 degrees
  Gates gates          = off;
  gates.dihedral_angle = {30, 0};
  gates.layer_angle    = {20, 0};
  const Report all     = check(mesh, gates);
  EXPECT_EQ(all.cells.size(), mesh.n_cells());
  mesh.cell_data.push_back({"layer", 1, std::vector<double>(mesh.n_cells(), 1)});
  EXPECT_TRUE(check(mesh, gates).cells.empty());
  mesh.cell_data[0].values[7] = 0;
  EXPECT_EQ(check(mesh, gates).cells, std::vector<Index>{7});

  const TaggedMesh worst = only_cells(mesh, {7});
  EXPECT_EQ(worst.n_cells(), 1u);
  EXPECT_EQ(worst.points.size(), 8u);
  EXPECT_NEAR(cell_volume(worst, 0), cell_volume(mesh, 7), 1e-20);
  EXPECT_EQ(worst.cell_data[0].values, std::vector<double>{0});
}
