#include "meshing/check.h"
#include "meshing/pipeline/stages.h"
#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"
#include "tests/unit/meshing/image_files.h"
#include "tests/unit/meshing/read_case.h"

#include <nlohmann/json.hpp>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** A ball with a core, 1 mm voxels, off the middle of the world. */
  std::string
  ball_with_core(const std::string &description)
  {
    const auto image = synthetic(22, 1e-3, {{1, "shell"}, {2, "core"}}, [](const Point &x) {
      const double r = std::hypot(x[0], x[1], x[2]);
      return r < 5e-3 ? 7 : r < 9e-3 ? 3 : 0;
    });
    Nifti      nifti({22, 22, 22}, std::vector<std::uint8_t>(image.labels.begin(), image.labels.end()));
    nifti.sform({1, 0, 0, 100, 0, 1, 0, 200, 0, 0, 1, 300}).text(148, description);
    return nifti.bytes();
  }

  const std::string ball_case = R"(
subsection Mesh
  set Source = image
end
subsection Image
  set File = ball.nii
end
subsection Label shell
  set Values = 3
end
subsection Label core
  set Values = 7
  set Size   = 1.5 mm
end
)";

  const std::filesystem::path anatomy = VHT_ANATOMY, cases = VHT_CASES;

  void
  expect_sound(const MeshCase &mesh_case, const std::map<std::string, double> &largest_drift)
  {
    Facts            facts;
    const TaggedMesh mesh = read_source(
      mesh_case, [](const std::string &text) { std::cout << text << '\n'; }, facts);
    const Report report = check(apply_rules(mesh_case, mesh, [](const std::string &) {}), mesh_case.gates);
    EXPECT_TRUE(usable(report)) << describe(report);
    for (const auto &[region, drift] : largest_drift)
      EXPECT_LT(std::abs(facts.drifts.at(region)), drift) << region;
  }
} // namespace

#define SKIP_WITHOUT(file)            \
  if (!std::filesystem::exists(file)) \
  GTEST_SKIP() << (file).string() << " is missing; set VHT_ANATOMY to the folder of anatomies"

TEST(ImageCase, MeshWithItsDescriptionAndNobodysName)
{
  const Folder folder;
  folder.write("ball.nii", ball_with_core("Jane Doe, 1970-01-01"));
  const MeshCase mesh_case = read_case(folder.write("mesh.prm", ball_case));
  std::string    said;
  Facts          facts;
  const auto     mesh = read_source(
        mesh_case, [&](const std::string &text) { said += text + "\n"; }, facts);
  EXPECT_TRUE(usable(meshing::check(mesh, mesh_case.gates)));
  EXPECT_EQ(mesh.region_names, (NameTable{{1, "shell"}, {2, "core"}}));
  const BoundingBox box = bounding_box(mesh);
  EXPECT_NEAR(0.5 * (box.low[0] + box.high[0]), 110.5e-3, 0.3e-3);
  EXPECT_NEAR(0.5 * (box.low[2] + box.high[2]), 310.5e-3, 0.3e-3);

  std::filesystem::create_directory(folder / "out");
  const Summary summary =
    write_all(mesh, folder / "out/mesh.msh", Encoding::ascii, true, {"vht-mesh", "image", "{}", facts});
  const auto json = nlohmann::json::parse(std::ifstream(folder / "out/mesh.json"));
  EXPECT_LT(std::abs(json["volume drift"]["shell"].get<double>()), 0.02);
  EXPECT_LT(std::abs(json["volume drift"]["core"].get<double>()), 0.02);
  EXPECT_EQ(json["provenance"]["image geometry"], "sform, RAS");
  EXPECT_EQ(json["provenance"]["mesher"], "HXT");
  EXPECT_EQ(json["provenance"]["text in the header of ball.nii"], "descrip");
  EXPECT_NE(said.find("descrip"), std::string::npos);

  EXPECT_EQ(said.find("Jane"), std::string::npos);
  for (const auto &entry : std::filesystem::directory_iterator(folder / "out"))
    {
      std::ostringstream content;
      content << std::ifstream(entry.path(), std::ios::binary).rdbuf();
      EXPECT_EQ(content.str().find("Jane"), std::string::npos) << entry.path();
      EXPECT_EQ(content.str().find("1970-01-01"), std::string::npos) << entry.path();
    }
}

TEST(ImageCase, RefusesContradictionsAndDrift)
{
  const Folder folder;
  folder.write("ball.nii", ball_with_core(""));
  const auto complaint = [&](const std::string &text) {
    return message_of<InputError>(
      [&] { read_case(folder.write("a.prm", "subsection Mesh\nset Source = image\nend\n" + text)); });
  };
  EXPECT_NE(complaint("").find("Image/File is not set"), std::string::npos);
  EXPECT_NE(complaint("subsection Label a\nend\n").find("has no File"), std::string::npos);
  const std::string file = "subsection Image\nset File = ball.nii\nend\nsubsection Label a\n";
  EXPECT_NE(complaint(file + "end\n").find("Label a/Values is empty"), std::string::npos);
  EXPECT_NE(complaint(file + "set Values = x\nend\n").find("\"x\""), std::string::npos);
  EXPECT_NE(complaint("subsection Image\nset Length unit = mmm\nend\n").find("Did you mean"), std::string::npos);

  MeshCase strict            = read_case(folder.write("mesh.prm", ball_case));
  strict.gates.drift.refused = 1e-9;
  const auto ignore          = [](const std::string &) {};
  Facts      facts;
  read_source(strict, ignore, facts);
  EXPECT_NE(message_of<GateError>([&] { judge_volumes(strict, facts, ignore); }).find("core: "), std::string::npos);
}

TEST(RealImages, LiverWithItsVeins)
{
  MeshCase mesh_case   = read_case(cases / "meshing" / "spl_liver" / "mesh.prm");
  mesh_case.image.file = anatomy / "spl_liver" / "liver_labels.vtk";
  SKIP_WITHOUT(mesh_case.image.file);
  expect_sound(mesh_case, {{"liver", 0.01}, {"portal_vein", 0.02}, {"hepatic_vein", 0.02}});

  // The same labels in NRRD: packed, LPS by its own word.
  const Image nrrd = read_image(anatomy / "spl_liver" / "seg.nrrd"),
              vtk  = read_image(mesh_case.image.file, {{}, Axes::lps});
  EXPECT_EQ(nrrd.dimensions, (std::array<std::size_t, 3>{256, 256, 113}));
  EXPECT_EQ(std::count(nrrd.values.begin(), nrrd.values.end(), 3.f), 181482);
  Point centre_nrrd{}, centre_vtk{};
  for (const auto &[image, label, centre] : {std::tuple(&nrrd, 3.f, &centre_nrrd), std::tuple(&vtk, 1.f, &centre_vtk)})
    for (std::size_t i = 0; i < image->n_voxels(); ++i)
      if (image->values[i] == label)
        {
          const auto &n = image->dimensions;
          const Point x = image->to_world({static_cast<double>(i % n[0]), static_cast<double>(i / n[0] % n[1]),
                                           static_cast<double>(i / n[0] / n[1])});
          for (unsigned d = 0; d < 3; ++d)
            (*centre)[d] += x[d] / 181482;
        }
  for (unsigned d = 0; d < 3; ++d)
    EXPECT_NEAR(centre_nrrd[d], centre_vtk[d], 1e-3);
  EXPECT_GT(centre_nrrd[0], 0) << "a liver lies on the right";
}

TEST(RealImages, GreyAndWhiteMatter)
{
  MeshCase   mesh_case = read_case(cases / "meshing" / "mni152_brain" / "mesh.prm");
  const auto folder    = anatomy / "mni152_brain";
  for (auto &label : mesh_case.image.labels)
    label.file = folder / label.file.filename();
  SKIP_WITHOUT(mesh_case.image.labels[0].file);
  expect_sound(mesh_case, {{"grey_matter", 0.02}, {"white_matter", 0.02}});
}
