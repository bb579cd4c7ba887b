#include "solvers/core/field_output.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>
#include <hdf5.h>
#include <vtkCell.h>
#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkDataArray.h>
#include <vtkFieldData.h>
#include <vtkInformation.h>
#include <vtkInformationStringKey.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkUnstructuredGrid.h>
#include <vtkXMLPUnstructuredGridReader.h>
#include <vtkXMLUnstructuredGridReader.h>

#include <cmath>
#include <fstream>
#include <iterator>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;
  namespace fs  = std::filesystem;

  /** A polynomial that degree 2 holds and degree 1 does not. */
  double
  bowl(const Point &p)
  {
    return 1. + p[0] * p[0] + 2. * p[0] * p[1] - 3. * p[2] * p[2] + p[1];
  }

  Vector
  interpolate(const FunctionSpace &space)
  {
    Vector     vector = space.make_vector();
    const auto points = space.support_points();
    for (std::size_t i = 0; i < points.size(); ++i)
      vector.local_element(i) = bowl(points[i]);
    return vector;
  }

  /** Region and a direction of each cell that belongs to this rank; other cells have numbers that must not appear. */
  struct CellValues
  {
    explicit CellValues(const Mesh &mesh)
      : region(mesh.triangulation().n_active_cells(), -1.)
      , fibre(3 * region.size(), -1.)
    {
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            region[cell->active_cell_index()] = cell->material_id();
            for (unsigned int d = 0; d < dim; ++d)
              fibre[3 * cell->active_cell_index() + d] = cell->center()[d];
          }
    }

    std::vector<double> region, fibre;
  };

  std::string
  text_of(const fs::path &file)
  {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  Point
  centre_of_corners(vtkCell *cell, unsigned int n_corners)
  {
    Point centre;
    for (unsigned int v = 0; v < n_corners; ++v)
      for (unsigned int d = 0; d < dim; ++d)
        centre[d] += cell->GetPoints()->GetPoint(v)[d] / n_corners;
    return centre;
  }

  /** Every node carries the value of the function, and VTK's own shape functions give it inside the cells too. */
  void
  expect_bowl(vtkUnstructuredGrid &grid, unsigned int degree, unsigned int n_corners)
  {
    vtkDataArray *values = grid.GetPointData()->GetArray("potential");
    ASSERT_NE(values, nullptr);
    for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
      {
        const double *x = grid.GetPoint(i);
        ASSERT_NEAR(values->GetTuple1(i), bowl(Point(x[0], x[1], x[2])), 1e-6) << "node " << i;
      }

    vtkDataArray *region = grid.GetCellData()->GetArray("region"), *fibre = grid.GetCellData()->GetArray("fibre");
    ASSERT_NE(region, nullptr);
    ASSERT_NE(fibre, nullptr);
    ASSERT_EQ(fibre->GetNumberOfComponents(), 3);
    std::vector<double> weights(27);
    for (vtkIdType c = 0; c < grid.GetNumberOfCells(); ++c)
      {
        vtkCell    *cell   = grid.GetCell(c);
        const Point centre = centre_of_corners(cell, n_corners);
        EXPECT_EQ(region->GetTuple1(c), centre[0] < 0.5 ? 11. : 12.);
        for (unsigned int d = 0; d < dim; ++d)
          EXPECT_NEAR(fibre->GetComponent(c, d), centre[d], 1e-6);
        if (degree == 1)
          continue;

        // An arbitrary place in the cell: a mistaken order of the nodes on edges and faces shows here.
        const double reference[3] = {0.15, 0.23, 0.31};
        double       place[3];
        int          sub_cell = 0;
        cell->EvaluateLocation(sub_cell, reference, place, weights.data());
        double value = 0.;
        for (vtkIdType v = 0; v < cell->GetNumberOfPoints(); ++v)
          value += weights[v] * values->GetTuple1(cell->GetPointId(v));
        ASSERT_NEAR(value, bowl(Point(place[0], place[1], place[2])), 1e-5) << "inside cell " << c;
      }
  }

  class FieldOutputOf : public testing::TestWithParam<std::tuple<CellShape, unsigned int>>
  {
  };
} // namespace

TEST_P(FieldOutputOf, vtk_reads_back_every_value_of_every_piece)
{
  const auto [shape, degree] = GetParam();
  const auto          folder = scratch_folder();
  const Mesh          mesh(make_box(shape, {4, 3, 2}), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  const CellValues    cells(mesh);
  const Vector        field = interpolate(space);
  FieldOutput         output(space, folder, "activation");
  const fs::path      joint =
    output.write(0.25, {{"potential", "V", &field}}, {{"region", "", &cells.region}, {"fibre", "", &cells.fibre, 3}});

  const unsigned int n_ranks   = mpi::n_mpi_processes(MPI_COMM_WORLD);
  const unsigned int n_corners = mesh.is_simplex() ? 4 : 8;
  const int          type      = mesh.is_simplex() ? (degree == 1 ? VTK_TETRA : VTK_QUADRATIC_TETRA)
                                                   : (degree == 1 ? VTK_HEXAHEDRON : VTK_TRIQUADRATIC_HEXAHEDRON);
  EXPECT_EQ(joint, folder / "fields" / (n_ranks == 1 ? "activation_0000.vtu" : "activation_0000.pvtu"));

  MPI_Barrier(MPI_COMM_WORLD);
  std::size_t n_cells = 0;
  for (unsigned int rank = 0; rank < n_ranks; ++rank)
    {
      char number[16];
      std::snprintf(number, sizeof(number), ".%04u", rank);
      const fs::path file =
        folder / "fields" / (std::string("activation_0000") + (n_ranks == 1 ? "" : number) + ".vtu");
      vtkNew<vtkXMLUnstructuredGridReader> reader;
      reader->SetFileName(file.c_str());
      reader->Update();
      vtkUnstructuredGrid &grid = *reader->GetOutput();
      ASSERT_GT(grid.GetNumberOfCells(), 0) << file;
      n_cells += grid.GetNumberOfCells();
      for (vtkIdType c = 0; c < grid.GetNumberOfCells(); ++c)
        ASSERT_EQ(grid.GetCellType(c), type);
      expect_bowl(grid, degree, n_corners);
      EXPECT_EQ(grid.GetFieldData()->GetArray("TimeValue")->GetTuple1(0), 0.25);
      vtkInformation &about = *grid.GetPointData()->GetArray("potential")->GetInformation();
      ASSERT_TRUE(about.Has(vtkDataArray::UNITS_LABEL()));
      EXPECT_STREQ(about.Get(vtkDataArray::UNITS_LABEL()), "V");
      if (n_ranks == 1) // each node once
        {
          EXPECT_EQ(grid.GetNumberOfPoints(), static_cast<vtkIdType>(space.n_dofs()));
        }
    }
  EXPECT_EQ(n_cells, mesh.n_cells());

  if (n_ranks > 1)
    {
      vtkNew<vtkXMLPUnstructuredGridReader> reader;
      reader->SetFileName(joint.c_str());
      reader->Update();
      EXPECT_EQ(reader->GetNumberOfPieces(), static_cast<int>(n_ranks));
      EXPECT_EQ(reader->GetOutput()->GetNumberOfCells(), static_cast<vtkIdType>(mesh.n_cells()));
      expect_bowl(*reader->GetOutput(), degree, n_corners);
    }
}

TEST_P(FieldOutputOf, hdf5_reads_back_what_xdmf_describes)
{
  const auto [shape, degree] = GetParam();
  const auto          folder = scratch_folder();
  const Mesh          mesh(make_box(shape, {4, 3, 2}), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  const Vector        field = interpolate(space);
  FieldOutput         output(space, folder, "activation", {.format = "XDMF"});
  output.write(0., {{"potential", "V", &field}});
  const fs::path joint = output.write(0.25, {{"potential", "V", &field}});
  MPI_Barrier(MPI_COMM_WORLD);

  const auto read = [](hid_t file, const char *name, std::vector<hsize_t> &size) {
    const hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT), shape = H5Dget_space(dataset);
    size.resize(H5Sget_simple_extent_ndims(shape));
    H5Sget_simple_extent_dims(shape, size.data(), nullptr);
    std::vector<double> values(H5Sget_simple_extent_npoints(shape));
    EXPECT_GE(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()), 0) << name;
    H5Sclose(shape);
    H5Dclose(dataset);
    return values;
  };
  const hid_t file = H5Fopen((folder / "fields" / "activation_0001.h5").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  ASSERT_GE(file, 0);
  std::vector<hsize_t> size;
  const auto           nodes = read(file, "nodes", size);
  ASSERT_EQ(size.back(), 3u);
  const auto values = read(file, "potential", size);
  ASSERT_EQ(nodes.size(), 3 * values.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_NEAR(values[i], bowl(Point(nodes[3 * i], nodes[3 * i + 1], nodes[3 * i + 2])), 1e-6);
  const auto cells = read(file, "cells", size);
  EXPECT_GE(size[0], mesh.n_cells());
  EXPECT_EQ(size[1], mesh.is_simplex() ? 4u : 8u);
  for (const double node : cells)
    ASSERT_LT(node, values.size());

  // The volume of the cells as they are connected in the file: the box.
  double volume = 0.;
  for (hsize_t c = 0; c < size[0]; ++c)
    {
      const auto corner = [&](unsigned int k) {
        const std::size_t n = 3 * static_cast<std::size_t>(cells[c * size[1] + k]);
        return Tensor({nodes[n], nodes[n + 1], nodes[n + 2]});
      };
      const unsigned int y = mesh.is_simplex() ? 2 : 3, z = mesh.is_simplex() ? 3 : 4; // around the bottom face
      const double       parallelepiped =
        dealii::cross_product_3d(corner(1) - corner(0), corner(y) - corner(0)) * (corner(z) - corner(0));
      volume += parallelepiped / (mesh.is_simplex() ? 6. : 1.);
    }
  EXPECT_NEAR(volume, 1., 1e-6);
  H5Fclose(file);

  const std::string text = text_of(joint);
  EXPECT_EQ(joint, folder / "activation.xdmf");
  EXPECT_NE(text.find("fields/activation_0000.h5:/potential"), std::string::npos) << text;
  EXPECT_NE(text.find("fields/activation_0001.h5:/potential"), std::string::npos) << text;
  EXPECT_NE(text.find("<Time Value=\"0.25\""), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(Elements,
                         FieldOutputOf,
                         testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                                          testing::Values(1u, 2u)),
                         [](const auto &info) {
                           return to_string(std::get<0>(info.param)) + "_degree_" +
                                  std::to_string(std::get<1>(info.param));
                         });

class FieldOutputSeries : public testing::TestWithParam<std::string>
{
};

// Three states, a restart at the second, two more: what was written after the checkpoint is written anew.
TEST_P(FieldOutputSeries, goes_on_after_a_restart)
{
  const auto          folder = scratch_folder();
  const Mesh          mesh(make_unit_box(CellShape::tetrahedra, 2), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, 1);
  const Vector        field = interpolate(space);
  {
    FieldOutput output(space, folder, "activation", {.format = GetParam()});
    for (const double time : {0., 0.1, 0.2})
      output.write(time, {{"potential", "V", &field}});
  }
  FieldOutput output(space, folder, "activation", {.format = GetParam()});
  output.restart_at(0.1);
  output.write(0.15, {{"potential", "V", &field}});
  output.write(0.3, {{"potential", "V", &field}});
  MPI_Barrier(MPI_COMM_WORLD);

  const bool          xdmf = GetParam() == "XDMF";
  const std::string   text = text_of(folder / (xdmf ? "activation.xdmf" : "activation.pvd"));
  const std::string   key  = xdmf ? "<Time Value=\"" : "timestep=\"";
  std::vector<double> times;
  for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key, at + 1))
    times.push_back(std::stod(text.substr(at + key.size())));
  ASSERT_EQ(times.size(), 4u) << text;
  for (const auto &[i, time] : {std::pair(0, 0.), std::pair(1, 0.1), std::pair(2, 0.15), std::pair(3, 0.3)})
    EXPECT_NEAR(times[i], time, 1e-12);
  for (const char *number : {"0000", "0001", "0002", "0003"})
    EXPECT_NE(text.find("fields/activation_" + std::string(number)), std::string::npos) << text;
}

INSTANTIATE_TEST_SUITE_P(Formats, FieldOutputSeries, testing::Values("VTU", "XDMF"), [](const auto &info) {
  return info.param;
});

TEST(FieldOutput, a_folder_that_cannot_be_made_is_an_input_error)
{
  const auto folder = scratch_folder();
  if (mpi::this_mpi_process(MPI_COMM_WORLD) == 0)
    std::ofstream(folder / "fields") << "in the way";
  MPI_Barrier(MPI_COMM_WORLD);
  const Mesh          mesh(make_unit_box(CellShape::tetrahedra, 2), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, 1);
  const Vector        field = interpolate(space);
  FieldOutput         output(space, folder, "activation");
  expect_error<InputError>([&] { output.write(0., {{"potential", "V", &field}}); }, {(folder / "fields").string()});
}
