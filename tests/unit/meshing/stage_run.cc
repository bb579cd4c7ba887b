#include "meshing/pipeline/stage_run.h"

#include "meshing/pipeline/stage_store.h"
#include "solvers/core/run_record.h"
#include "tests/unit/meshing/helpers.h"

#include <fstream>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** Steps that write down when they are called, on a surface of one point. */
  struct Way
  {
    const Folder          folder;
    std::string           calls;
    std::string           said;
    double                imported = 1;
    RunRecord             record{"test"};
    std::filesystem::path output = folder / "out";

    std::vector<StageStep>
    steps()
    {
      return {{Stage::import,
               [this](StageState &state) {
                 calls += 'i';
                 state.surface.points = {{imported, 0, 0}};
               }},
              {Stage::surface,
               [this](StageState &state) {
                 calls += 's';
                 state.surface.points[0][1]  = 2;
                 state.facts.texts["mesher"] = "by hand";
               }},
              {Stage::ends,
               [this](StageState &state) {
                 calls += 'e';
                 std::ofstream(output / "surface.vtp") << "here";
                 state.products                = {"surface.vtp"};
                 state.source_volumes["lumen"] = 4;
                 state.surface.patch_names[7]  = "wall";
               }},
              {Stage::volume, [this](StageState &state) {
                 calls += 'v';
                 state.mesh.points          = {{state.surface.points[0][0], state.surface.points[0][1], 3}};
                 state.mesh.cell_data       = {{"fibres", 3, {1, 2, 3}}};
                 state.mesh.shape           = CellShape::hexahedron;
                 state.mesh.region_names[2] = "lumen";
               }}};
    }

    StageState
    go(const std::string &parameters, const StageRange &range = {}, bool keep = true)
    {
      calls.clear();
      said.clear();
      std::filesystem::create_directories(output);
      return perform(steps(), {output, parameters, keep, range}, record,
                     [this](const std::string &text) { said += text; });
    }
  };

  const std::string plain = R"({"Mesh/Source": "surface", "Ends/Open": "none", "Mesh/Cells": "tetrahedra"})";
} // namespace

TEST(StageRun, DoesOnlyWhatHasChanged)
{
  Way              way;
  const StageState first = way.go(plain);
  EXPECT_EQ(way.calls, "isev");
  const StageState second = way.go(plain);
  EXPECT_EQ(way.calls, "i");
  EXPECT_NE(way.said.find("Nothing has changed up to the stage volume"), std::string::npos);
  EXPECT_EQ(second.mesh, first.mesh);
  EXPECT_EQ(second.surface, first.surface);
  EXPECT_EQ(second.facts.texts, first.facts.texts);
  EXPECT_EQ(second.source_volumes, first.source_volumes);
  EXPECT_EQ(second.products, first.products);

  way.go(R"({"Mesh/Source": "surface", "Ends/Open": "loops", "Mesh/Cells": "tetrahedra"})");
  EXPECT_EQ(way.calls, "iev");
  way.go(R"({"Mesh/Source": "surface", "Ends/Open": "loops", "Mesh/Cells": "hexahedra"})");
  EXPECT_EQ(way.calls, "iv");
  way.go(R"({"Mesh/Source": "surface", "Ends/Open": "loops", "Mesh/Cells": "hexahedra", "New/Entry": "1"})");
  EXPECT_EQ(way.calls, "isev") << "an entry that nobody assigned to a stage counts for all";
}

TEST(StageRun, NoticesOtherFilesAndLostProducts)
{
  Way way;
  way.go(plain);
  way.imported     = 5;
  const auto state = way.go(plain);
  EXPECT_EQ(way.calls, "isev");
  EXPECT_EQ(state.mesh.points[0][0], 5);

  std::filesystem::remove(way.output / "surface.vtp");
  way.go(plain);
  EXPECT_EQ(way.calls, "iev") << "what wrote the file is done again";
  EXPECT_TRUE(std::filesystem::exists(way.output / "surface.vtp"));
}

TEST(StageRun, DoesAgainWhatIsTruncated)
{
  Way way;
  way.go(plain);
  const auto file = way.output / "stages" / "volume.state";
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  const auto state = way.go(plain);
  EXPECT_EQ(way.calls, "iv");
  EXPECT_EQ(state.mesh.points.size(), 1u);
}

TEST(StageRun, StartsAndEndsWhereAsked)
{
  Way        way;
  const auto half = way.go(plain, {{}, Stage::surface});
  EXPECT_EQ(way.calls, "is");
  EXPECT_TRUE(half.mesh.points.empty());
  way.go(plain);
  EXPECT_EQ(way.calls, "iev");
  way.go(plain, {Stage::ends, {}});
  EXPECT_EQ(way.calls, "iev");
  way.go(plain, {Stage::surface, Stage::ends});
  EXPECT_EQ(way.calls, "ise");
  EXPECT_NE(message_of<InputError>([&] {
              way.go(plain, {Stage::labels, {}});
            }).find("has no stage \"labels\""),
            std::string::npos);
  EXPECT_NE(message_of<InputError>([&] { stage_called("volum"); }).find("Did you mean \"volume\""), std::string::npos);
}

TEST(StageRun, KeepsNothingUnlessAsked)
{
  Way way;
  way.go(plain, {}, false);
  EXPECT_FALSE(std::filesystem::exists(way.output / "stages"));
  way.go(plain, {}, false);
  EXPECT_EQ(way.calls, "isev");
}

TEST(StageStore, KnowsWhatEntriesDecide)
{
  EXPECT_EQ(stage_of_entry("Label core/Size"), Stage::surface);
  EXPECT_EQ(stage_of_entry("Label core/Values"), Stage::labels);
  EXPECT_EQ(stage_of_entry("End left/Point"), Stage::ends);
  EXPECT_EQ(stage_of_entry("Ends/Open"), Stage::ends);
  EXPECT_EQ(stage_of_entry("Surface wall/Markers"), Stage::tags);
  EXPECT_EQ(stage_of_entry("Refinement/Times"), Stage::tags);
  EXPECT_EQ(stage_of_entry("Refine stenosis/Size"), Stage::ends);
  EXPECT_EQ(stage_of_entry("Boundary layer/Layers"), Stage::volume);
}
