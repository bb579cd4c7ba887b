#include "meshing/check.h"
#include "meshing/extract.h"
#include "meshing/formats/formats.h"
#include "meshing/quality.h"
#include "meshing/region_volumes.h"
#include "meshing/remesh_volume.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

TEST(RealHearts, FourChambersWithEdgesTwiceAsLong)
{
  const auto file = std::filesystem::path(VHT_ANATOMY) / "heart" / "four_chamber_human" / "heartT4.ele";
  if (!std::filesystem::exists(file))
    GTEST_SKIP() << file.string() << " is missing; set VHT_ANATOMY to the folder of anatomies";
  std::vector<RegionRule> regions;
  for (int tag = 30; tag < 40; ++tag)
    regions.push_back({"region_" + std::to_string(tag), {std::to_string(tag)}});
  std::vector<SurfaceRule> surfaces;
  for (const std::string tag : {"130", "131", "132", "133", "159", "160"})
    {
      surfaces.emplace_back();
      surfaces.back().name    = "surface_" + tag;
      surfaces.back().markers = {tag};
    }
  surfaces.emplace_back();
  surfaces.back().name      = "others";
  surfaces.back().remaining = true;
  const TaggedMesh source   = extract(read_mesh(file, 1e-3), regions, surfaces, false).mesh;
  const double     edge     = edge_lengths(source).mean;

  const RemeshedVolume result = remesh_volume(source, 2 * edge);
  EXPECT_LT(result.mesh.n_cells(), source.n_cells() / 4) << result.account;
  EXPECT_NEAR(edge_lengths(result.mesh).mean, 2 * edge, 0.2 * edge);
  const auto volumes = region_volumes(result.mesh);
  for (const auto &[tag, volume] : region_volumes(source))
    EXPECT_NEAR(volumes.at(tag), volume, 0.02 * volume) << source.region_names.at(tag);
  for (const auto &[tag, name] : source.surface_names)
    EXPECT_NEAR(area(result.mesh, name), area(source, name), 0.05 * area(source, name)) << name;
  const Report report = check(result.mesh, Gates());
  EXPECT_TRUE(usable(report)) << describe(report) << result.account;
}
