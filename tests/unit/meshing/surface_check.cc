#include "meshing/surface/surface_check.h"

#include "meshing/surface/surface_file.h"
#include "meshing/surface/surface_repair.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  using Kind = SurfaceDefect::Kind;

  constexpr double mm = 1e-3;

  /** The report has this many of one kind and nothing else but what is listed. */
  void
  expect_only(const TaggedSurface &surface, const std::map<Kind, std::size_t> &expected)
  {
    const SurfaceReport         report = check(surface);
    std::map<Kind, std::size_t> found;
    for (const SurfaceDefect &defect : report.defects)
      found[defect.kind] = defect.count;
    EXPECT_EQ(found, expected) << describe(report);
  }

  TaggedSurface
  wounded(const std::function<void(TaggedSurface &)> &wound)
  {
    TaggedSurface surface = sphere(10 * mm, 4);
    wound(surface);
    return surface;
  }

  const auto with_hole = [](TaggedSurface &surface) {
    std::vector<bool> keep(surface.n_triangles(), true);
    keep[100] = false;
    keep_triangles(surface, keep);
  };
  const auto with_flipped_triangle = [](TaggedSurface &surface) { turn(surface, 7); };
  const auto with_duplicate_point  = [](TaggedSurface &surface) {
    surface.points.push_back(surface.points[surface.triangles[50][0]]);
    surface.triangles[50][0] = static_cast<Index>(surface.points.size() - 1);
  };
  const auto with_island = [](TaggedSurface &surface) {
    TaggedSurface small = sphere(0.5 * mm, 1);
    const auto    base  = static_cast<Index>(surface.points.size());
    for (const Point &p : small.points)
      surface.points.push_back(p + Point{20 * mm, 0, 0});
    for (const auto &[a, b, c] : small.triangles)
      add(surface, a + base, b + base, c + base);
  };
  const auto with_fin = [](TaggedSurface &surface) {
    const auto [a, b, c] = surface.triangles[0];
    surface.points.push_back(0.6 * (surface.points[a] + surface.points[b]));
    add(surface, a, b, static_cast<Index>(surface.points.size() - 1));
  };
  /** One point is pulled through the other side. */
  const auto with_intersection = [](TaggedSurface &surface) {
    surface.points[surface.triangles[200][0]] = -1.2 * surface.points[surface.triangles[200][0]];
  };
} // namespace

TEST(SurfaceCheck, NothingIsWrongWithASphere)
{
  const SurfaceReport report = check(sphere(10 * mm, 4));
  EXPECT_TRUE(report.defects.empty()) << describe(report);
  EXPECT_EQ(report.euler_characteristic, 2);
  EXPECT_EQ(report.parts, 1u);
}

TEST(SurfaceCheck, VolumeAndAreaConvergeWithTheSecondOrder)
{
  const double volume = 4 * M_PI / 3 * 1e-6, area = 4 * M_PI * 1e-4;
  double       volume_error = 0, area_error = 0;
  for (const unsigned times : {3u, 4u, 5u})
    {
      const SurfaceReport report = check(sphere(10 * mm, times));
      const double        v = 1 - report.volume / volume, a = 1 - report.area / area;
      EXPECT_GT(v, 0);
      if (times > 3)
        {
          EXPECT_NEAR(volume_error / v, 4, 0.15);
          EXPECT_NEAR(area_error / a, 4, 0.15);
        }
      volume_error = v;
      area_error   = a;
    }
  EXPECT_LT(volume_error, 2e-3);
  const SurfaceReport box = check(cube(2 * mm));
  EXPECT_NEAR(box.volume, 8e-9, 1e-20);
  EXPECT_NEAR(box.area, 24e-6, 1e-17);
}

TEST(SurfaceCheck, AnOpenTubeCountsAsClosedInItsVolume)
{
  const TaggedSurface surface = tube(2 * mm, 10 * mm, 32, 20);
  const SurfaceReport report  = check(surface);
  const double        section = 0.5 * 32 * std::sin(2 * M_PI / 32) * 4e-6;
  EXPECT_EQ(report.find(Kind::hole)->count, 2u);
  EXPECT_EQ(report.euler_characteristic, 0);
  // Every second ring is turned, so that the sides are not the prism's; the ends are.
  EXPECT_NEAR(report.volume / (section * 10 * mm), 1, 5e-3);
}

TEST(SurfaceCheck, FindsEachWoundAndNoOther)
{
  expect_only(wounded(with_hole), {{Kind::hole, 1}});
  expect_only(wounded(with_flipped_triangle), {{Kind::flipped_triangle, 1}});
  expect_only(wounded(with_island), {{Kind::island, 1}});
  expect_only(wounded(with_fin), {{Kind::non_manifold_edge, 1}});
  TaggedSurface inside_out = sphere(10 * mm, 3);
  for (std::size_t t = 0; t < inside_out.n_triangles(); ++t)
    turn(inside_out, t);
  expect_only(inside_out, {{Kind::inside_out, 1}});

  const SurfaceReport report = check(wounded(with_duplicate_point));
  EXPECT_EQ(report.find(Kind::duplicate_point)->count, 1u);
  EXPECT_EQ(check(wounded(with_intersection)).find(Kind::self_intersection)->count,
            self_intersections(wounded(with_intersection)).size());
  EXPECT_GE(self_intersections(wounded(with_intersection)).size(), 6u);
  expect_contains(describe(check(wounded(with_hole))), "a border of 3 edges");
}

TEST(SurfaceCheck, CrossingCubesCutEachOther)
{
  TaggedSurface surface = cube(2 * mm);
  TaggedSurface second  = cube(2 * mm);
  for (Point &p : second.points)
    surface.points.push_back(p + Point{0.9 * mm, 0.7 * mm, 0.6 * mm});
  for (const auto &[a, b, c] : second.triangles)
    add(surface, a + 8, b + 8, c + 8);
  EXPECT_FALSE(self_intersections(surface).empty());
  for (std::size_t i = 8; i < 16; ++i)
    surface.points[i] = surface.points[i] + Point{2 * mm, 0, 0};
  EXPECT_TRUE(self_intersections(surface).empty());
}

TEST(SurfaceRepair, MendsEachWound)
{
  const double volume = enclosed_volume(sphere(10 * mm, 4));
  for (const auto &wound : std::vector<std::function<void(TaggedSurface &)>>{with_hole, with_flipped_triangle,
                                                                             with_duplicate_point, with_island})
    {
      const Repaired repaired = repair(wounded(wound), {1, 10 * mm, 0.1 * mm});
      expect_only(repaired.surface, {});
      EXPECT_NEAR(enclosed_volume(repaired.surface) / volume, 1, 1e-3);
      EXPECT_LT(repaired.displacement, 1e-9);
      EXPECT_FALSE(repaired.account.empty());
    }
}

TEST(SurfaceRepair, RemovesIntersectionsWithinTheLimit)
{
  const double   volume   = enclosed_volume(sphere(10 * mm, 4));
  const Repaired repaired = repair(wounded(with_intersection), {1, 20 * mm, 30 * mm});
  expect_only(repaired.surface, {});
  EXPECT_NEAR(enclosed_volume(repaired.surface) / volume, 1, 0.02);
  expect_contains(message_of([] {
                    repair(wounded(with_intersection), {1, 20 * mm, 0.1 * mm});
                  }),
                  "more than the limit");
}

TEST(SurfaceRepair, KeepsPatchesAndLeavesLargeOpenings)
{
  TaggedSurface surface = tube(2 * mm, 10 * mm, 24, 16);
  surface.patch_names   = {{1, "first"}, {2, "second"}};
  for (std::size_t t = 0; t < surface.n_triangles(); ++t)
    surface.patches[t] = centre(surface, t)[2] < 5 * mm ? 1 : 2;
  const TaggedSurface before = surface;
  turn(surface, 20);
  const Repaired repaired = repair(surface, {1, 5 * mm, 0.1 * mm});
  EXPECT_EQ(repaired.surface.points, before.points);
  EXPECT_EQ(repaired.surface.patches, before.patches);
  EXPECT_EQ(repaired.surface.patch_names, before.patch_names);
  EXPECT_EQ(repaired.account, "1 triangles were turned.");
  EXPECT_DOUBLE_EQ(enclosed_volume(repaired.surface), enclosed_volume(before));
  EXPECT_EQ(border_loops(repaired.surface).size(), 2u);
}

TEST(SurfaceFile, EveryFormatGivesTheSameSurface)
{
  const Folder  folder;
  TaggedSurface surface = sphere(10 * mm, 3);
  surface.patch_names   = {{5, "patch_5"}};
  surface.patches.assign(surface.n_triangles(), 5);
  for (const std::string name : {"a.stl", "a.ply", "a.vtp"})
    {
      write_surface(surface, folder / name);
      const TaggedSurface read = read_surface({{folder / name, "", ""}}, "lumen", 1);
      EXPECT_EQ(read.points.size(), surface.points.size()) << name;
      EXPECT_NEAR(enclosed_volume(read) / enclosed_volume(surface), 1, 1e-6) << name;
    }
  const TaggedSurface tagged = read_surface({{folder / "a.vtp", "", "patch"}}, "lumen", 1);
  EXPECT_EQ(tagged, surface);
}

TEST(SurfaceFile, RegionsAndNamesComeBack)
{
  const Folder  folder;
  TaggedSurface surface = cube(10 * mm);
  surface.sides[3]      = {2, 1};
  surface.sides[4]      = {2, 0};
  surface.patches[4]    = 7;
  surface.region_names  = {{1, "grey matter"}, {2, "core"}};
  surface.patch_names   = {{7, "lid of it"}};
  write_surface(surface, folder / "a.vtp");
  EXPECT_TRUE(has_regions(folder / "a.vtp"));
  EXPECT_EQ(read_surface_with_regions(folder / "a.vtp"), surface);
  write_surface(surface, folder / "a.stl");
  EXPECT_FALSE(has_regions(folder / "a.stl"));
}

TEST(SurfaceFile, PatchesFromFilesAreWeldedTogether)
{
  const Folder      folder;
  TaggedSurface     box = cube(10 * mm), lid = box;
  std::vector<bool> is_lid(box.n_triangles(), false), is_rest(box.n_triangles(), true);
  is_lid[2] = is_lid[3] = true;
  is_rest[2] = is_rest[3] = false;
  keep_triangles(lid, is_lid);
  keep_triangles(box, is_rest);
  write_surface(lid, folder / "lid.stl");
  write_surface(box, folder / "rest.ply");
  const TaggedSurface whole =
    read_surface({{folder / "lid.stl", "lid", ""}, {folder / "rest.ply", "rest", ""}}, "box", 1e-3);
  EXPECT_EQ(whole.points.size(), 8u);
  EXPECT_EQ(whole.patch_names, (NameTable{{1, "lid"}, {2, "rest"}}));
  EXPECT_TRUE(check(whole).defects.empty());
  EXPECT_NEAR(enclosed_volume(whole), 1e-15, 1e-20);
}

TEST(SurfaceFile, ObjAndLegacyVtkAreReadAndPolygonsSplit)
{
  const Folder folder;
  folder.write("a.obj", "v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n");
  EXPECT_EQ(read_surface({{folder / "a.obj", "", ""}}, "lumen", 1).n_triangles(), 2u);
  folder.write("a.vtk", "# vtk DataFile Version 3.0\na\nASCII\nDATASET POLYDATA\nPOINTS 3 float\n0 0 0 2 0 0 0 1 0\n"
                        "POLYGONS 1 4\n3 0 1 2\nCELL_DATA 1\nSCALARS side int 1\nLOOKUP_TABLE default\n7\n");
  const TaggedSurface surface = read_surface({{folder / "a.vtk", "", "side"}}, "lumen", 1);
  EXPECT_DOUBLE_EQ(area(surface), 1);
  EXPECT_EQ(surface.patches, (std::vector<Tag>{7}));
}

TEST(SurfaceFile, RefusesWhatIsNoSurface)
{
  const Folder folder;
  const auto   complaint = [&](const std::string &name, const std::string &array = "") {
    return message_of([&] { read_surface({{folder / name, "", array}}, "lumen", 1); });
  };
  expect_contains(complaint("gone.stl"), "There is no surface file");
  expect_contains(complaint("gone.xyz"), "is unknown. Surfaces are read from .stl");
  folder.write("flat.obj", "v 0 0 0\nv 1 0 0\nv 2 0 0\nf 1 2 3\n");
  expect_contains(complaint("flat.obj"), "have no area");
  folder.write("empty.obj", "v 0 0 0\nv 1 0 0\nv 2 0 0\n");
  expect_contains(complaint("empty.obj"), "no triangles");
  write_surface(sphere(1, 1), folder / "a.vtp");
  expect_contains(complaint("a.vtp", "patsch"), "Did you mean \"patch\"");
  expect_contains(message_of<InputError>([&] { write_surface(sphere(1, 1), folder / "a.xyz"); }), "can be written as");
}
