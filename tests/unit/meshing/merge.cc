#include "meshing/merge.h"

#include "meshing/check.h"
#include "meshing/shapes/box.h"
#include "meshing/summary.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** Four slices along x, each 1 mm thick: 1 "a", 2 "b", 3 "c", 4 "d". */
  TaggedMesh
  slices()
  {
    TaggedMesh mesh   = make_box({.extent = {{4e-3, 1e-3, 2e-3}}, .size = 1e-3});
    mesh.region_names = {{1, "a"}, {2, "b"}, {3, "c"}, {4, "d"}};
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      mesh.regions[i] = 1 + static_cast<Tag>(1e3 * centre(mesh, mesh.cell(i))[0]);
    return mesh;
  }

  std::map<std::string, double>
  volumes(const TaggedMesh &mesh)
  {
    std::map<std::string, double> all;
    for (const auto &region : summarise(mesh).regions)
      all[region.name] = region.volume;
    return all;
  }
} // namespace

TEST(MeshMerge, RegionsAndSurfacesBecomeOne)
{
  TaggedMesh mesh = slices();
  merge_tags(mesh, {{"front", {"b", "1", "c"}}}, {{"sides", {"y_min", "y_max"}}, {"inlet", {"x_min"}}});
  EXPECT_EQ(mesh.region_names, (NameTable{{2, "front"}, {4, "d"}}));
  const auto volume_of = volumes(mesh);
  EXPECT_NEAR(volume_of.at("front"), 6e-9, 1e-20);
  EXPECT_NEAR(volume_of.at("d"), 2e-9, 1e-20);
  EXPECT_NEAR(area(mesh, "sides"), 16e-6, 1e-17);
  EXPECT_NEAR(area(mesh, "inlet"), 2e-6, 1e-17);
  EXPECT_NEAR(area(mesh, "z_min"), 4e-6, 1e-17);
  EXPECT_EQ(mesh.surface_names.size(), 5u);
  const Report report = check(mesh, Gates());
  EXPECT_TRUE(report.findings.empty()) << describe(report);
}

TEST(MeshMerge, NamesMayBeExchanged)
{
  TaggedMesh mesh = slices();
  const auto tags = mesh.regions;
  merge_tags(mesh, {{"a", {"b"}}, {"b", {"a"}}}, {});
  EXPECT_EQ(mesh.region_names, (NameTable{{1, "b"}, {2, "a"}, {3, "c"}, {4, "d"}}));
  EXPECT_EQ(mesh.regions, tags);
}

TEST(MeshMerge, RefusesWhatIsAmbiguous)
{
  TaggedMesh       mesh   = slices();
  const TaggedMesh before = mesh;
  expect_contains(message_of<InputError>([&] {
                    merge_tags(mesh, {{"d", {"a"}}}, {});
                  }),
                  "To join them, name both: d=a,d");
  expect_contains(message_of<InputError>([&] {
                    merge_tags(mesh, {{"e", {"a", "b"}}, {"f", {"2"}}}, {});
                  }),
                  "\"2\" is named twice");
  expect_contains(message_of([&] { merge_tags(mesh, {{"e", {"g"}}}, {}); }), "no region \"g\"");
  expect_contains(message_of<InputError>([&] { merge_tags(mesh, {{"e", {}}}, {}); }), "needs a new name");
  EXPECT_EQ(mesh, before);
}
