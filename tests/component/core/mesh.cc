#include "solvers/core/mesh.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gmsh.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <numeric>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;

  /** Area of all faces with a tag, each quadrangle as a bilinear patch, by a fine midpoint rule. */
  double
  area(const MeshFile &file, unsigned int tag)
  {
    const auto corner = [&](const MeshFile::Face &face, unsigned int k) {
      const auto &x = file.points[face.nodes[k]];
      return Tensor({x[0], x[1], x[2]});
    };
    double sum = 0.;
    for (const MeshFile::Face &face : file.faces)
      if (face.tag == tag && file.simplex)
        sum +=
          dealii::cross_product_3d(corner(face, 1) - corner(face, 0), corner(face, 2) - corner(face, 0)).norm() / 2.;
      else if (face.tag == tag)
        {
          constexpr unsigned int n = 50;
          const Tensor           o = corner(face, 0), a = corner(face, 1), b = corner(face, 2), c = corner(face, 3);
          for (unsigned int i = 0; i < n; ++i)
            for (unsigned int j = 0; j < n; ++j)
              {
                const double u = (i + 0.5) / n, v = (j + 0.5) / n;
                sum +=
                  dealii::cross_product_3d((1. - v) * (a - o) + v * (b - c), (1. - u) * (c - o) + u * (b - a)).norm() /
                  (n * n);
              }
        }
    return sum;
  }

  /** Run on the first rank alone what the others then read. */
  void
  on_first_rank(const std::function<void()> &action)
  {
    if (mpi::this_mpi_process(MPI_COMM_WORLD) == 0)
      action();
    MPI_Barrier(MPI_COMM_WORLD);
  }

  class MeshOf : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

TEST_P(MeshOf, a_box_has_exact_volumes_and_areas)
{
  const Mesh mesh(make_box(GetParam(), {4, 3, 2}, {0.04, 0.03, 0.02}), "box", MPI_COMM_WORLD);

  EXPECT_EQ(mesh.is_simplex(), GetParam() == CellShape::tetrahedra);
  EXPECT_EQ(mesh.n_cells(), mesh.is_simplex() ? 144u : 24u);
  ASSERT_EQ(mesh.regions().size(), 2u);
  EXPECT_NEAR(measure(mesh.regions(), "left"), 12e-6, 1e-18);
  EXPECT_NEAR(measure(mesh.regions(), "right"), 12e-6, 1e-18);
  ASSERT_EQ(mesh.surfaces().size(), 6u);
  for (const std::string end : {"_min", "_max"})
    {
      EXPECT_NEAR(measure(mesh.surfaces(), "x" + end), 6e-4, 1e-16);
      EXPECT_NEAR(measure(mesh.surfaces(), "y" + end), 8e-4, 1e-16);
      EXPECT_NEAR(measure(mesh.surfaces(), "z" + end), 12e-4, 1e-16);
    }
  ASSERT_EQ(mesh.interfaces().size(), 1u);
  EXPECT_NEAR(measure(mesh.interfaces(), "middle"), 6e-4, 1e-16);

  EXPECT_EQ(mesh.region("left", "test"), 11u);
  EXPECT_EQ(mesh.surface("z_max", "test"), 6u);
  EXPECT_TRUE(mesh.has_surface("y_min"));
  EXPECT_FALSE(mesh.has_surface("middle"));
  EXPECT_EQ(mesh.bounding_box().first, Point(0., 0., 0.));
  EXPECT_EQ(mesh.bounding_box().second, Point(0.04, 0.03, 0.02));
  if (!mesh.is_simplex())
    {
      EXPECT_NEAR(mesh.mean_edge_length(), 0.01, 1e-15);
    }
}

TEST_P(MeshOf, a_long_bar_is_cut_across)
{
  const Mesh            mesh(make_box(GetParam(), {24, 2, 2}, {0.24, 0.02, 0.02}), "bar", MPI_COMM_WORLD);
  const Mesh::Partition part    = mesh.partition();
  const unsigned int    n_ranks = mpi::n_mpi_processes(MPI_COMM_WORLD);
  const std::size_t     across  = mesh.is_simplex() ? 8 : 4; // faces of one section
  EXPECT_GE(part.edge_cut, (n_ranks - 1) * across);
  EXPECT_LE(part.edge_cut, 2 * (n_ranks - 1) * across) << "METIS may cut at a slant, but not lengthwise";
  EXPECT_EQ(part.most_cells, mpi::max(mesh.triangulation().n_locally_owned_active_cells(), MPI_COMM_WORLD));
  EXPECT_LT(part.imbalance, 0.1);
  EXPECT_EQ(mesh.describe_partition().empty(), n_ranks == 1);
}

TEST_P(MeshOf, a_distorted_box_keeps_volumes_and_areas)
{
  MeshFile file = make_unit_box(GetParam(), 4);
  distort(file, 0.1);
  const Mesh mesh(file, "distorted box", MPI_COMM_WORLD);
  EXPECT_NEAR(measure(mesh.regions(), "left"), 0.5, 1e-13);
  EXPECT_NEAR(measure(mesh.regions(), "right"), 0.5, 1e-13);
  EXPECT_NEAR(measure(mesh.surfaces(), "y_max"), 1., 1e-13);
  EXPECT_NEAR(measure(mesh.interfaces(), "middle"), 1., 1e-13);
}

// The faces of hexahedra on a curved wall are not plane.
TEST_P(MeshOf, a_shell_has_the_volume_and_areas_of_its_cells)
{
  const MeshFile file = make_shell(GetParam(), 4, 2);
  const Mesh     mesh(file, "shell", MPI_COMM_WORLD);
  double         volume = 0.;
  for (const MeshFile::Cell &cell : file.cells)
    {
      EXPECT_GT(cell_volume(file, cell), 0.);
      volume += cell_volume(file, cell);
    }
  EXPECT_NEAR(measure(mesh.regions(), "myocardium"), volume, 1e-12 * volume);
  for (const auto &[name, tag] : file.surfaces)
    EXPECT_NEAR(measure(mesh.surfaces(), name), area(file, tag), 1e-3 * area(file, tag)) << name;

  // Half the difference of two ellipsoids, within what straight edges cut off.
  const double exact = 2. / 3. * M_PI * (0.035 * 0.035 * 0.065 - 0.025 * 0.025 * 0.055);
  EXPECT_NEAR(volume, exact, 0.08 * exact);
}

TEST_P(MeshOf, cells_keep_region_and_place_of_the_file)
{
  MeshFile file = make_box(GetParam(), {4, 3, 3});
  move_nodes(file, [](const Point &p) { return Point(p[0] + 0.1 * p[1] * p[2], p[1] * (1. + p[0]), p[2]); });
  const Mesh         mesh(file, "box", MPI_COMM_WORLD);
  const unsigned int n_corners = mesh.is_simplex() ? 4 : 8;

  std::vector<unsigned int> seen(file.cells.size());
  for (const auto &cell : mesh.triangulation().active_cell_iterators())
    if (cell->is_locally_owned())
      {
        const std::size_t index = Mesh::file_index(cell);
        ASSERT_LT(index, file.cells.size());
        ++seen[index];
        EXPECT_EQ(cell->material_id(), file.cells[index].region);
        Tensor centre, expected;
        for (unsigned int v = 0; v < n_corners; ++v)
          {
            centre += Tensor(cell->vertex(v)) / n_corners;
            for (unsigned int d = 0; d < dim; ++d)
              expected[d] += file.points[file.cells[index].nodes[v]][d] / n_corners;
          }
        EXPECT_LT((centre - expected).norm(), 1e-14);
      }
  mpi::sum(seen, MPI_COMM_WORLD, seen);
  EXPECT_EQ(std::count(seen.begin(), seen.end(), 1u), static_cast<long>(seen.size())) << "each cell is owned once";
}

TEST_P(MeshOf, interface_faces_are_known_from_both_sides_and_boundary_faces_carry_their_tag)
{
  const Mesh   mesh(make_box(GetParam(), {4, 3, 2}), "box", MPI_COMM_WORLD);
  unsigned int n_left = 0, n_right = 0, n_boundary = 0;
  for (const auto &cell : mesh.triangulation().active_cell_iterators())
    if (cell->is_locally_owned())
      for (const unsigned int f : cell->face_indices())
        {
          if (const auto face = mesh.interface_faces().find({cell->id(), f}); face != mesh.interface_faces().end())
            {
              EXPECT_EQ(face->second, 21u);
              EXPECT_NEAR(cell->face(f)->center()[0], 0.5, 1e-14);
              ++(cell->material_id() == 11 ? n_left : n_right);
            }
          if (cell->at_boundary(f))
            {
              const unsigned int tag = cell->face(f)->boundary_id();
              ASSERT_GE(tag, 1u);
              ASSERT_LE(tag, 6u);
              EXPECT_NEAR(cell->face(f)->center()[(tag - 1) / 2], tag % 2 == 1 ? 0. : 1., 1e-14);
              ++n_boundary;
            }
        }
  const unsigned int per_square = mesh.is_simplex() ? 2 : 1;
  EXPECT_EQ(mpi::sum(n_left, MPI_COMM_WORLD), 6 * per_square);
  EXPECT_EQ(mpi::sum(n_right, MPI_COMM_WORLD), 6 * per_square);
  EXPECT_EQ(mpi::sum(n_boundary, MPI_COMM_WORLD), 2 * (6 + 8 + 12) * per_square);
}

// Written by hand in Gmsh's old format, rewritten by Gmsh in the new one: the mesh and its hash stay the same.
TEST_P(MeshOf, a_file_is_the_same_in_both_versions_of_the_format_and_in_memory)
{
  const auto     folder = scratch_folder();
  const MeshFile file   = make_box(GetParam(), {4, 3, 2}, {0.04, 0.03, 0.02});
  on_first_rank([&]() {
    write_msh(file, folder / "old.msh");
    gmsh::initialize();
    gmsh::option::setNumber("General.Terminal", 0);
    gmsh::open((folder / "old.msh").string());
    gmsh::option::setNumber("Mesh.MshFileVersion", 4.1);
    gmsh::option::setNumber("Mesh.Binary", 1);
    gmsh::write((folder / "new.msh").string());
    gmsh::finalize();
  });

  const MeshFile read = read_mesh_file(folder / "old.msh", 1.);
  EXPECT_EQ(read.simplex, file.simplex);
  EXPECT_EQ(read.points, file.points);
  EXPECT_EQ(read.regions, file.regions);
  EXPECT_EQ(read.surfaces, file.surfaces);
  EXPECT_EQ(read.faces.size(), file.faces.size());
  ASSERT_EQ(read.cells.size(), file.cells.size());
  for (std::size_t i = 0; i < file.cells.size(); ++i)
    {
      EXPECT_EQ(read.cells[i].nodes, file.cells[i].nodes);
      EXPECT_EQ(read.cells[i].region, file.cells[i].region);
    }

  const Mesh in_old({.file = folder / "old.msh"}, MPI_COMM_WORLD), in_new({.file = folder / "new.msh"}, MPI_COMM_WORLD);
  EXPECT_EQ(in_old.checksum(), in_new.checksum());
  EXPECT_EQ(in_old.checksum().size(), 16u);
  for (const Mesh *mesh : {&in_old, &in_new})
    {
      EXPECT_NEAR(measure(mesh->regions(), "left"), 12e-6, 1e-18);
      EXPECT_NEAR(measure(mesh->surfaces(), "x_max"), 6e-4, 1e-16);
      EXPECT_NEAR(measure(mesh->interfaces(), "middle"), 6e-4, 1e-16);
    }

  on_first_rank([&]() {
    MeshFile other = file;
    other.points.back()[0] += 1e-9;
    write_msh(other, folder / "other.msh");
  });
  EXPECT_NE(Mesh({.file = folder / "other.msh"}, MPI_COMM_WORLD).checksum(), in_old.checksum());
}

TEST_P(MeshOf, millimetres_are_scaled_when_asked_and_noticed_when_not)
{
  const auto folder = scratch_folder();
  on_first_rank([&]() { write_msh(make_box(GetParam(), {4, 3, 2}, {80., 60., 40.}), folder / "mm.msh"); });

  const Mesh scaled({.file = folder / "mm.msh", .length_unit = "mm"}, MPI_COMM_WORLD);
  EXPECT_NEAR(measure(scaled.regions(), "left"), 0.5 * 0.08 * 0.06 * 0.04, 1e-15);
  EXPECT_NO_THROW(scaled.check_extent(0.03, 0.3, "a heart"));

  const Mesh plain({.file = folder / "mm.msh"}, MPI_COMM_WORLD);
  expect_error<MeshError>([&] { plain.check_extent(0.03, 0.3, "a heart"); },
                          {"mm.msh is 80 m long", "a heart is between 0.03 and 0.3 m", "Mesh/Length unit = mm"});
  expect_error<MeshError>([&] { plain.check_extent(1., 2., "a giant"); }, {"Check Mesh/Length unit"});
  expect_error<InputError>([&] { Mesh({.file = folder / "mm.msh", .length_unit = "mn"}, MPI_COMM_WORLD); },
                           {"Length unit", "mn"});
}

TEST_P(MeshOf, an_inverted_cell_is_refused_with_its_place)
{
  const auto folder = scratch_folder();
  on_first_rank([&]() {
    MeshFile file = make_unit_box(GetParam(), 3);
    std::swap(file.cells[5].nodes[0], file.cells[5].nodes[1]);
    write_msh(file, folder / "inverted.msh");
  });
  expect_error<MeshError>([&] { Mesh({.file = folder / "inverted.msh"}, MPI_COMM_WORLD); },
                          {"inverted.msh", "1 inverted", "mm"});
}

TEST_P(MeshOf, a_tagged_face_without_a_cell_is_refused_with_its_place)
{
  MeshFile file = make_unit_box(GetParam(), 2);
  file.points.push_back({{0.5, 0.25, 2.}});
  file.faces.push_back(file.faces[0]);
  file.faces.back().nodes[0] = file.points.size() - 1;
  expect_error<MeshError>([&] { Mesh(file, "loose", MPI_COMM_WORLD); },
                          {"loose", "tagged face that belongs to no cell", "(500, 250, 2000) mm"});
}

INSTANTIATE_TEST_SUITE_P(Shapes,
                         MeshOf,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });

TEST(Mesh, an_unknown_name_is_answered_with_the_nearest_one)
{
  const Mesh mesh(make_unit_box(CellShape::tetrahedra, 2), "box.msh", MPI_COMM_WORLD);
  expect_error<InputError>([&] { mesh.surface("x_mim", "case.prm:12, Stimulus/Surface"); },
                           {"case.prm:12, Stimulus/Surface", "box.msh", "no surface \"x_mim\"",
                            "Did you mean \"x_min\"?", "x_min", "z_max"});
  expect_error<InputError>([&] { mesh.region("lefd", "case.prm:3"); },
                           {"case.prm:3", "no region \"lefd\"", "Did you mean \"left\"?"});
  // An interface is no boundary: nothing can be imposed on it.
  expect_error<InputError>([&] { mesh.surface("middle", "case.prm:3"); }, {"no surface \"middle\""});
}

TEST(Mesh, a_name_without_cells_is_told_apart_from_an_unknown_one)
{
  const auto folder = scratch_folder();
  on_first_rank([&]() {
    std::ofstream(folder / "names.msh") << R"($MeshFormat
2.2 0 8
$EndMeshFormat
$PhysicalNames
4
2 3 "wall"
2 4 "inlet"
3 1 "tissue"
3 2 "old scar"
$EndPhysicalNames
$Nodes
4
1 0 0 0
2 1 0 0
3 0 1 0
4 0 0 1
$EndNodes
$Elements
5
1 2 2 3 1 1 2 3
2 2 2 3 1 1 2 4
3 2 2 3 1 1 3 4
4 2 2 3 1 2 3 4
5 4 2 1 1 1 2 3 4
$EndElements
)";
  });
  const Mesh mesh({.file = folder / "names.msh"}, MPI_COMM_WORLD);
  EXPECT_EQ(mesh.region("tissue", "case.prm:3"), 1u);
  expect_error<InputError>([&] { mesh.region("old scar", "case.prm:3"); },
                           {"case.prm:3", "the region \"old scar\" has a name in the mesh", "but no cells"});
  expect_error<InputError>([&] { mesh.surface("inlet", "case.prm:4"); },
                           {"the surface \"inlet\" has a name in the mesh", "no faces on the boundary"});
  expect_error<InputError>([&] { mesh.region("scar", "case.prm:3"); }, {"no region \"scar\"", "It has: tissue"});
}

TEST(Mesh, a_missing_file_is_a_mesh_error_on_every_rank)
{
  const auto folder = scratch_folder();
  expect_error<MeshError>([&] { Mesh({.file = folder / "none.msh"}, MPI_COMM_WORLD); }, {"none.msh"});
}

TEST(Mesh, a_file_that_is_no_mesh_is_refused)
{
  const auto folder = scratch_folder();
  on_first_rank([&]() {
    std::ofstream(folder / "text.msh") << "This is not a mesh.\n";
    MeshFile surface = make_unit_box(CellShape::tetrahedra, 2);
    surface.cells.clear();
    write_msh(surface, folder / "surface.msh");
  });
  expect_error<MeshError>([&] { Mesh({.file = folder / "text.msh"}, MPI_COMM_WORLD); }, {"text.msh"});
  expect_error<MeshError>([&] { Mesh({.file = folder / "surface.msh"}, MPI_COMM_WORLD); },
                          {"surface.msh", "no volume cells"});
}

TEST(Mesh, works_on_a_part_of_the_ranks)
{
  MPI_Comm half;
  MPI_Comm_split(MPI_COMM_WORLD, mpi::this_mpi_process(MPI_COMM_WORLD) % 2, 0, &half);
  {
    const Mesh mesh(make_unit_box(CellShape::hexahedra, 4), "box", half);
    EXPECT_NEAR(measure(mesh.regions(), "left"), 0.5, 1e-14);
    EXPECT_EQ(mesh.n_cells(), 64u);
  }
  MPI_Comm_free(&half);
}
