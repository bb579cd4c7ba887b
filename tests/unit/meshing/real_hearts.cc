#include "meshing/check.h"
#include "meshing/extract.h"
#include "meshing/formats/formats.h"
#include "meshing/refine.h"
#include "meshing/summary.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  const std::filesystem::path hearts = std::filesystem::path(VHT_ANATOMY) / "heart";

  SurfaceRule
  rule(const std::string &name, const std::vector<std::string> &markers)
  {
    SurfaceRule rule;
    rule.name      = name;
    rule.markers   = markers;
    rule.remaining = markers.empty();
    return rule;
  }
} // namespace

#define SKIP_WITHOUT(file)            \
  if (!std::filesystem::exists(file)) \
  GTEST_SKIP() << (file).string() << " is missing; set VHT_ANATOMY to the folder of anatomies"

TEST(RealHearts, VentriclesOfAFourChamberHeart)
{
  const auto file = hearts / "four_chamber_human" / "heartT4.ele";
  SKIP_WITHOUT(file);
  const TaggedMesh source = read_mesh(file, 1e-3);
  EXPECT_EQ(source.points.size(), 32505u);
  EXPECT_EQ(source.n_cells(), 128976u);

  const Extraction result =
    extract(source, {{"rv", {"30"}}, {"lv", {"31"}}},
            {rule("endo_lv", {"131"}), rule("endo_rv", {"130"}), rule("epi", {"160"}), rule("base", {})}, true);
  // One cell of the left ventricle hangs on the rest by an edge alone.
  EXPECT_EQ(result.dropped_cells, 1u);
  EXPECT_EQ(result.mesh.n_cells(), 27862u + 49935u - 1);
  EXPECT_EQ(result.faces_of_rule, (std::vector<std::size_t>{6016, 6580, 10574, 3404}));
  const Report report = check(result.mesh, {.dihedral_angle = 0, .shape = 0});
  EXPECT_TRUE(usable(report)) << describe(report);

  const Summary summary = summarise(result.mesh);
  EXPECT_NEAR(summary.regions[0].volume, 77.652e-6, 1e-9);
  EXPECT_NEAR(summary.regions[1].volume, 212.461e-6, 1e-9);
}

TEST(RealHearts, UnloadedVentriclesFromNodesInAnotherFile)
{
  const auto file  = hearts / "four_chamber_human" / "heartT4.ele",
             nodes = file.parent_path() / "UnloadedState_Final.node";
  SKIP_WITHOUT(nodes);
  const TaggedMesh loaded = read_mesh(file, 1e-3), unloaded = read_mesh(file, 1e-3, nodes);
  EXPECT_EQ(unloaded.cells, loaded.cells);
  EXPECT_EQ(unloaded.surfaces, loaded.surfaces);
  EXPECT_NE(unloaded.points, loaded.points);
  const auto ventricles = [](const TaggedMesh &mesh) {
    return extract(mesh, {{"rv", {"30"}}, {"lv", {"31"}}}, {rule("endo_lv", {"131"}), rule("outside", {})}, true).mesh;
  };
  const TaggedMesh heart  = ventricles(unloaded);
  const Report     report = check(heart, {.dihedral_angle = 0, .shape = 0});
  EXPECT_TRUE(usable(report)) << describe(report); // no cell is inverted
  EXPECT_NEAR(volume(heart), volume(ventricles(loaded)), 0.05 * volume(heart));
}

TEST(RealHearts, PatientsLeftVentricle)
{
  const auto file = hearts / "lv_patient" / "lv_patient.msh";
  SKIP_WITHOUT(file);
  const TaggedMesh source = read_mesh(file, 1e-3);
  EXPECT_EQ(source.points.size(), 417u);
  const TaggedMesh mesh = extract(source, {{"myocardium", {"WALL"}}},
                                  {rule("endo_lv", {"ENDO"}), rule("epi", {"EPI"}), rule("base", {"BASE"})}, false)
                            .mesh;
  EXPECT_EQ(mesh.n_cells(), 1260u);
  const Report report = check(mesh, Gates());
  EXPECT_TRUE(usable(report)) << describe(report);
}

TEST(RealHearts, FenicsBiventricleWithMarkersOnAllFacets)
{
  const auto file = hearts / "biv_arostica2025" / "bi_ventricular.xdmf";
  SKIP_WITHOUT(file);
  const TaggedMesh mesh = read_mesh(file, 1);
  EXPECT_EQ(mesh.points.size(), 11444u);
  EXPECT_EQ(mesh.n_cells(), 45304u);
  EXPECT_EQ(mesh.surface_names,
            (NameTable{{10, "surface_10"}, {20, "surface_20"}, {30, "surface_30"}, {40, "surface_40"}}));
  const Report report = check(mesh, Gates());
  EXPECT_FALSE(report.has(Finding::Weight::error)) << describe(report);

  const Extraction result =
    extract(mesh, {{"myocardium", {"1"}}},
            {rule("endo_lv", {"20"}), rule("endo_rv", {"30"}), rule("epi", {"40"}), rule("base", {"10"})}, false);
  EXPECT_EQ(result.faces_of_rule, (std::vector<std::size_t>{4134, 2908, 6992, 1160}));
  EXPECT_EQ(result.mesh.n_faces(), 4134u + 2908u + 6992u + 1160u);
  EXPECT_NEAR(summarise(result.mesh).regions[0].volume, 209.167e-6, 1e-9);
}
