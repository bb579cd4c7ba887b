#include "meshing/pipeline/mesh_case.h"

#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/pipeline/stages.h"
#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/read_case.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  MeshCase
  read_case(const Folder &folder, const std::string &text)
  {
    return test::read_case(folder.write("mesh.prm", text));
  }

  void
  ignore(const std::string &)
  {
  }

  const std::string chain_points = "6 3 0 0\n1 0 0 0\n2 10 0 0\n3 0 10 0\n4 0 0 10\n5 10 10 10\n6 20 0 10\n";
  const std::string chain_cells  = "3 4 1\n1 1 2 3 4 31\n2 2 3 4 5 30\n3 2 4 5 6 7\n";
} // namespace

TEST(MeshCase, ShapesTakeTheirSizesFromTheFile)
{
  const Folder     folder;
  const MeshCase   mesh_case = read_case(folder, R"(
subsection Mesh
  set Source = cable
  set Cells  = hexahedra
  set Size   = 0.25 mm
end
subsection Cable
  set Length = 1 cm
end
)");
  const TaggedMesh mesh      = read_source(mesh_case, ignore);
  EXPECT_EQ(mesh.n_cells(), 40u);
  EXPECT_NEAR(volume(mesh), 10e-3 * 0.25e-3 * 0.25e-3, 1e-18);
}

TEST(MeshCase, LeftVentricleTakesItsNumbersOfCells)
{
  const Folder      folder;
  const std::string numbers = R"(
subsection Left ventricle
  set Inner half axes = 25, 25, 90 mm
  set Outer half axes = 35, 35, 97 mm
  set Base            = 26 mm
  set Outer base      = 24 mm
  set Cells across    = 3
  set Cells around    = 16
end
)";
  const std::string shape   = "subsection Mesh\n  set Source = left ventricle\n";
  const TaggedMesh  mesh = read_source(read_case(folder, shape + "  set Cells = hexahedra\nend\n" + numbers), ignore);
  EXPECT_EQ(n_faces(mesh, "base"), 3u * 16u);
  EXPECT_EQ(mesh.shape, CellShape::hexahedron);
  expect_contains(message_of<InputError>([&] { read_case(folder, shape + "end\n" + numbers); }), "count hexahedra");
}

TEST(MeshCase, TellsWhenTheSizeDoesNotDivideTheExtent)
{
  const Folder     folder;
  std::string      said;
  const MeshCase   mesh_case = read_case(folder, "subsection Mesh\n  set Source = slab\n  set Size = 0.6 mm\nend\n");
  const TaggedMesh mesh      = read_source(mesh_case, [&](const std::string &text) { said += text; });
  expect_contains(said, "does not divide the extent in x; the spacing is 0.606061 mm");
  EXPECT_NEAR(volume(mesh), 420e-9, 1e-18);
}

TEST(MeshCase, FromFileThroughRulesAndRefinement)
{
  const Folder folder;
  folder.write("chain.node", chain_points);
  folder.write("chain.ele", chain_cells);
  folder.write("chain.face", "1 1\n1 1 2 3 130\n");
  const MeshCase mesh_case = read_case(folder, R"(
subsection Mesh
  set Source      = file
  set File        = chain.ele
  set Length unit = mm
end
subsection Region wall
  set Tags = 31, 30
end
subsection Surface endo
  set Markers = 130
end
subsection Surface cut
  set Facing = 7
end
subsection Surface epi
  set Remaining boundary = true
end
subsection Refinement
  set Times = 1
end
)");
  std::string    said;
  const Say      say  = [&](const std::string &text) { said += text + "\n"; };
  const auto     mesh = refine_as_asked(mesh_case, apply_rules(mesh_case, read_source(mesh_case, say), say), say);
  EXPECT_TRUE(meshing::check(mesh, mesh_case.gates).findings.empty());
  EXPECT_EQ(mesh.n_cells(), 16u);
  EXPECT_NEAR(volume(mesh), 0.5e-6, 1e-15);
  EXPECT_EQ(n_faces(mesh, "endo"), 4u);
  EXPECT_EQ(n_faces(mesh, "cut"), 4u);
  EXPECT_EQ(n_faces(mesh, "epi"), 16u);
  expect_contains(said, "Surface epi took 4 faces.");
}

TEST(MeshCase, RefusesContradictions)
{
  const Folder folder;
  const auto   complaint = [&](const std::string &text) {
    return message_of<InputError>([&] { read_case(folder, "subsection Mesh\n" + text + "end\n"); });
  };
  expect_contains(complaint("set Source = file\n"), "Mesh/File is not set");
  expect_contains(complaint("set File = a.msh\n"), "Set Source = file");
  expect_contains(complaint("set Source = biventricle\nset Cells = hexahedra\n"), "Use tetrahedra");
  expect_contains(complaint("set Source = biventricl\n"), "Did you mean \"biventricle\"");
  expect_contains(complaint("set Size = -1 mm\n"), "mesh.prm:2, Mesh/Size");
  expect_contains(complaint("set Length unit = mmm\n"), "Did you mean \"mm\"");
  expect_contains(message_of<InputError>([&] { read_case(folder, "subsection Region lv\nend\n"); }),
                  "Region lv/Tags is empty");
}

TEST(MeshCase, WritesMeshDescriptionAndVtuTogether)
{
  const Folder     folder;
  const MeshCase   mesh_case = read_case(folder, "subsection Mesh\n  set Source = slab\n  set Size = 1 mm\nend\n");
  const TaggedMesh mesh      = read_source(mesh_case, ignore);
  const Summary    summary =
    write_all(mesh, folder / "a.msh", Encoding::binary, true, {tool_with_version(), "slab", R"({"a": 1})"});
  EXPECT_EQ(checksum(read_mesh(folder / "a.msh", 1)), summary.checksum);
  EXPECT_EQ(checksum(read_mesh(folder / "a.vtu", 1)), summary.checksum);
  const auto json = nlohmann::json::parse(std::ifstream(folder / "a.json"));
  EXPECT_EQ(json["checksum"]["value"], summary.checksum);
  EXPECT_EQ(json["provenance"]["source"], "slab");
}

TEST(MeshCase, RefinesRegionsSurfacesAndPoints)
{
  const Folder folder;
  folder.write("chain.node", chain_points);
  folder.write("chain.ele", chain_cells);
  const std::string source  = R"(
subsection Mesh
  set Source      = file
  set File        = chain.ele
  set Length unit = mm
end
subsection Triangulation
  set Gradient = 1
end
subsection Region a
  set Tags = 31
end
subsection Region b
  set Tags = 30
end
subsection Surface all
  set Remaining boundary = true
end
)";
  const auto        refined = [&](const std::string &place) {
    const MeshCase mesh_case =
      read_case(folder, source + "subsection Refine here\n  set Size = 3 mm\n" + place + "end\n");
    const auto mesh =
      refine_as_asked(mesh_case, apply_rules(mesh_case, read_source(mesh_case, ignore), ignore), ignore);
    EXPECT_TRUE(usable(meshing::check(mesh, {.dihedral_angle = 0, .shape = 0})));
    EXPECT_NEAR(volume(mesh), 1e-6 / 6 + 2e-6 / 6, 1e-15);
    std::map<std::string, double> longest;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      for (unsigned k = 1; k < 4; ++k)
        {
          double &edge = longest[mesh.region_names.at(mesh.regions[i])];
          edge         = std::max(edge, norm(mesh.points[mesh.cell(i)[0]] - mesh.points[mesh.cell(i)[k]]));
        }
    return longest;
  };
  const auto region = refined("  set Region = a\n");
  EXPECT_LT(region.at("a"), 4.001e-3);
  EXPECT_GT(region.at("b"), 4.5e-3);
  const auto point = refined("  set Point = 10, 10, 10 mm\n");
  EXPECT_GT(point.at("a"), 4.5e-3);
  const auto far = refined("  set Point = 10, 10, 10 mm\n  set Distance = 20 mm\n");
  EXPECT_LT(std::max(far.at("a"), far.at("b")), 4.001e-3);
  EXPECT_LT(refined("  set Patch = all\n").at("b"), 8e-3);
  expect_contains(message_of([&] { refined("  set Region = c\n"); }), "no region \"c\"");
  const auto complaint = [&](const std::string &text) {
    return message_of<InputError>([&] { read_case(folder, text); });
  };
  expect_contains(complaint("subsection Refine a\n  set Region = b\nend\n"), "Refine a/Size is not set");
  expect_contains(complaint("subsection Refine a\n  set Size = 1 mm\n  set Region = b\n  set Patch = c\nend\n"),
                  "has a Patch and a Region");
  expect_contains(complaint("subsection Mesh\n  set Source = slab\n  set Cells = hexahedra\nend\n"
                            "subsection Refine a\n  set Size = 1 mm\nend\n"),
                  "not possible for hexahedra");
}

TEST(MeshCase, TransformRemeshAndHexahedra)
{
  const Folder     folder;
  const MeshCase   mesh_case = read_case(folder, R"(
subsection Mesh
  set Source = slab
  set Size   = 1 mm
end
subsection Slab
  set Extent = 4, 2, 2 mm
end
subsection Transform
  set Scale          = 2
  set Rotation angle = 90 degree
  set Translation    = 10, 0, 0 mm
end
subsection Remeshing
  set Factor = 1.5
end
subsection Refinement
  set Hexahedra = true
end
)");
  const TaggedMesh source    = read_source(mesh_case, ignore);
  const auto       box       = bounding_box(source);
  EXPECT_NEAR(box.low[0], 6e-3, 1e-15);
  EXPECT_NEAR(box.high[0], 10e-3, 1e-15);
  EXPECT_NEAR(box.high[1], 8e-3, 1e-15);
  std::string      said;
  const TaggedMesh mesh = refine_as_asked(mesh_case, source, [&](const std::string &text) { said += text; });
  EXPECT_EQ(mesh.shape, CellShape::hexahedron);
  EXPECT_LT(mesh.n_cells(), 4 * source.n_cells());
  EXPECT_NEAR(volume(mesh), 128e-9, 1e-12);
  EXPECT_NEAR(area(mesh, "x_min"), 16e-6, 1e-8);
  expect_contains(said, "instead of 96");
}

TEST(MeshCase, EntriesThatContradictEachOther)
{
  const Folder folder;
  expect_contains(message_of<InputError>(
                    [&] { read_case(folder, "subsection Transform\n  set Matrix = 1, 0, 0\nend\n"); }),
                  "Transform/Matrix: The matrix has 3 numbers");
  expect_contains(message_of<InputError>([&] {
                    read_case(folder, "subsection Remeshing\n  set Factor = 2\n  set Edge length = 1 mm\nend\n");
                  }),
                  "a length of edges or a factor, not both");
}

// Refined, turned, and then curved: the nodes are on the cylinder where it is now.
TEST(MeshCase, CurvedCellsLieOnTheMovedSurface)
{
  const Folder      folder;
  const std::string text      = R"(
subsection Mesh
  set Source = tube
  set Cells  = hexahedra
  set Size   = 3 mm
  set Order  = 2
end
subsection Transform
  set Scale          = 2
  set Rotation axis  = 1, 1, 0
  set Rotation angle = 30 degree
  set Translation    = 1, 2, 3 mm
end
subsection Refinement
  set Times = 1
end
)";
  const MeshCase    mesh_case = read_case(folder, text);
  const TaggedMesh  mesh      = in_one_go(steps_of(mesh_case, "", ignore)).mesh;
  const double      exact     = std::numbers::pi * std::pow(8e-3, 2) * 80e-3;
  EXPECT_EQ(mesh.n_cells(), 1248u);
  EXPECT_EQ(mesh.order(), 2u);
  EXPECT_NEAR(summarise(mesh).regions[0].volume / exact, 1, 1e-4);
}

TEST(MeshCase, CurvedCellsNeedASurface)
{
  const Folder      folder;
  const std::string order = "subsection Mesh\nset Order = 2\nset Source = ";
  expect_contains(message_of<InputError>([&] { read_case(folder, order + "left atrium\nend\n"); }),
                  "Refinement/Curved = true");
  read_case(folder, order + "left atrium\nend\nsubsection Refinement\nset Curved = true\nend\n");
  read_case(folder, order + "biventricle\nend\n");
  expect_contains(message_of<InputError>([&] {
                    read_case(folder, order + "biventricle\nend\nsubsection Remeshing\nset Factor = 2\nend\n");
                  }),
                  "Set Mesh/Size instead");
}
