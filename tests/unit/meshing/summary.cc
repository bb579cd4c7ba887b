#include "meshing/summary.h"

#include "meshing/formats/formats.h"
#include "meshing/sha256.h"
#include "meshing/shapes/box.h"
#include "tests/unit/meshing/helpers.h"

#include <nlohmann/json.hpp>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  std::string
  sha256(const std::string &text)
  {
    Sha256 hash;
    hash.add(std::as_bytes(std::span(text)));
    return hash.digest();
  }
} // namespace

TEST(MeshSummary, Sha256OfPublishedMessages)
{
  // FIPS 180-4 examples.
  EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(sha256(std::string(1000000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(MeshSummary, Sha256DoesNotDependOnThePieces)
{
  const std::string text(1000, 'x');
  Sha256            hash;
  for (std::size_t i = 0; i < text.size(); i += 37)
    hash.add(std::as_bytes(std::span(text).subspan(i, std::min<std::size_t>(37, text.size() - i))));
  EXPECT_EQ(hash.digest(), sha256(text));
}

TEST(MeshSummary, ChecksumSeesEveryChange)
{
  const TaggedMesh  mesh  = make_box({.extent = {{2, 1, 1}}, .size = 1});
  const std::string sum   = checksum(mesh);
  TaggedMesh        other = mesh;
  other.points[3][1] += 1e-15;
  EXPECT_NE(checksum(other), sum);
  other            = mesh;
  other.regions[2] = 2;
  EXPECT_NE(checksum(other), sum);
  other             = mesh;
  other.surfaces[0] = 2;
  EXPECT_NE(checksum(other), sum);
  other = mesh;
  std::swap(other.cells[0], other.cells[1]);
  EXPECT_NE(checksum(other), sum);
}

TEST(MeshSummary, DescriptionHoldsCaps)
{
  const Folder folder;
  Facts        facts;
  facts.caps = {{"inlet", {1e-3, 2e-3, 3e-3}, {0, 0, -1}, 5e-6, 1.26e-3}, {"outlet_1", {}, {1, 0, 0}, 2e-6, 0.8e-3}};
  facts.displacement    = 0.1e-3;
  const Summary summary = summarise(make_box({}));
  write_sidecar(summary, {"vht-mesh", "surface", "", facts}, folder / "mesh.json");
  const auto json = nlohmann::json::parse(std::ifstream(folder / "mesh.json"));
  ASSERT_EQ(json["caps"].size(), 2u);
  EXPECT_EQ(json["caps"][0]["name"], "inlet");
  EXPECT_EQ(json["caps"][0]["centre"], (std::vector<double>{1e-3, 2e-3, 3e-3}));
  EXPECT_EQ(json["caps"][0]["normal"], (std::vector<double>{0, 0, -1}));
  EXPECT_EQ(json["caps"][1]["area"], 2e-6);
  EXPECT_EQ(json["caps"][1]["radius"], 0.8e-3);
  EXPECT_EQ(json["surface displacement"], 0.1e-3);
  write_sidecar(summary, {"vht-mesh", "slab", "", {}}, folder / "mesh.json");
  EXPECT_FALSE(nlohmann::json::parse(std::ifstream(folder / "mesh.json")).contains("caps"));
}

TEST(MeshSummary, DescriptionHoldsTheNumbers)
{
  const Folder     folder;
  const TaggedMesh mesh    = make_box({});
  const Summary    summary = summarise(mesh);
  write_sidecar(summary, {"vht-mesh 1.2.3", "slab", R"({"Size": "0.5 mm"})"}, folder / "mesh.json");
  const auto json = nlohmann::json::parse(std::ifstream(folder / "mesh.json"));
  EXPECT_EQ(json["nodes"], 4305);
  EXPECT_EQ(json["cells"], 20160);
  EXPECT_EQ(json["cell kind"], "tetrahedra");
  EXPECT_EQ(json["regions"][0]["name"], "myocardium");
  EXPECT_NEAR(json["regions"][0]["volume"].get<double>(), 420e-9, 1e-18);
  EXPECT_EQ(json["surfaces"][5]["name"], "z_max");
  EXPECT_NEAR(json["surfaces"][5]["area"].get<double>(), 140e-6, 1e-14);
  EXPECT_NEAR(json["bounding box"][1][0].get<double>(), 20e-3, 1e-12);
  EXPECT_NEAR(json["quality"]["dihedral angle"]["minimum"].get<double>(), 45, 1e-6);
  EXPECT_EQ(json["checksum"]["value"], checksum(mesh));
  EXPECT_EQ(json["provenance"]["parameters"]["Size"], "0.5 mm");

  std::size_t counted = 0;
  for (const std::size_t n : json["quality"]["radius ratio"]["histogram"]["counts"])
    counted += n;
  EXPECT_EQ(counted, 20160u);
}

TEST(MeshSummary, TableHasVolumesInMillilitres)
{
  const std::string table = as_table(summarise(make_box({})));
  expect_contains(table, "nodes              4305");
  expect_contains(table, "0.4200");
  expect_contains(table, "1.4000");
}
