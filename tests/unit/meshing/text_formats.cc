#include "meshing/formats/formats.h"
#include "tests/unit/meshing/helpers.h"

#include <algorithm>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  const std::string points_from_1 =
    "# five points\n5 3 1 0\n\n1 0 0 0 7\n2 10 0 0 0\n3 0 10 0 0\n4 0 0 10 0\n5 10 10 10 0\n";
  const std::string points_from_0 = "5 3 0 0\n0 0 0 0\n1 10 0 0\n2 0 10 0\n3 0 0 10\n4 10 10 10\n";
  const std::string cells_from_1  = "2 4 1\n1 1 2 3 4 31\n2 2 3 4 5 30\n";
  const std::string cells_from_0  = "2 4 1\n0 0 1 2 3 31\n1 1 2 3 4 30\n";

  const std::string cube_points =
    "8\n0 0 0\n1000 0 0\n1000 1000 0\n0 1000 0\n0 0 1000\n1000 0 1000\n1000 1000 1000\n0 1000 1000\n";
} // namespace

TEST(TetGenFormat, CountsFromZeroOrOne)
{
  const Folder folder;
  folder.write("one.node", points_from_1);
  folder.write("zero.node", points_from_0);
  const TaggedMesh one  = read_mesh(folder.write("one.ele", cells_from_1), 1e-3);
  const TaggedMesh zero = read_mesh(folder.write("zero.ele", cells_from_0), 1e-3);
  EXPECT_EQ(one, zero);
  EXPECT_EQ(one.regions, (std::vector<Tag>{31, 30}));
  EXPECT_EQ(one.region_names, (NameTable{{30, "region_30"}, {31, "region_31"}}));
  EXPECT_EQ(one.points[1], (Point{{10e-3, 0, 0}}));
  EXPECT_NEAR(volume(one), 1e-6 / 6 + 2e-6 / 6, 1e-15);
}

TEST(TetGenFormat, ReadsFacesOfBothKinds)
{
  const Folder folder;
  folder.write("a.node", points_from_1);
  folder.write("a.ele", cells_from_1);
  folder.write("a.face", "3 1\n1 1 2 3 5\n2 1 2 4 0\n3 1 3 4 6\n");
  const TaggedMesh face = read_mesh(folder / "a.node", 1);
  EXPECT_EQ(face.surfaces, (std::vector<Tag>{5, 6})) << "marker 0 is none";

  // Cardiac files repeat faces, with the same attributes and numbers.
  folder.write("b.node", points_from_1);
  folder.write("b.ele", cells_from_1);
  folder.write("b.sur", "3 3 2\n1 1 2 3 130 130\n2 1 3 2 130 130\n3 1 2 4 160 160\n");
  const TaggedMesh sur = read_mesh(folder / "b.ele", 1);
  EXPECT_EQ(sur.surfaces, (std::vector<Tag>{130, 160}));
  EXPECT_EQ(sur.surface_names, (NameTable{{130, "surface_130"}, {160, "surface_160"}}));
}

TEST(TetGenFormat, NodesFromAnotherFile)
{
  const Folder folder;
  folder.write("one.node", points_from_1);
  const auto       file  = folder.write("one.ele", cells_from_1);
  const auto       moved = folder.write("b.node", "5 3 0 0\n0 1 0 0\n1 21 0 0\n2 1 20 0\n3 1 0 20\n4 21 20 20\n");
  const TaggedMesh a = read_mesh(file, 1e-3), b = read_mesh(file, 1e-3, moved);
  EXPECT_EQ(a.cells, b.cells);
  EXPECT_EQ(b.points[1], (Point{{21e-3, 0, 0}}));
  EXPECT_NEAR(volume(b), 8 * volume(a), 1e-15);
  EXPECT_EQ(read_mesh(file, 1e-3, folder.write("b.pts", "5\n1 0 0\n21 0 0\n1 20 0\n1 0 20\n21 20 20\n")).points,
            b.points);
  const auto complaint = [&](const std::string &name, const std::string &text) {
    return message_of([&] { read_mesh(file, 1e-3, folder.write(name, text)); });
  };
  expect_contains(complaint("few.pts", "1\n0 0 0\n"), "few.pts has 1 nodes, but the mesh");
  expect_contains(complaint("c.node", "5 3 0 0\n1 0 0 0\n3 0 0 0\n"), "c.node:3");
  expect_contains(complaint("c.txt", ""), ".node (TetGen) or .pts (CARP)");
  expect_contains(message_of([&] { read_mesh(file, 1, folder / "none.pts"); }), "no file of nodes");
}

TEST(TetGenFormat, ComplainsWithFileAndLine)
{
  const Folder folder;
  folder.write("m.node", points_from_1);
  const auto complaint = [&](const std::string &cells) {
    return message_of([&] { read_mesh(folder.write("m.ele", cells), 1); });
  };
  expect_contains(complaint("2 4 1\n1 1 2 3 4 31\n2 2 3 4 6 30\n"), "m.ele:3: there is no point 6");
  expect_contains(complaint("2 4 1\n1 1 2 3 4 31\n"), "m.ele:2: the file ends");
  expect_contains(complaint("2 4 1\n1 1 2 x 4 31\n2 2 3 4 5 30\n"), "m.ele:2: expected a whole number");
  expect_contains(complaint("2 10 1\n"), "m.ele:1: only tetrahedra with 4 corners");
  folder.write("m.ele", cells_from_1);
  folder.write("m.face", "2 1\n1 1 2 3 5\n2 3 1 2 6\n");
  expect_contains(message_of([&] { read_mesh(folder / "m.ele", 1); }), "m.face:3: this face already has the marker 5");
  folder.write("m.node", "5 2 0 0\n");
  expect_contains(message_of([&] { read_mesh(folder / "m.ele", 1); }), "m.node:1: the dimension");
  folder.write("m.node", "2 3 0 0\n1 0 0 nan\n2 1 1 1\n");
  expect_contains(message_of([&] { read_mesh(folder / "m.ele", 1); }),
                  "m.node:2: expected a number for the z coordinate");
}

TEST(CarpFormat, ReadsTetrahedraWithFibresInMicrometres)
{
  const Folder folder;
  folder.write("h.pts", "5\n0 0 0\n10000 0 0\n0 10000 0\n0 0 10000\n10000 10000 10000\n");
  folder.write("h.elem", "2\nTt 0 1 2 3 31\nTt 1 2 3 4 0\n");
  folder.write("h.lon", "2\n1 0 0 0 1 0\n0 0 1 1 0 0\n");
  folder.write("h.surf", "1\nTr 0 1 2 4\n");
  const TaggedMesh mesh = read_mesh(folder / "h.pts", usual_length_unit(folder / "h.pts"));
  EXPECT_NEAR(volume(mesh), 0.5e-6, 1e-15);
  EXPECT_EQ(mesh.region_names.at(31), "region_31");
  EXPECT_EQ(mesh.region_names.at(mesh.regions[1]), "region_0") << "tags are positive, the name keeps the file's";
  EXPECT_EQ(mesh.surfaces, std::vector<Tag>{4});
  ASSERT_EQ(mesh.cell_data.size(), 2u);
  EXPECT_EQ(mesh.cell_data[0], (Field{"fibre", 3, {1, 0, 0, 0, 0, 1}}));
  EXPECT_EQ(mesh.cell_data[1], (Field{"sheet", 3, {0, 1, 0, 1, 0, 0}}));
}

TEST(CarpFormat, ReadsHexahedraInEitherOrder)
{
  const Folder folder;
  folder.write("carp.pts", cube_points);
  folder.write("vtk.pts", cube_points);
  const TaggedMesh carp = read_mesh(folder.write("carp.elem", "1\nHx 0 1 2 3 4 7 6 5 1\n"), 1e-6);
  const TaggedMesh vtk  = read_mesh(folder.write("vtk.elem", "1\nHx 0 1 2 3 4 5 6 7 1\n"), 1e-6);
  EXPECT_EQ(carp, vtk);
  EXPECT_NEAR(volume(carp), 1e-9, 1e-20);
}

TEST(CarpFormat, ComplainsWithFileAndLine)
{
  const Folder folder;
  folder.write("h.pts", "4\n0 0 0\n1 0 0\n0 1 0\n0 0 1\n");
  const auto complaint = [&](const std::string &cells) {
    return message_of([&] { read_mesh(folder.write("h.elem", cells), 1); });
  };
  expect_contains(complaint("1\nPr 0 1 2 3 3 3 1\n"), "h.elem:2: elements of the kind \"Pr\"");
  expect_contains(complaint("1\nTt 0 1 2 4 1\n"), "h.elem:2: there is no point 4");
  expect_contains(complaint("2\nTt 0 1 2 3 1\nHx 0 1 2 3 0 1 2 3 1\n"), "h.elem:3: tetrahedra and hexahedra are mixed");
  folder.write("h.elem", "1\nTt 0 1 2 3 1\n");
  folder.write("h.lon", "1\n1 0 0\n0 1 0\n");
  expect_contains(message_of([&] { read_mesh(folder / "h.elem", 1); }), "h.lon:3: there are more directions");
}
