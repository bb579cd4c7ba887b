#include "meshing/formats/formats.h"
#include "meshing/shapes/box.h"
#include "tests/unit/meshing/helpers.h"

#include <hdf5.h>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  void
  put(hid_t file, const std::string &name, hid_t type, std::vector<hsize_t> sizes, const void *values)
  {
    const hid_t create = H5Pcreate(H5P_LINK_CREATE);
    H5Pset_create_intermediate_group(create, 1);
    const hid_t space = H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr);
    const hid_t set   = H5Dcreate2(file, name.c_str(), type, space, create, H5P_DEFAULT, H5P_DEFAULT);
    ASSERT_GE(H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values), 0);
    H5Dclose(set);
    H5Sclose(space);
    H5Pclose(create);
  }

  /** Two tetrahedra and all their seven faces, marked or not, as FEniCS writes them. */
  std::filesystem::path
  write_fenics(const Folder &folder, std::vector<std::uint64_t> markers)
  {
    const std::vector<double>        points = {0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1};
    const std::vector<std::uint64_t> cells  = {0, 1, 2, 3, 1, 2, 3, 4};
    const std::vector<std::uint64_t> faces  = {0, 1, 2, 0, 1, 3, 0, 2, 3, 1, 2, 3, 1, 2, 4, 1, 3, 4, 2, 3, 4};
    const hid_t file = H5Fcreate((folder / "m.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    put(file, "/Mesh/mesh/geometry", H5T_NATIVE_DOUBLE, {5, 3}, points.data());
    put(file, "/Mesh/mesh/topology", H5T_NATIVE_UINT64, {2, 4}, cells.data());
    put(file, "/MeshFunction/0/mesh/topology", H5T_NATIVE_UINT64, {7, 3}, faces.data());
    put(file, "/MeshFunction/0/values", H5T_NATIVE_UINT64, {7, 1}, markers.data());
    H5Fclose(file);
    return folder.write("m.xdmf", R"(<?xml version="1.0"?>
<!DOCTYPE Xdmf SYSTEM "Xdmf.dtd" []>
<Xdmf Version="3.0" xmlns:xi="http://www.w3.org/2001/XInclude">
  <Domain>
    <Grid Name="mesh" GridType="Uniform">
      <Topology NumberOfElements="2" TopologyType="Tetrahedron" NodesPerElement="4">
        <DataItem Dimensions="2 4" NumberType="UInt" Format="HDF">m.h5:/Mesh/mesh/topology</DataItem>
      </Topology>
      <Geometry GeometryType="XYZ">
        <DataItem Dimensions="5 3" Format="HDF">m.h5:/Mesh/mesh/geometry</DataItem>
      </Geometry>
    </Grid>
    <Grid Name="mesh" GridType="Uniform">
      <Topology NumberOfElements="7" TopologyType="Triangle" NodesPerElement="3">
        <DataItem Dimensions="7 3" NumberType="UInt" Format="HDF">m.h5:/MeshFunction/0/mesh/topology</DataItem>
      </Topology>
      <Geometry Reference="XML">/Xdmf/Domain/Grid/Geometry</Geometry>
      <Attribute Name="f" AttributeType="Scalar" Center="Cell">
        <DataItem Dimensions="7 1" Format="HDF">m.h5:/MeshFunction/0/values</DataItem>
      </Attribute>
    </Grid>
  </Domain>
</Xdmf>
)");
  }
} // namespace

TEST(VtkFormat, WritesWhatItReads)
{
  const Folder folder;
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    for (const Encoding encoding : {Encoding::binary, Encoding::ascii})
      {
        TaggedMesh mesh = make_box({.extent = {{2, 1, 1}}, .size = 0.5, .shape = shape});
        mesh.cell_data.push_back({"fibre", 3, std::vector<double>(3 * mesh.n_cells(), 1. / 3)});
        mesh.point_data.push_back({"depth", 1, std::vector<double>(mesh.points.size(), 0.1)});
        write_mesh(mesh, folder / "m.vtu", encoding);
        EXPECT_EQ(read_mesh(folder / "m.vtu", 1), mesh);
      }
}

TEST(VtkFormat, ReadsLegacyFilesAndTagsOfOtherPrograms)
{
  const Folder     folder;
  const TaggedMesh mesh = read_mesh(folder.write("m.vtk", R"(# vtk DataFile Version 3.0
a comment
ASCII
DATASET UNSTRUCTURED_GRID
POINTS 5 double
0 0 0 10 0 0 0 10 0 0 0 10 10 10 10
CELLS 3 14
4 0 1 2 3
4 1 2 3 4
3 0 1 2
CELL_TYPES 3
10
10
5
CELL_DATA 3
SCALARS gmsh:physical int 1
LOOKUP_TABLE default
31
30
5
VECTORS fibre double
1 0 0 0 1 0 0 0 0
)"),
                                    1e-3);
  EXPECT_EQ(mesh.regions, (std::vector<Tag>{31, 30}));
  EXPECT_EQ(mesh.surfaces, std::vector<Tag>{5});
  EXPECT_NEAR(volume(mesh), 0.5e-6, 1e-15);
  const auto fibre =
    std::find_if(mesh.cell_data.begin(), mesh.cell_data.end(), [](const Field &f) { return f.name == "fibre"; });
  ASSERT_NE(fibre, mesh.cell_data.end());
  EXPECT_EQ(fibre->values, (std::vector<double>{1, 0, 0, 0, 1, 0}));
}

TEST(VtkFormat, SaysWhatIsWrongWithAFile)
{
  const Folder folder;
  expect_contains(message_of([&] { read_mesh(folder.write("a.vtk", "rubbish"), 1); }), "a.vtk");
  expect_contains(message_of([&] { read_mesh(folder.write("a.vtu", "<VTKFile type=\"Unstruct"), 1); }), "a.vtu");
  expect_contains(message_of([&] {
                    read_mesh(folder.write("w.vtk", R"(# vtk DataFile Version 3.0
wedge
ASCII
DATASET UNSTRUCTURED_GRID
POINTS 6 double
0 0 0 1 0 0 0 1 0 0 0 1 1 0 1 0 1 1
CELLS 1 7
6 0 1 2 3 4 5
CELL_TYPES 1
13
)"),
                              1);
                  }),
                  "vtkWedge");
}

TEST(XdmfFormat, ReadsMarkersOnAllFacets)
{
  constexpr std::uint64_t none = 0, also_none = ~std::uint64_t(0);
  const Folder            folder;
  const TaggedMesh        mesh = read_mesh(write_fenics(folder, {10, none, 20, also_none, 30, 10, none}), 1);
  EXPECT_EQ(mesh.n_cells(), 2u);
  EXPECT_EQ(mesh.surfaces, (std::vector<Tag>{10, 20, 30, 10}));
  EXPECT_EQ(mesh.surface_names, (NameTable{{10, "surface_10"}, {20, "surface_20"}, {30, "surface_30"}}));
  EXPECT_EQ(std::vector<Index>(mesh.face(1).begin(), mesh.face(1).end()), (std::vector<Index>{0, 2, 3}));
  EXPECT_NEAR(volume(mesh), 0.5, 1e-15) << "FEniCS does not orient its cells";
  EXPECT_GT(cell_volume(mesh, 0), 0);
  EXPECT_GT(cell_volume(mesh, 1), 0);
}

TEST(XdmfFormat, SaysWhatIsWrongWithAFile)
{
  const Folder folder;
  const auto   file = write_fenics(folder, {1, 1, 1, 1, 1, 1, 1});
  std::string  text;
  std::getline(std::ifstream(file), text, '\0');
  const auto complaint = [&](const std::string &from, const std::string &to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return message_of([&] { read_mesh(folder.write("c.xdmf", changed), 1); });
  };
  expect_contains(complaint("</Xdmf>", ""), "c.xdmf:");
  expect_contains(complaint("m.h5:/Mesh/mesh/topology", "m.h5:/Mesh/topology"), "no data set \"/Mesh/topology\"");
  expect_contains(complaint("m.h5:/Mesh/mesh/topology", "other.h5:/Mesh/mesh/topology"), "other.h5");
  expect_contains(complaint("\"Tetrahedron\"", "\"Mixed\""), "no Grid has a Topology of the kind Tetrahedron");
  expect_contains(complaint("m.h5:/Mesh/mesh/geometry", "m.h5:/MeshFunction/0/values"), "three coordinates");
  expect_contains(complaint("m.h5:/MeshFunction/0/values", "m.h5:/Mesh/mesh/geometry"), "15 numbers for 7 cells");
}
