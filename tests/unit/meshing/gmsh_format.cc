#include "meshing/formats/formats.h"
#include "meshing/shapes/box.h"
#include "meshing/shapes/ventricles.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  /** Two regions with a tagged interface, cell and point data. */
  TaggedMesh
  two_regions(CellShape shape)
  {
    TaggedMesh mesh       = make_box({.extent = {{2, 1, 1}}, .size = 1, .shape = shape});
    mesh.region_names[7]  = "right";
    mesh.surface_names[9] = "middle";
    for (std::size_t i = mesh.n_cells() / 2; i < mesh.n_cells(); ++i)
      mesh.regions[i] = 7;
    if (shape == CellShape::hexahedron)
      mesh.add_face(std::array<Index, 4>{{1, 4, 10, 7}}, 9);
    else
      mesh.add_face(std::array<Index, 3>{{1, 4, 10}}, 9);
    mesh.cell_data.push_back({"fibre", 3, {}});
    for (std::size_t i = 0; i < 3 * mesh.n_cells(); ++i)
      mesh.cell_data[0].values.push_back(0.1 * static_cast<double>(i) + 1. / 3);
    mesh.point_data.push_back({"depth", 1, {}});
    for (std::size_t i = 0; i < mesh.points.size(); ++i)
      mesh.point_data[0].values.push_back(1. / static_cast<double>(i + 1));
    return mesh;
  }

  const char *version_2 = R"($MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
2
2 3 "ENDO"
3 6 "WALL"
$EndPhysicalNames
$Nodes
5
1 0 0 0
2 10 0 0
3 0 10 0
4 0 0 10
9 10 10 10
$EndNodes
$Elements
4
1 1 2 1 1 1 2
2 2 2 3 1 1 2 3
3 4 2 6 1 1 2 3 4
4 4 2 6 1 2 3 4 9
$EndElements
)";
} // namespace

TEST(GmshFormat, WritesWhatItReads)
{
  const Folder folder;
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    for (const Encoding encoding : {Encoding::binary, Encoding::ascii})
      {
        const TaggedMesh mesh = two_regions(shape);
        write_mesh(mesh, folder / "mesh.msh", encoding);
        TaggedMesh again = read_mesh(folder / "mesh.msh", 1);
        EXPECT_EQ(again.points, mesh.points);
        EXPECT_EQ(again.cells, mesh.cells);
        EXPECT_EQ(again.regions, mesh.regions);
        EXPECT_EQ(again.faces, mesh.faces);
        EXPECT_EQ(again.surfaces, mesh.surfaces);
        EXPECT_EQ(again.region_names, mesh.region_names);
        EXPECT_EQ(again.surface_names, mesh.surface_names);
        EXPECT_EQ(again.cell_data, mesh.cell_data);
        EXPECT_EQ(again.point_data, mesh.point_data);
      }
}

TEST(GmshFormat, ReadsVersion2WithNames)
{
  const Folder     folder;
  const TaggedMesh mesh = read_mesh(folder.write("old.msh", version_2), 1e-3);
  ASSERT_EQ(mesh.n_cells(), 2u);
  EXPECT_EQ(mesh.points.size(), 5u);
  EXPECT_EQ(mesh.points[4], (Point{{10e-3, 10e-3, 10e-3}}));
  EXPECT_EQ(mesh.region_names, (NameTable{{6, "WALL"}}));
  EXPECT_EQ(mesh.surface_names, (NameTable{{3, "ENDO"}}));
  EXPECT_EQ(n_faces(mesh, "ENDO"), 1u);
  EXPECT_GT(cell_volume(mesh, 0), 0);
  EXPECT_GT(cell_volume(mesh, 1), 0);
}

TEST(GmshFormat, NamesGroupsThatHaveNone)
{
  const Folder      folder;
  std::string       text  = version_2;
  const std::size_t begin = text.find("$PhysicalNames"), end = text.find("$Nodes");
  text.erase(begin, end - begin);
  const TaggedMesh mesh = read_mesh(folder.write("unnamed.msh", text), 1);
  EXPECT_EQ(mesh.region_names, (NameTable{{6, "region_6"}}));
  EXPECT_EQ(mesh.surface_names, (NameTable{{3, "surface_3"}}));
}

TEST(GmshFormat, RefusesPrisms)
{
  const Folder      folder;
  const auto        file    = folder.write("prism.msh", R"($MeshFormat
2.2 0 8
$EndMeshFormat
$Nodes
6
1 0 0 0
2 1 0 0
3 0 1 0
4 0 0 1
5 1 0 1
6 0 1 1
$EndNodes
$Elements
1
1 6 2 1 1 1 2 3 4 5 6
$EndElements
)");
  const std::string message = message_of([&] { read_mesh(file, 1); });
  expect_contains(message, "prism.msh");
  expect_contains(message, "Prism");
  expect_contains(message, "tetrahedra");
}

TEST(GmshFormat, SaysWhatIsWrongWithAFile)
{
  const Folder folder;
  expect_contains(message_of([&] { read_mesh(folder / "nowhere.msh", 1); }), "There is no mesh file");
  expect_contains(message_of([&] { read_mesh(folder.write("a.msh", "solid cube\n"), 1); }), "a.msh:1: ");
  expect_contains(message_of([&] { read_mesh(folder.write("b.msh", "$MeshFormat\n1 0 8\n$EndMeshFormat\n"), 1); }),
                  "b.msh:2: ");
  expect_contains(message_of([&] { read_mesh(folder.write("c.abc", ""), 1); }), "is unknown");
  expect_contains(message_of([&] { read_mesh(folder.write("d.msh", "$MeshFormat\n2.2 0 8\n$EndMeshFormat\n"), 1); }),
                  "no volume cells");
  const std::string cut = std::string(version_2).substr(0, 200);
  EXPECT_THROW(read_mesh(folder.write("e.msh", cut), 1), MeshError);
}

TEST(GmshFormat, WritingNeedsAKnownEndingAndAFolder)
{
  const Folder     folder;
  const TaggedMesh mesh = make_box({.extent = {{1, 1, 1}}, .size = 1});
  expect_contains(message_of<InputError>([&] { write_mesh(mesh, folder / "mesh.stl"); }), "mesh.stl");
  expect_contains(message_of<InputError>([&] { write_mesh(mesh, folder / "not/there/mesh.msh"); }),
                  "cannot be written");
}
