// Cells of order 2: their volumes, their nodes on exact surfaces, files, gates.

#include "meshing/quadratic.h"

#include "meshing/check.h"
#include "meshing/curved.h"
#include "meshing/formats/formats.h"
#include "meshing/geometry.h"
#include "meshing/refine.h"
#include "meshing/shapes/box.h"
#include "meshing/shapes/ventricles.h"
#include "meshing/shapes/vessels.h"
#include "meshing/summary.h"
#include "tests/unit/meshing/helpers.h"

#include <numbers>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;
using std::numbers::pi;

namespace
{
  TaggedMesh
  curved(TaggedMesh mesh, const std::vector<ExactSurface> &surfaces)
  {
    TaggedMesh   fine = refine(mesh);
    const Curved done = curve_exactly(mesh, fine, surfaces);
    EXPECT_EQ(done.held_back, 0u);
    mesh.middles.assign(fine.points.begin() + static_cast<std::ptrdiff_t>(mesh.points.size()), fine.points.end());
    return mesh;
  }

  /** The ventricle of Land et al. 2015 with n hexahedra through the wall. */
  TaggedMesh
  land(unsigned n)
  {
    Ventricles ventricle = land_left_ventricle(0);
    ventricle.grid       = {n, 16 * n};
    return curved(make_hexahedral_ventricle(ventricle), surfaces_of(ventricle));
  }

  double
  exact_volume(const Ventricles &v)
  {
    return volume_below(v.lv_epi, v.base) - volume_below(v.lv_endo, v.base);
  }

  /** How far nodes of surfaces are from them, the largest [m]. */
  double
  largest_distance(const TaggedMesh &mesh, const std::vector<ExactSurface> &surfaces)
  {
    const QuadraticCells cells(mesh);
    double               largest = 0;
    for (const Index node : cells.faces())
      {
        double nearest = 1;
        for (const ExactSurface &surface : surfaces)
          nearest = std::min(nearest, std::abs(surface.distance(cells.points()[node])));
        largest = std::max(largest, nearest);
      }
    return largest;
  }
} // namespace

TEST(QuadraticCells, StraightOnesHaveTheVolumesOfTheirCorners)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      const TaggedMesh     mesh = curved(make_box({.extent = {{2, 3, 4}}, .size = 1, .shape = shape}), {});
      const QuadraticCells cells(mesh);
      EXPECT_EQ(mesh.order(), 2u);
      EXPECT_EQ(cells.points().size(), 5u * 7 * 9);
      for (std::size_t i = 0; i < mesh.n_cells(); ++i)
        {
          EXPECT_NEAR(cells.volume(i), cell_volume(mesh, i), 1e-14);
          EXPECT_NEAR(cells.jacobian_ratio(i), 1, 1e-13);
        }
      for (std::size_t i = 0; i < mesh.n_faces(); ++i)
        EXPECT_NEAR(cells.area(i), face_area(mesh, mesh.face(i)), 1e-14);
    }
}

TEST(QuadraticCells, HexahedraOfAVentricleHaveItsVolumeToFourthOrder)
{
  const Ventricles exact = land_left_ventricle(0);
  double           errors[2];
  for (const unsigned n : {1u, 2u})
    {
      const TaggedMesh mesh = land(n);
      EXPECT_LT(largest_distance(mesh, surfaces_of(exact)), 1e-15);
      EXPECT_TRUE(usable(check(mesh, Gates()))) << describe(check(mesh, Gates()));
      errors[n - 1] = summarise(mesh).regions[0].volume / exact_volume(exact) - 1;
    }
  EXPECT_GT(std::log2(errors[0] / errors[1]), 3.5) << errors[0] << " " << errors[1];
  EXPECT_LT(std::abs(errors[1]), 5e-4);
}

TEST(QuadraticCells, TetrahedraOfAVentricleLoseMostOfTheirError)
{
  const Ventricles ventricle = land_left_ventricle(3e-3);
  const TaggedMesh straight = make_ventricles(ventricle), mesh = curved(straight, surfaces_of(ventricle));
  EXPECT_LT(largest_distance(mesh, surfaces_of(ventricle)), 1e-9);
  EXPECT_TRUE(usable(check(mesh, Gates()))) << describe(check(mesh, Gates()));
  EXPECT_LT(std::abs(summarise(mesh).regions[0].volume / exact_volume(ventricle) - 1), 1e-3);
  EXPECT_GT(std::abs(summarise(straight).regions[0].volume / exact_volume(ventricle) - 1), 5e-3);
}

// Four ellipsoids and a plane, which meet in rims.
TEST(QuadraticCells, NodesOfABiventricleLieOnItsEllipsoids)
{
  const Ventricles ventricles = adult_biventricle(8e-3);
  const TaggedMesh mesh       = curved(make_ventricles(ventricles), surfaces_of(ventricles));
  EXPECT_LT(largest_distance(mesh, surfaces_of(ventricles)), 1e-7);
  EXPECT_TRUE(usable(check(mesh, Gates()))) << describe(check(mesh, Gates()));
}

TEST(QuadraticCells, TubesThatTaperAreRound)
{
  Tube tube;
  tube.outlet_radius = 3e-3;
  const double exact = pi / 3 * tube.length * (16 + 12 + 9) * 1e-6;
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      const TaggedMesh mesh = curved(tube.make(2e-3, shape), *tube.surfaces());
      EXPECT_LT(largest_distance(mesh, *tube.surfaces()), 1e-9);
      EXPECT_NEAR(summarise(mesh).regions[0].volume / exact, 1, 2e-3);
    }
}

// The condition that the other surfaces are known is the only one: where they are not, it says so.
TEST(QuadraticCells, FacesOnNoSurfaceAreRefused)
{
  const TaggedMesh mesh = make_box({.extent = {{1, 1, 1}}, .size = 1, .shape = CellShape::tetrahedron});
  TaggedMesh       fine = refine(mesh);
  EXPECT_THROW(curve_exactly(mesh, fine, {turned_line(0, 1, 0)}), MeshError);
}

TEST(QuadraticCells, AMovedSurfaceIsWhereItsPointsAre)
{
  const ExactSurface ellipsoid = ellipsoid_surface({{0.1, 0, 0}}, {{1, 2, 3}});
  const Affine       map{{{{{0, 2, 0}}, {{-1, 0, 0}}, {{0.3, 0, 1}}}}, {{1, 2, 3}}};
  const ExactSurface after = moved(ellipsoid, map);
  const Point        place = map({{1.1, 0, 0}});
  EXPECT_NEAR(after.level(place), 0, 1e-14);
  for (unsigned d = 0; d < 3; ++d)
    {
      Point        ahead = place, behind = place;
      const double h = 1e-6;
      ahead[d] += h;
      behind[d] -= h;
      EXPECT_NEAR(after.slope(place)[d], (after.level(ahead) - after.level(behind)) / (2 * h), 1e-8);
    }
  const Point found = nearest_on({&after}, place + 0.1 * Point{1, 1, 1});
  EXPECT_NEAR(after.level(found), 0, 1e-13);
}

TEST(QuadraticCells, SurviveGmshsFormat)
{
  const Folder folder;
  for (const Encoding encoding : {Encoding::binary, Encoding::ascii})
    for (const TaggedMesh &mesh :
         {land(1), curved(make_ventricles(land_left_ventricle(4e-3)), surfaces_of(land_left_ventricle(0)))})
      {
        write_mesh(mesh, folder / "mesh.msh", encoding);
        const TaggedMesh read = read_mesh(folder / "mesh.msh", 1);
        EXPECT_EQ(read, mesh);
        EXPECT_EQ(checksum(read), checksum(mesh));
        TaggedMesh straight = mesh;
        straight.middles.clear();
        EXPECT_NE(checksum(straight), checksum(mesh));
      }
}

TEST(QuadraticCells, FoldedOnesAreFound)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      TaggedMesh mesh = curved(make_box({.extent = {{4e-3, 4e-3, 4e-3}}, .size = 2e-3, .shape = shape}), {});
      EXPECT_TRUE(usable(check(mesh, Gates())));
      mesh.middles[0]     = mesh.middles[0] + Point{5e-3, 0, 0};
      const Report report = check(mesh, Gates());
      EXPECT_TRUE(report.has(Finding::Weight::error));
      EXPECT_NE(describe(report).find("folded"), std::string::npos);
    }
}
