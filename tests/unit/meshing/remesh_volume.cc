#include "meshing/remesh_volume.h"

#include "meshing/check.h"
#include "meshing/extract.h"
#include "meshing/fill.h"
#include "meshing/improve.h"
#include "meshing/local_refinement.h"
#include "meshing/quality.h"
#include "meshing/region_volumes.h"
#include "meshing/shapes/box.h"
#include "meshing/summary.h"
#include "meshing/surface/surface_geometry.h"
#include "meshing/surface_of.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** A box of two cubes of 10 mm with named sides and interface. */
  TaggedMesh
  two_cubes(double size)
  {
    TaggedMesh mesh      = make_box({.extent = {{20e-3, 10e-3, 10e-3}}, .size = size});
    mesh.region_names[2] = "scar";
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      mesh.regions[i] = centre(mesh, mesh.cell(i))[0] > 10e-3 ? 2 : 1;
    const Tag border = tag_of(mesh.surface_names, "border");
    // surface_of() finds the interface, which has no name yet.
    const TaggedSurface surface = surface_of(mesh);
    for (std::size_t i = 0; i < surface.n_triangles(); ++i)
      if (surface.sides[i].behind != 0 && surface.sides[i].front != 0)
        mesh.add_face(surface.triangles[i], border);
    return mesh;
  }

  /** A ball of 10 mm with a core of 5 mm. */
  TaggedMesh
  nested_balls()
  {
    TaggedSurface outer = sphere(10e-3, 3), inner = sphere(5e-3, 2);
    const Index   shift = static_cast<Index>(outer.points.size());
    outer.points.insert(outer.points.end(), inner.points.begin(), inner.points.end());
    for (const auto &[a, b, c] : inner.triangles)
      {
        outer.triangles.push_back({a + shift, b + shift, c + shift});
        outer.sides.push_back({2, 1});
        outer.patches.push_back(0);
      }
    outer.region_names = {{1, "shell"}, {2, "core"}};
    return fill(outer, Filling()).mesh;
  }

  void
  expect_same_shape(const TaggedMesh &mesh, const TaggedMesh &before, double of_volume, double of_area)
  {
    EXPECT_EQ(mesh.region_names, before.region_names);
    EXPECT_EQ(mesh.surface_names, before.surface_names);
    for (const auto &[region, volume] : region_volumes(before))
      EXPECT_NEAR(region_volumes(mesh).at(region), volume, of_volume * volume) << before.region_names.at(region);
    for (const auto &[tag, name] : before.surface_names)
      EXPECT_NEAR(area(mesh, name), area(before, name), of_area * area(before, name)) << name;
    const Report report = check(mesh, Gates());
    EXPECT_TRUE(report.findings.empty()) << describe(report);
  }
} // namespace

TEST(SurfaceOf, FacesBetweenRegions)
{
  const TaggedMesh    mesh    = two_cubes(2.5e-3);
  const TaggedSurface surface = surface_of(mesh);
  EXPECT_EQ(surface.n_triangles(), mesh.n_faces());
  EXPECT_NEAR(area(surface), 11e-4, 1e-15);
  std::map<Tag, double> enclosed;
  for (std::size_t i = 0; i < surface.n_triangles(); ++i)
    {
      const double part = dot(centre(surface, i), area_vector(surface, i)) / 3;
      enclosed[surface.sides[i].behind] += part;
      enclosed[surface.sides[i].front] -= part;
    }
  EXPECT_NEAR(enclosed[1], 1e-6, 1e-18);
  EXPECT_NEAR(enclosed[2], 1e-6, 1e-18);
  EXPECT_NEAR(enclosed[0], -2e-6, 1e-18);
}

TEST(RemeshVolume, TwoCubesCoarserAndFiner)
{
  const TaggedMesh mesh = two_cubes(2.5e-3);
  const double     edge = edge_lengths(mesh).mean;
  for (const double factor : {2., 0.5})
    {
      const RemeshedVolume result = remesh_volume(mesh, factor * edge);
      expect_same_shape(result.mesh, mesh, 1e-4, 1e-2);
      EXPECT_NEAR(edge_lengths(result.mesh).mean / edge, factor, 0.25 * factor) << result.account;
    }
}

TEST(RemeshVolume, NestedBallsCoarserAndFiner)
{
  const TaggedMesh mesh = nested_balls();
  const double     edge = edge_lengths(mesh).mean;
  for (const double factor : {1.5, 0.5})
    {
      const RemeshedVolume result = remesh_volume(mesh, factor * edge);
      expect_same_shape(result.mesh, mesh, 1e-3, 5e-2);
      EXPECT_NEAR(edge_lengths(result.mesh).mean / edge, factor, 0.25 * factor) << result.account;
    }
}

TEST(RemeshVolume, SizesVaryAsTheyDid)
{
  const TaggedMesh mesh  = refine_locally(two_cubes(5e-3), [](Tag, const Point &x) { return 0.8e-3 + 0.4 * norm(x); });
  const auto       edges = [](const TaggedMesh &m) { // near the corner in the origin, and in the other cube
    std::array<double, 2> sum{}, n{};
    for (std::size_t i = 0; i < m.n_cells(); ++i)
      {
              const Point at = centre(m, m.cell(i));
              if (norm(at) > 5e-3 && at[0] < 10e-3)
          continue;
        sum[at[0] < 10e-3 ? 0 : 1] += mean_edge(m, i);
              n[at[0] < 10e-3 ? 0 : 1] += 1;
      }
    return std::array{sum[0] / n[0], sum[1] / n[1]};
  };
  const auto           before = edges(mesh);
  const RemeshedVolume result = remesh_locally(mesh, 1.4);
  const auto           after  = edges(result.mesh);
  ASSERT_GT(before[1], 2 * before[0]);
  EXPECT_GT(after[1], 1.7 * after[0]) << result.account;
  EXPECT_NEAR(after[0] / before[0], 1.4, 0.4) << result.account;
  EXPECT_LT(result.mesh.n_cells(), mesh.n_cells());
  expect_same_shape(result.mesh, mesh, 1e-3, 2e-2);
}

TEST(RemeshVolume, PartsThatTouchInAnEdge)
{
  // Two of four columns between a floor and a ceiling: they touch in the edge in the middle alone.
  TaggedMesh box      = make_box({.extent = {{20e-3, 20e-3, 30e-3}}, .size = 10e-3});
  box.region_names[2] = "rest";
  for (std::size_t i = 0; i < box.n_cells(); ++i)
    if (const Point at = centre(box, box.cell(i)); at[2] > 10e-3 && at[2] < 20e-3 && (at[0] > 10e-3) != (at[1] > 10e-3))
      box.regions[i] = 2;
  SurfaceRule outside;
  outside.name              = "outside";
  outside.remaining         = true;
  const TaggedMesh     mesh = extract(box, {{"blocks", {"1"}}}, {outside}, false).mesh;
  const RemeshedVolume fine = remesh_volume(mesh, 5e-3);
  expect_contains(fine.account, "All cells and triangles are new");
  EXPECT_NEAR(volume(fine.mesh), 10e-6, 1e-9);
  EXPECT_NEAR(area(fine.mesh, "outside"), area(mesh, "outside"), 0.01 * area(mesh, "outside"));
  EXPECT_GT(fine.mesh.n_cells(), 2 * mesh.n_cells());
  EXPECT_TRUE(usable(check(fine.mesh, Gates()))) << describe(check(fine.mesh, Gates()));
}

TEST(RemeshVolume, RefusesWhatItCannotDo)
{
  EXPECT_THROW(remesh_volume(two_cubes(5e-3), 0), InputError);
  EXPECT_THROW(remesh_volume(make_box({.extent = {{1e-3, 1e-3, 1e-3}}, .size = 1e-3, .shape = CellShape::hexahedron}),
                             1e-3),
               MeshError);
}

TEST(RegionVolumes, AreMetByMovingSurfaces)
{
  TaggedMesh   mesh   = nested_balls();
  auto         wanted = region_volumes(mesh);
  const double core   = wanted.at(2);
  wanted.at(2) *= 1.1;
  wanted.at(1) -= 0.1 * core; // the outer sphere stays where it is
  const double moved = correct_volumes(mesh, wanted);
  EXPECT_NEAR(region_volumes(mesh).at(1), wanted.at(1), 1e-5 * wanted.at(1));
  EXPECT_NEAR(region_volumes(mesh).at(2), wanted.at(2), 1e-5 * wanted.at(2));
  // A tenth more volume is a radius longer by 3.2 %, of 5 mm.
  EXPECT_NEAR(moved, 0.16e-3, 0.03e-3);
}

TEST(ImproveAngles, MendsAFlatCellAndKeepsSurfaces)
{
  TaggedMesh mesh = make_box({.extent = {{3e-3, 3e-3, 3e-3}}, .size = 1e-3});
  for (Point &x : mesh.points) // one inner point nearly onto the plane of its neighbours
    if (norm(x - Point{1e-3, 1e-3, 1e-3}) < 1e-9)
      x = {1.93e-3, 1e-3, 1e-3};
  const TaggedMesh before = mesh;
  const Improved   done   = improve_angles(mesh, {.angle = 30});
  EXPECT_LT(done.before, 8);
  EXPECT_GT(done.after, 25);
  EXPECT_NEAR(volume(mesh), 27e-9, 1e-18);
  for (const auto &[tag, name] : before.surface_names)
    EXPECT_NEAR(area(mesh, name), area(before, name), 1e-18);
}
