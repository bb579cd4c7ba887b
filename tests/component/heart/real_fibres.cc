#include "solvers/heart/fibres/fibre_field.h"
#include "tests/component/heart/fibre_meshes.h"

#include <gtest/gtest.h>
#include <vtkDataArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkUnstructuredGrid.h>
#include <vtkUnstructuredGridReader.h>

#include <cmath>
#include <map>

namespace
{
  using namespace vht;

  using Key = std::array<long long, 3>;

  /** A place in nanometres. */
  Key
  key(const double *x)
  {
    return {std::llround(1e9 * x[0]), std::llround(1e9 * x[1]), std::llround(1e9 * x[2])};
  }

  MeshFile
  mesh_of(vtkUnstructuredGrid &grid)
  {
    MeshFile mesh;
    mesh.regions  = {{"myocardium", 1}};
    mesh.checksum = "biventricle";
    for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
      {
        const double *x = grid.GetPoint(i);
        mesh.points.push_back({{x[0], x[1], x[2]}});
      }
    for (vtkIdType i = 0; i < grid.GetNumberOfCells(); ++i)
      {
        vtkIdType        n     = 0;
        const vtkIdType *nodes = nullptr;
        grid.GetCellPoints(i, n, nodes);
        MeshFile::Cell cell{{}, 1};
        std::copy_n(nodes, 4, cell.nodes.begin());
        if (test::cell_volume(mesh, cell) < 0.)
          std::swap(cell.nodes[0], cell.nodes[1]);
        mesh.cells.push_back(cell);
      }
    return mesh;
  }
} // namespace

/** Fibres and sheets of Arostica et al. 2025 (doi:10.1016/j.cma.2024.117485) stand at the nodes: there they are read.
 */
TEST(RealFibres, OfTheBiventricleAreReadAtTheNodes)
{
  FibreParameters parameters;
  parameters.type        = "file";
  parameters.file        = std::filesystem::path(VHT_ANATOMY) / "heart" / "biv_arostica2025" / "fibers_biv.vtk";
  parameters.fibre_array = {"f0"};
  parameters.sheet_array = {"s0"};
  if (!std::filesystem::exists(parameters.file))
    GTEST_SKIP() << parameters.file.string() << " is missing; set VHT_ANATOMY to the folder of anatomies";

  vtkNew<vtkUnstructuredGridReader> reader;
  reader->SetFileName(parameters.file.c_str());
  reader->ReadAllFieldsOn();
  reader->Update();
  vtkUnstructuredGrid     &grid = *reader->GetOutput();
  std::map<Key, vtkIdType> nodes;
  for (vtkIdType i = 0; i < grid.GetNumberOfPoints(); ++i)
    nodes[key(grid.GetPoint(i))] = i;
  ASSERT_EQ(nodes.size(), 11444u);
  vtkDataArray &fibre = *grid.GetPointData()->GetArray("f0"), &sheet = *grid.GetPointData()->GetArray("s0");

  const Mesh                    mesh(mesh_of(grid), "biventricle", MPI_COMM_WORLD);
  const dealii::Quadrature<dim> vertices(
    std::vector<Point>{Point(0, 0, 0), Point(1, 0, 0), Point(0, 1, 0), Point(0, 0, 1)});
  double largest = 0.;
  test::for_each_frame(make_fibres(parameters, mesh, vertices), mesh, vertices,
                       [&](const Point &x, const Frame &frame) {
                         const auto place = nodes.find(key(&x[0]));
                         ASSERT_NE(place, nodes.end()) << x;
                         EXPECT_TRUE(test::is_orthonormal(frame));
                         const auto line = [&](vtkDataArray &array) {
                           const double *v = array.GetTuple3(place->second);
                           return Tensor({v[0], v[1], v[2]});
                         };
                         largest = std::max({largest, test::between_lines(frame.fibre, line(fibre)),
                                             test::between_lines(frame.sheet, line(sheet))});
                       });
  EXPECT_LT(largest, 1e-5); // the file has single precision
}
