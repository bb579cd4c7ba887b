#include "meshing/check.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/pipeline/stages.h"
#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  const std::filesystem::path anatomy = std::filesystem::path(VHT_ANATOMY) / "vascular_brain", cases = VHT_CASES;

  MeshCase
  read_case(const std::string &name)
  {
    ParameterStore store(CaseFile(cases / "meshing" / name / "mesh.prm"));
    MeshCase       mesh_case;
    mesh_case.declare(store.root());
    store.finish();
    return mesh_case;
  }

  TaggedMesh
  sound_mesh(const MeshCase &mesh_case, std::string &said)
  {
    TaggedMesh   mesh   = read_source(mesh_case, [&](const std::string &text) { said += text + "\n"; });
    const Report report = check(mesh, mesh_case.gates);
    EXPECT_TRUE(usable(report)) << describe(report);
    return mesh;
  }
} // namespace

#define SKIP_WITHOUT(file)            \
  if (!std::filesystem::exists(file)) \
  GTEST_SKIP() << (file).string() << " is missing; set VHT_ANATOMY to the folder of anatomies"

TEST(RealSurfaces, PialSurfaceWithItsTerritories)
{
  MeshCase mesh_case           = read_case("pial_surface");
  mesh_case.triangulation.file = anatomy / "pial_surface" / "PialSurface.vtp";
  SKIP_WITHOUT(mesh_case.triangulation.file);
  mesh_case.check();
  std::string      said;
  const TaggedMesh mesh = sound_mesh(mesh_case, said);
  expect_contains(said, "85 edges of more than two triangles");
  // Lines through the file's triangles, parallel to z and half a millimetre apart, are inside for 1.43 L together.
  EXPECT_NEAR(volume(mesh) / 1.426e-3, 1, 0.01);
  // The file's own areas, before repair and new triangles.
  const std::map<std::string, double> areas = {{"right_aca", 112}, {"right_mca", 235}, {"left_mca", 216},
                                               {"left_aca", 167},  {"right_pca", 106}, {"left_pca", 114},
                                               {"cerebellum", 116}};
  for (const auto &[patch, square_centimetres] : areas)
    EXPECT_NEAR(area(mesh, patch) * 1e4 / square_centimetres, 1, 0.05) << patch;
  EXPECT_NEAR(area(mesh, "brain_stem") * 1e4, 11, 1);
}

TEST(RealSurfaces, ArteriesFromCentrelines)
{
  MeshCase mesh_case     = read_case("cerebral_arteries");
  mesh_case.network.file = anatomy / "brava_centerlines" / "BG0014.vtp";
  SKIP_WITHOUT(mesh_case.network.file);
  mesh_case.network.smallest_radius = 1e-3;
  mesh_case.check();
  std::string      said;
  const TaggedMesh mesh = sound_mesh(mesh_case, said);
  expect_contains(said, "3933 points and 3932 edges");
  EXPECT_GT(mesh.surface_names.size(), 4u);
  EXPECT_EQ(mesh.region_names, (NameTable{{1, "lumen"}}));

  // The same with a zero radius somewhere: Set8 has one.
  mesh_case.network.file = anatomy / "brava_centerlines" / "Set8.vtp";
  expect_contains(message_of([&] { read_source(mesh_case, [](const std::string &) {}); }), "radius of point 1932 is 0");
  mesh_case.network.missing_radii = "neighbours";
  sound_mesh(mesh_case, said);
  expect_contains(said, "1 points without a radius");
}
