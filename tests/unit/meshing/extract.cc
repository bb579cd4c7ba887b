#include "meshing/extract.h"

#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/shapes/box.h"
#include "meshing/summary.h"
#include "meshing/topology.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /**
   * A heart of cubes, 9 x 5 x 4: two cavities (left in the middle of x = 1..3, right of x = 5..7) open to the top of
   * the ventricles at z = 3, above them a layer of atria. Regions 30 right and 31 left wall, 32 atria, 50 blood. The
   * cavities' faces carry 131 and 130, the outside of the ventricles 160. Some markers are wrong on purpose.
   */
  TaggedMesh
  two_chambers()
  {
    TaggedMesh mesh = make_box({.extent = {{9e-3, 5e-3, 4e-3}}, .size = 1e-3});
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      {
        const Point x     = 1e3 * centre(mesh, mesh.cell(i));
        const bool  inner = x[1] > 1 && x[1] < 4 && x[2] > 1;
        mesh.regions[i]   = x[2] > 3                        ? 32
                            : inner && x[0] > 1 && x[0] < 4 ? 50
                            : inner && x[0] > 5 && x[0] < 8 ? 51
                            : x[0] < 5                      ? 31
                                                            : 30;
      }
    mesh.region_names = {{30, "region_30"}, {31, "region_31"}, {32, "region_32"}, {50, "region_50"}, {51, "region_51"}};
    mesh.surface_names = {{130, "surface_130"}, {131, "surface_131"}, {160, "surface_160"}};
    mesh.faces.clear();
    mesh.surfaces.clear();

    const auto      is_wall = [](Tag tag) { return tag == 30 || tag == 31; };
    const FaceTable table(mesh);
    for (const auto &entry : table.entries())
      {
        const auto face  = std::span(entry.corners).first(3);
        const Tag  first = mesh.regions[entry.first];
        if (entry.second == FaceTable::none)
          {
            if (is_wall(first))
              mesh.add_face(face, 160);
            continue;
          }
        const Tag second = mesh.regions[entry.second];
        if (is_wall(first) != is_wall(second) && first + second > 80)
          if (const Tag cavity = is_wall(first) ? second : first; cavity >= 50)
            mesh.add_face(face, cavity == 50 ? 131 : 130);
      }
    mesh.cell_data.push_back({"number", 1, {}});
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      mesh.cell_data[0].values.push_back(static_cast<double>(i));
    return mesh;
  }

  SurfaceRule
  by_marker(const std::string &name, const std::string &marker)
  {
    SurfaceRule rule;
    rule.name    = name;
    rule.markers = {marker};
    return rule;
  }

  SurfaceRule
  rest(const std::string &name)
  {
    SurfaceRule rule;
    rule.name      = name;
    rule.remaining = true;
    return rule;
  }

  const std::vector<RegionRule> ventricles = {{"rv", {"30"}}, {"lv", {"31"}}};
} // namespace

TEST(MeshExtract, VentriclesOfTwoChambers)
{
  const TaggedMesh source = two_chambers();
  const Extraction result =
    extract(source, ventricles,
            {by_marker("endo_lv", "131"), by_marker("endo_rv", "130"), by_marker("epi", "160"), rest("base")}, true);
  const TaggedMesh &mesh = result.mesh;

  const Report report = check(mesh, Gates());
  EXPECT_TRUE(report.findings.empty()) << describe(report);
  EXPECT_EQ(mesh.region_names, (NameTable{{1, "rv"}, {2, "lv"}}));
  // 9 x 5 x 3 cubes less two cavities of 3 x 3 x 2.
  EXPECT_NEAR(volume(mesh), (135 - 36) * 1e-9, 1e-18);
  EXPECT_NEAR(area(mesh, "endo_lv"), (9 + 4 * 6) * 1e-6, 1e-14);
  EXPECT_NEAR(area(mesh, "endo_rv"), (9 + 4 * 6) * 1e-6, 1e-14);
  EXPECT_NEAR(area(mesh, "epi"), (45 + 2 * 3 * (9 + 5)) * 1e-6, 1e-14);
  EXPECT_NEAR(area(mesh, "base"), (45 - 18) * 1e-6, 1e-14);
  EXPECT_EQ(result.dropped_cells, 0u);
  EXPECT_EQ(result.faces_of_rule[3], 2u * 27);
}

TEST(MeshExtract, RightSideOfTheSeptumBelongsToTheRightCavityInAnyRegion)
{
  // The wall between the cavities is lv, x from 4 to 5: its side at x = 5 is marked 130.
  const Extraction result = extract(two_chambers(), ventricles, {by_marker("endo_rv", "130"), rest("other")}, false);
  std::size_t      septal = 0;
  const FaceTable  table(result.mesh);
  for (std::size_t i = 0; i < result.mesh.n_faces(); ++i)
    septal += result.mesh.surface_names.at(result.mesh.surfaces[i]) == "endo_rv" &&
              result.mesh.region_names.at(result.mesh.regions[table.find(result.mesh.face(i))->first]) == "lv";
  EXPECT_EQ(septal, 2u * 3 * 2);
}

TEST(MeshExtract, RulesByFacingAndOfRegionWithoutAnyMarker)
{
  TaggedMesh source = two_chambers();
  source.faces.clear();
  source.surfaces.clear();
  SurfaceRule left, right, base, epi, septal;
  left.name               = "endo_lv";
  left.facing             = {"50"};
  septal.name             = "septal";
  septal.facing           = {"51"};
  septal.of_regions       = {"lv"};
  right.name              = "endo_rv";
  right.facing            = {"51"};
  base.name               = "base";
  base.facing             = {"region_32"};
  epi.name                = "epi";
  epi.facing              = {"outside"};
  const Extraction result = extract(source, ventricles, {left, septal, right, base, epi}, false);
  EXPECT_TRUE(check(result.mesh, Gates()).findings.empty()) << describe(check(result.mesh, Gates()));
  EXPECT_NEAR(area(result.mesh, "endo_lv"), 33e-6, 1e-14);
  EXPECT_NEAR(area(result.mesh, "septal"), 6e-6, 1e-14);
  EXPECT_NEAR(area(result.mesh, "endo_rv"), 27e-6, 1e-14);
  EXPECT_NEAR(area(result.mesh, "base"), 27e-6, 1e-14);
  EXPECT_NEAR(area(result.mesh, "epi"), 129e-6, 1e-14);
}

TEST(MeshExtract, InterfaceBetweenRegions)
{
  SurfaceRule between;
  between.name            = "junction";
  between.between         = {"lv", "rv"};
  const Extraction result = extract(two_chambers(), ventricles, {between, rest("outside")}, false);
  // The walls meet at x = 5, except at the right cavity: 5 x 3 less 3 x 2.
  EXPECT_NEAR(area(result.mesh, "junction"), 9e-6, 1e-14);
  const Summary summary = summarise(result.mesh);
  EXPECT_EQ(summary.surfaces[0].n_inside, summary.surfaces[0].n_faces);
  EXPECT_EQ(summary.surfaces[1].n_inside, 0u);
}

TEST(MeshExtract, WithoutRulesMarkersAreKept)
{
  const TaggedMesh source = two_chambers();
  EXPECT_EQ(checksum(extract(source, {}, {}, false).mesh), checksum(source));
  const TaggedMesh left = extract(source, {{"lv", {"region_31"}}}, {}, false).mesh;
  EXPECT_EQ(left.surface_names.count(131), 1u);
  EXPECT_TRUE(check(left, Gates()).has(Finding::Weight::error)) << "the cut is not named";
}

TEST(MeshExtract, CellDataFollowTheCells)
{
  const TaggedMesh source = two_chambers();
  const TaggedMesh mesh   = extract(source, {{"atria", {"32"}}}, {rest("all")}, false).mesh;
  ASSERT_EQ(mesh.cell_data[0].values.size(), mesh.n_cells());
  for (std::size_t i = 0; i < mesh.n_cells(); ++i)
    {
      const auto number = static_cast<std::size_t>(mesh.cell_data[0].values[i]);
      EXPECT_EQ(centre(mesh, mesh.cell(i)), centre(source, source.cell(number)));
    }
}

TEST(MeshExtract, LargestPartOnly)
{
  // The two bodies of blood do not touch; the right one loses a corner.
  TaggedMesh source = two_chambers();
  for (std::size_t i = 0; i < source.n_cells(); ++i)
    if (source.regions[i] == 51)
      {
        source.regions[i] = 30;
        break;
      }
  const Extraction result = extract(source, {{"blood", {"50", "51"}}}, {rest("wall")}, true);
  EXPECT_EQ(result.dropped_cells, 18u * 6 - 1);
  EXPECT_EQ(result.mesh.n_cells(), 18u * 6);
  EXPECT_TRUE(check(result.mesh, Gates()).findings.empty());
}

TEST(MeshExtract, AbsorbsPatchesThatAreMarkedWrongly)
{
  TaggedMesh        mesh  = make_box({.extent = {{8e-3, 8e-3, 1e-3}}, .size = 1e-3});
  const std::string right = checksum(mesh);
  std::size_t       wrong = 0;
  for (std::size_t i = 0; i < mesh.n_faces(); ++i)
    {
      // An island of two faces on z_max, and one of one face on z_min.
      const Point x = 1e3 * centre(mesh, mesh.face(i));
      if ((mesh.surfaces[i] == 6 && x[0] > 3 && x[0] < 4 && x[1] > 3 && x[1] < 4) ||
          (mesh.surfaces[i] == 5 && x[0] > 3 && x[0] < 4 && x[1] > 3 && x[1] < 3.5 && wrong < 10))
        {
          mesh.surfaces[i] = 1;
          ++wrong;
        }
    }
  ASSERT_GE(wrong, 3u);
  EXPECT_NE(checksum(mesh), right);
  EXPECT_EQ(absorb_small_patches(mesh, 3), wrong);
  EXPECT_EQ(checksum(mesh), right);
  EXPECT_EQ(absorb_small_patches(mesh, 3), 0u);
}

TEST(MeshExtract, SaysWhatIsWrongWithRules)
{
  const TaggedMesh source    = two_chambers();
  const auto       complaint = [&](const std::vector<RegionRule> &regions, const std::vector<SurfaceRule> &surfaces) {
    return message_of([&] { extract(source, regions, surfaces, false); });
  };
  expect_contains(complaint({{"lv", {"33"}}}, {}), "no region \"region_33\". Did you mean");
  expect_contains(complaint({{"lv", {"31"}}, {"wall", {"31"}}}, {}), "asked for twice");
  expect_contains(complaint(ventricles, {by_marker("endo_lv", "231")}), "Rule for the surface \"endo_lv\"");
  expect_contains(complaint(ventricles, {SurfaceRule{}}), "has no rule");
  SurfaceRule between;
  between.name    = "septum";
  between.between = {"lv"};
  expect_contains(complaint(ventricles, {between}), "two different regions");
}
