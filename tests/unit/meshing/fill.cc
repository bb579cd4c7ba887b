#include "meshing/fill.h"

#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/shells.h"
#include "tests/unit/meshing/helpers.h"

#include <cmath>
#include <numbers>
#include <set>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** A cube with 2n x 2n squares on each side, blown up to a ball; even triangles all over. */
  void
  add_ball(TaggedSurface &surface, const Point &centre, double radius, TaggedSurface::Sides sides, int n = 6)
  {
    std::map<std::array<int, 3>, Index> number;
    const auto                          corner = [&](unsigned d, int side, int a, int b) {
      std::array<int, 3> key{};
      key[d]                     = side * n;
      key[(d + 1) % 3]           = a;
      key[(d + 2) % 3]           = b;
      const auto [entry, is_new] = number.try_emplace(key, static_cast<Index>(surface.points.size()));
      if (is_new)
        {
          Point x;
          for (unsigned k = 0; k < 3; ++k)
            x[k] = std::tan(std::numbers::pi / 4 * key[k] / n);
          surface.points.push_back(centre + radius / norm(x) * x);
        }
      return entry->second;
    };
    for (unsigned d = 0; d < 3; ++d)
      for (const int side : {-1, 1})
        for (int a = -n; a < n; ++a)
          for (int b = -n; b < n; ++b)
            {
              std::array<Index, 4> q = {corner(d, side, a, b), corner(d, side, a + 1, b), corner(d, side, a + 1, b + 1),
                                        corner(d, side, a, b + 1)};
              if (side < 0)
                std::swap(q[1], q[3]);
              surface.triangles.push_back({q[0], q[1], q[2]});
              surface.triangles.push_back({q[0], q[2], q[3]});
            }
    surface.sides.resize(surface.n_triangles(), sides);
    surface.patches.resize(surface.n_triangles(), 0);
  }

  /** A ball with a core that touches nothing else, and a second piece of the core's region beside it. */
  TaggedSurface
  ball_with_core_and_satellite(int n = 6)
  {
    TaggedSurface surface;
    add_ball(surface, {0, 0, 0}, 20e-3, {1, 0}, n);
    add_ball(surface, {3e-3, 0, 0}, 10e-3, {2, 1}, n);
    add_ball(surface, {50e-3, 0, 0}, 10e-3, {2, 0}, n);
    surface.region_names = {{1, "shell"}, {2, "core"}};
    return surface;
  }

  std::map<Tag, double>
  volumes_of(const TaggedMesh &mesh)
  {
    std::map<Tag, double> volumes;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      volumes[mesh.regions[i]] += cell_volume(mesh, i);
    return volumes;
  }

  std::size_t
  n_cells(const TaggedMesh &mesh, Tag region)
  {
    return static_cast<std::size_t>(std::count(mesh.regions.begin(), mesh.regions.end(), region));
  }
} // namespace

TEST(Fill, RegionsWithHolesAndInSeveralPieces)
{
  const TaggedSurface surface = ball_with_core_and_satellite();
  const Filled        filled  = fill(surface, {});
  const TaggedMesh   &mesh    = filled.mesh;
  EXPECT_EQ(filled.mesher, "HXT") << filled.attempts;
  EXPECT_TRUE(filled.attempts.empty());

  // Points and triangles are the surface's own.
  ASSERT_GE(mesh.points.size(), surface.points.size());
  EXPECT_TRUE(std::equal(surface.points.begin(), surface.points.end(), mesh.points.begin()));
  EXPECT_EQ(mesh.n_faces(), surface.n_triangles());
  EXPECT_EQ(mesh.region_names, surface.region_names);
  EXPECT_EQ(n_faces(mesh, "shell"), surface.n_triangles() / 3);
  EXPECT_EQ(n_faces(mesh, "shell_core"), surface.n_triangles() / 3);
  EXPECT_EQ(n_faces(mesh, "core"), surface.n_triangles() / 3);

  const auto volumes = volumes_of(mesh), exact = enclosed_volumes(surface);
  EXPECT_NEAR(volumes.at(1), exact.at(1), 1e-9 * exact.at(1));
  EXPECT_NEAR(volumes.at(2), exact.at(2), 1e-9 * exact.at(2));

  const Report report = without_warnings(check(mesh, Gates()));
  ASSERT_EQ(report.findings.size(), 1u) << describe(report); // the satellite is loose, as it was drawn
  EXPECT_NE(report.findings[0].what.find("share no face with the largest part"), std::string::npos);
}

TEST(Fill, PartsOfASurface)
{
  const SpaceParts parts = parts_of(ball_with_core_and_satellite());
  EXPECT_EQ(parts.region, (std::vector<Tag>{0, 1, 2, 2}));
  EXPECT_EQ(parts.beside.front(), (std::array<Index, 2>{1, 0}));
  EXPECT_EQ(parts.beside.back(), (std::array<Index, 2>{3, 0}));
}

TEST(Fill, SizesInside)
{
  TaggedSurface surface;
  add_ball(surface, {0, 0, 0}, 20e-3, {1, 0});
  add_ball(surface, {0, 0, 0}, 10e-3, {2, 1});
  const TaggedMesh any  = fill(surface, {}).mesh;
  const TaggedMesh fine = fill(surface, {.size = 1.2e-3}).mesh;
  EXPECT_GT(fine.n_cells(), 2 * any.n_cells());

  const TaggedMesh core = fill(surface, {.size_of_region = {{2, 0.7e-3}}}).mesh;
  EXPECT_GT(n_cells(core, 2), 4 * n_cells(any, 2));
  EXPECT_LT(n_cells(core, 1), 2 * n_cells(any, 1));

  const TaggedMesh half = fill(surface, {.size_at = [](const Point &x) { return x[0] < 0 ? 1e-3 : 1; }}).mesh;
  std::size_t      left = 0;
  for (std::size_t i = 0; i < half.n_cells(); ++i)
    left += centre(half, half.cell(i))[0] < 0 ? 1 : 0;
  EXPECT_GT(left, 3 * (half.n_cells() - left));
}

TEST(Fill, PatchesAndUnusedPoints)
{
  TaggedSurface surface;
  surface.points = {{1, 2, 3}}; // nobody's
  add_ball(surface, {0, 0, 0}, 10e-3, {1, 0});
  surface.region_names = {{1, "organ"}};
  surface.patch_names  = {{7, "upper"}};
  for (std::size_t t = 0; t < surface.n_triangles(); ++t)
    if (surface.points[surface.triangles[t][0]][2] > 3e-3)
      surface.patches[t] = 7;
  const TaggedMesh mesh = fill(surface, {}).mesh;
  EXPECT_EQ(n_faces(mesh, "upper") + n_faces(mesh, "organ"), surface.n_triangles());
  EXPECT_GT(n_faces(mesh, "upper"), 0u);
  EXPECT_EQ(mesh.points[0], surface.points[1]);
  EXPECT_TRUE(usable(check(mesh, Gates())));
}

TEST(Fill, RefusesWhatEnclosesNothing)
{
  TaggedSurface open;
  add_ball(open, {0, 0, 0}, 10e-3, {1, 0});
  TaggedSurface inside_out = open;
  open.triangles.pop_back();
  open.sides.pop_back();
  open.patches.pop_back();
  EXPECT_NE(message_of([&] { fill(open, {}); }).find("The surface is open"), std::string::npos);
  for (auto &corners : inside_out.triangles)
    std::swap(corners[0], corners[1]);
  EXPECT_NE(message_of([&] { fill(inside_out, {}); }).find("inside out"), std::string::npos);
  EXPECT_THROW(fill({}, {}), MeshError);
}

TEST(Fill, BadCellsAreImprovedWithoutTouchingTheSurface)
{
  const TaggedSurface surface = ball_with_core_and_satellite();
  const Filled        usual   = fill(surface, Filling());
  EXPECT_EQ(usual.mesher, "HXT");
  EXPECT_EQ(usual.attempts, "");

  Filling demanding;
  demanding.smallest_angle = 20; // out of reach: every mesher has its turn
  const Filled filled      = fill(surface, demanding);
  expect_contains(filled.attempts, "HXT: its smallest angle is");
  expect_contains(filled.attempts, "Delaunay: its smallest angle is");
  expect_contains(filled.attempts, "improved by CGAL: its smallest angle is");
  expect_contains(filled.mesher, "improved by CGAL");
  EXPECT_GT(assess(filled.mesh).dihedral_angle.minimum, assess(usual.mesh).dihedral_angle.minimum + 0.5);
  EXPECT_EQ(filled.mesh.n_faces(), usual.mesh.n_faces());
  const auto volumes = volumes_of(filled.mesh);
  for (const auto &[region, volume] : volumes_of(usual.mesh))
    EXPECT_NEAR(volumes.at(region), volume, 1e-9 * volume);
  std::set<Point> corners(filled.mesh.points.begin(), filled.mesh.points.end());
  const auto      near = [&](const Point &x) {
    return std::any_of(corners.begin(), corners.end(), [&](const Point &y) { return norm(x - y) < 1e-12; });
  };
  EXPECT_TRUE(std::all_of(surface.points.begin(), surface.points.end(), near));
  const Report report = without_warnings(check(filled.mesh, Gates()));
  ASSERT_EQ(report.findings.size(), 1u) << describe(report); // the satellite
  expect_contains(report.findings[0].what, "share no face with the largest part");
}

namespace
{
  /** A ball one corner of which is drawn out through the other side, so that triangles cut each other. */
  TaggedSurface
  ball_that_cuts_itself()
  {
    TaggedSurface surface;
    add_ball(surface, {0, 0, 0}, 10e-3, {1, 0});
    surface.points[0]    = -1.5 * surface.points[0];
    surface.region_names = {{1, "organ"}};
    return surface;
  }
} // namespace

TEST(Fill, CgalWhereBothMeshersOfGmshFail)
{
  const TaggedSurface surface = ball_that_cuts_itself();
  Filling             kept;
  kept.keep_triangles       = true;
  const std::string message = message_of([&] { fill(surface, kept); });
  expect_contains(message, "HXT: ");
  expect_contains(message, "Delaunay: ");

  const Filled filled = fill(surface, {});
  expect_contains(filled.mesher, "CGAL");
  expect_contains(filled.attempts, "HXT: ");
  expect_contains(filled.attempts, "Delaunay: ");
  EXPECT_GT(filled.displacement.value(), 0);
  EXPECT_TRUE(usable(check(filled.mesh, Gates()))) << describe(check(filled.mesh, Gates()));
  EXPECT_NEAR(volume(filled.mesh), 4 / 3. * std::numbers::pi * 1e-6, 0.1e-6 * 4 / 3. * std::numbers::pi);
}

TEST(Fill, CgalKeepsRegionsAndNames)
{
  TaggedSurface surface = ball_with_core_and_satellite(4);
  surface.patch_names   = {{7, "upper"}};
  double upper          = 0;
  for (std::size_t t = 0; t < surface.n_triangles() / 3; ++t) // of the shell
    if (const auto &[a, b, c] = surface.triangles[t];
        surface.points[a][2] + surface.points[b][2] + surface.points[c][2] > 0)
      {
        surface.patches[t] = 7;
        upper += 0.5 * norm(cross(surface.points[b] - surface.points[a], surface.points[c] - surface.points[a]));
      }
  Filling filling;
  filling.mesher           = Mesher::cgal;
  const Filled      coarse = fill(surface, filling);
  const TaggedMesh &mesh   = coarse.mesh;
  expect_contains(coarse.mesher, "CGAL");
  EXPECT_GT(coarse.displacement.value(), 1e-6);
  EXPECT_LT(coarse.displacement.value(), 1e-3); // edges are 4 mm long
  EXPECT_EQ(mesh.region_names, surface.region_names);
  const auto volumes = volumes_of(mesh), exact = enclosed_volumes(surface);
  EXPECT_NEAR(volumes.at(1), exact.at(1), 0.02 * exact.at(1));
  EXPECT_NEAR(volumes.at(2), exact.at(2), 0.02 * exact.at(2));
  EXPECT_NEAR(area(mesh, "upper"), upper, 0.02 * upper);
  const double circle = 4 * std::numbers::pi * 1e-4;
  EXPECT_NEAR(area(mesh, "shell_core"), circle, 0.03 * circle);
  EXPECT_NEAR(area(mesh, "core"), circle, 0.03 * circle);
  EXPECT_GT(assess(mesh).dihedral_angle.minimum, 5);
  const Report report = without_warnings(check(mesh, Gates()));
  ASSERT_EQ(report.findings.size(), 1u) << describe(report); // the satellite
  expect_contains(report.findings[0].what, "share no face with the largest part");
}

TEST(Fill, CgalTakesSizesOfRegions)
{
  TaggedSurface surface;
  add_ball(surface, {0, 0, 0}, 20e-3, {1, 0}, 3);
  add_ball(surface, {0, 0, 0}, 10e-3, {2, 1}, 3);
  Filling filling;
  filling.mesher         = Mesher::cgal;
  const TaggedMesh mesh  = fill(surface, filling).mesh;
  filling.size_of_region = {{2, 1.5e-3}};
  const TaggedMesh fine  = fill(surface, filling).mesh;
  EXPECT_GT(n_cells(fine, 2), 3 * n_cells(mesh, 2));
  EXPECT_LT(n_cells(fine, 1), 3 * n_cells(mesh, 1));
}

TEST(Fill, OneMesherAlone)
{
  const TaggedSurface surface = ball_with_core_and_satellite();
  Filling             filling;
  filling.mesher         = Mesher::delaunay;
  filling.smallest_angle = 0;
  const Filled filled    = fill(surface, filling);
  EXPECT_EQ(filled.mesher, "Delaunay");
  EXPECT_EQ(filled.attempts, "");
  EXPECT_FALSE(filled.displacement);
  const std::string message = message_of([&] { fill(ball_that_cuts_itself(), filling); });
  expect_contains(message, "Delaunay: ");
  EXPECT_EQ(message.find("HXT: "), std::string::npos) << message;
}
