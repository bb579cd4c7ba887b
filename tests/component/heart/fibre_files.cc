#include "physics/error.h"
#include "solvers/heart/fibres/fibre_file.h"
#include "tests/component/expect_error.h"
#include "tests/component/heart/fibre_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>
#include <vtkCellData.h>
#include <vtkCellType.h>
#include <vtkDoubleArray.h>
#include <vtkNew.h>
#include <vtkPointData.h>
#include <vtkPoints.h>
#include <vtkUnstructuredGrid.h>
#include <vtkUnstructuredGridWriter.h>
#include <vtkXMLUnstructuredGridWriter.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numeric>

namespace
{
  using namespace vht;
  using test::CellShape;

  bool
  first_rank()
  {
    return dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0;
  }

  /** Smooth directions to be found again. */
  Tensor
  fibre_at(const Point &x)
  {
    return Tensor({1., x[1], 0.5 * x[2]});
  }

  Tensor
  sheet_at(const Point &x)
  {
    return Tensor({0.2, 1., x[0]});
  }

  Frame
  frame_at(const Point &x)
  {
    return complete_frame(fibre_at(x), sheet_at(x), {Tensor({1., 0., 0.}), Tensor({0., 1., 0.})});
  }

  Point
  node(const MeshFile &mesh, unsigned int i)
  {
    return Point(mesh.points[i][0], mesh.points[i][1], mesh.points[i][2]);
  }

  enum class Where
  {
    cells,
    points
  };

  struct VtkFile
  {
    Where       where  = Where::cells;
    double      scale  = 1.; ///< of the coordinates
    bool        sheets = true;
    std::size_t blank  = -1; ///< number of a vector that is zero
  };

  /** The directions above on the mesh, the last cell or point first, every second vector reversed. */
  void
  write_vtk(const std::filesystem::path &path, const MeshFile &mesh, const VtkFile &options = VtkFile())
  {
    if (first_rank())
      {
        vtkNew<vtkUnstructuredGrid> grid;
        vtkNew<vtkPoints>           points;
        points->SetDataTypeToDouble();
        vtkNew<vtkDoubleArray> fibre, sheet;
        fibre->SetName("fibre");
        sheet->SetName("sheet");
        std::size_t count = 0;
        const auto  add   = [&](const Point &x) {
          const double sign = count % 2 ? -3. : 1.; // lines have no sign, vectors any length
          for (const auto &[array, v] : {std::pair{fibre.Get(), fibre_at(x)}, std::pair{sheet.Get(), sheet_at(x)}})
            {
              array->SetNumberOfComponents(3);
              if (count == options.blank)
                array->InsertNextTuple3(0., 0., 0.);
              else
                array->InsertNextTuple3(sign * v[0], sign * v[1], sign * v[2]);
            }
          ++count;
        };

        const unsigned int n = mesh.points.size();
        for (unsigned int i = n; i-- > 0;)
          {
            points->InsertNextPoint(&Point(options.scale * node(mesh, i))[0]);
            if (options.where == Where::points)
              add(node(mesh, i));
          }
        grid->SetPoints(points);
        for (auto cell = mesh.cells.rbegin(); cell != mesh.cells.rend(); ++cell)
          {
            vtkIdType ids[4];
            Point     middle;
            for (unsigned int v = 0; v < 4; ++v)
              {
                ids[v] = n - 1 - cell->nodes[v];
                middle += 0.25 * Tensor(node(mesh, cell->nodes[v]));
              }
            grid->InsertNextCell(VTK_TETRA, 4, ids);
            if (options.where == Where::cells)
              add(middle);
          }
        vtkDataSetAttributes *data = options.where == Where::cells
                                       ? static_cast<vtkDataSetAttributes *>(grid->GetCellData())
                                       : grid->GetPointData();
        data->AddArray(fibre);
        if (options.sheets)
          data->AddArray(sheet);

        if (path.extension() == ".vtu")
          {
            vtkNew<vtkXMLUnstructuredGridWriter> writer;
            writer->SetFileName(path.c_str());
            writer->SetInputData(grid);
            writer->Write();
          }
        else
          {
            vtkNew<vtkUnstructuredGridWriter> writer;
            writer->SetFileName(path.c_str());
            writer->SetInputData(grid);
            writer->Write();
          }
      }
    MPI_Barrier(MPI_COMM_WORLD);
  }

  void
  write_text(const std::filesystem::path &path, const std::string &text)
  {
    if (first_rank())
      std::ofstream(path) << text;
    MPI_Barrier(MPI_COMM_WORLD);
  }

  FibreParameters
  from_file(const std::filesystem::path &file)
  {
    FibreParameters parameters;
    parameters.type = "file";
    parameters.file = file;
    return parameters;
  }

  class FibreFiles : public testing::Test
  {
  protected:
    FibreField
    import(const FibreParameters &parameters) const
    {
      return make_fibres(parameters, mesh_, test::gauss_points(mesh_));
    }

    /** Largest sine between what was imported and frame_at() the point that `place` makes of cell centre and point. */
    double
    error(const FibreField &fibres, bool of_cells, bool fibres_only = false) const
    {
      double largest = 0.;
      if (of_cells)
        {
          for (const auto &cell : mesh_.triangulation().active_cell_iterators())
            if (cell->is_locally_owned())
              for (unsigned int q = 0; q < fibres.n_quadrature_points(); ++q)
                largest =
                  std::max(largest, compare(fibres.at(cell->active_cell_index(), q), cell->center(), fibres_only));
        }
      else
        test::for_each_frame(fibres, mesh_, test::gauss_points(mesh_), [&](const Point &x, const Frame &frame) {
          largest = std::max(largest, compare(frame, x, fibres_only));
        });
      return largest;
    }

    const MeshFile              file_   = test::make_unit_box(CellShape::tetrahedra, 4);
    const Mesh                  mesh_   = Mesh(file_, "box.msh", MPI_COMM_WORLD);
    const std::filesystem::path folder_ = test::scratch_folder();

  private:
    static double
    compare(const Frame &frame, const Point &x, bool fibres_only)
    {
      EXPECT_TRUE(test::is_orthonormal(frame));
      const Frame wanted = frame_at(x);
      return fibres_only ? test::between_lines(frame.fibre, wanted.fibre) : test::between_frames(frame, wanted);
    }
  };

  TEST_F(FibreFiles, LonReturnsWhatWasWritten)
  {
    const FibreField fibres(mesh_, 1, [](const FibreField::CellIterator &cell, std::vector<Frame> &frames) {
      frames[0] = frame_at(cell->center());
    });
    write_lon(folder_ / "box.lon", fibres, mesh_);
    EXPECT_LT(error(import(from_file(folder_ / "box.lon")), true), 1e-8);
  }

  TEST_F(FibreFiles, LonIsInTheOrderOfTheMeshFile)
  {
    std::string text = "1\n";
    for (std::size_t i = 0; i < file_.cells.size(); ++i)
      text += std::to_string(std::cos(0.1 * i)) + " " + std::to_string(std::sin(0.1 * i)) + " 0\r\n";
    write_text(folder_ / "box.lon", text);
    const FibreField fibres = import(from_file(folder_ / "box.lon"));
    for (const auto &cell : mesh_.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          const double angle = 0.1 * Mesh::file_index(cell);
          const Frame &frame = fibres.at(cell->active_cell_index(), 1);
          EXPECT_LT((frame.fibre - Tensor({std::cos(angle), std::sin(angle), 0.})).norm(), 1e-5);
          EXPECT_TRUE(test::is_orthonormal(frame));
        }
  }

  TEST_F(FibreFiles, LonMustFitTheMesh)
  {
    const auto expect = [&](const std::string &text, const std::vector<std::string> &messages) {
      write_text(folder_ / "bad.lon", text);
      test::expect_error<Error>([&]() { import(from_file(folder_ / "bad.lon")); }, messages);
    };
    expect("1\n1 0 0\n0 1 0\n", {"bad.lon", "2 cells", "384", "same mesh"});
    expect("3\n1 0 0\n", {"bad.lon", "1 or 2", "line 1"});
    expect("1\n1 0 0\n0 1 x\n", {"bad.lon", "\"x", "line 3"});
    expect("1\n1 0 0\n0 1", {"bad.lon", "middle of a vector"});
    expect("1\n1 0 0\n0 nan 0\n", {"bad.lon", "nan", "line 3"});

    std::string zeros = "1\n";
    for (std::size_t i = 0; i < file_.cells.size(); ++i)
      zeros += i == 7 || i == 9 ? "0 0 0\n" : "1 0 0\n";
    expect(zeros, {"Fibres missing", "2 of the 384", "cell 7"});
    test::expect_error<Error>([&]() { import(from_file(folder_ / "gone.lon")); }, {"gone.lon", "cannot be opened"});
    test::expect_error<Error>([&]() { import(from_file(folder_ / "fibres.csv")); },
                              {"Fibres/Import/File", "fibres.csv", ".lon, .vtu, .vtk"});
  }

  TEST_F(FibreFiles, VtkVectorsAreFoundByTheirPlace)
  {
    for (const std::string name : {"box.vtu", "box.vtk"})
      {
        write_vtk(folder_ / name, file_);
        EXPECT_LT(error(import(from_file(folder_ / name)), true), 1e-6) << name;
      }
  }

  TEST_F(FibreFiles, VtkPointVectorsAreInterpolatedAsLines)
  {
    write_vtk(folder_ / "points.vtu", file_, {.where = Where::points});
    EXPECT_LT(error(import(from_file(folder_ / "points.vtu")), false), 0.02);
  }

  TEST_F(FibreFiles, VtkMayHaveAnotherUnitAndNoSheets)
  {
    write_vtk(folder_ / "mm.vtu", file_, {.scale = 1e3, .sheets = false});
    FibreParameters parameters = from_file(folder_ / "mm.vtu");
    test::expect_error<Error>([&]() { import(parameters); },
                              {"mm.vtu", "does not fit the mesh", "Length unit", "mm away"});
    parameters.length_unit = "mm";
    EXPECT_LT(error(import(parameters), true, true), 1e-6);
  }

  TEST_F(FibreFiles, VtkMustHaveTheVectorsAskedFor)
  {
    write_vtk(folder_ / "box.vtu", file_, {.sheets = false});
    FibreParameters parameters = from_file(folder_ / "box.vtu");
    parameters.fibre_array     = {"fibres", "case.prm:9, Fibres/Import/Fibre array", true};
    test::expect_error<Error>([&]() { import(parameters); },
                              {"case.prm:9", "fibres missing", "box.vtu", "\"fibres\"", "Did you mean \"fibre\""});
    parameters.fibre_array = {"fibre"};
    parameters.sheet_array = {"sheet", "case.prm:10, Fibres/Import/Sheet array", true};
    test::expect_error<Error>([&]() { import(parameters); }, {"case.prm:10", "\"sheet\"", "It has: fibre"});

    write_vtk(folder_ / "blank.vtu", file_, {.blank = 5});
    test::expect_error<Error>([&]() { import(from_file(folder_ / "blank.vtu")); },
                              {"Fibres missing", "1 of the 384", "cell 5"});
    write_text(folder_ / "noise.vtu", "<VTKFile type=\"Unstruc");
    test::expect_error<Error>([&]() { import(from_file(folder_ / "noise.vtu")); }, {"noise.vtu", "cannot be read"});
  }

  TEST_F(FibreFiles, VtkMustBeOfTheSameMesh)
  {
    write_vtk(folder_ / "coarse.vtu", test::make_unit_box(CellShape::tetrahedra, 2));
    test::expect_error<Error>([&]() { import(from_file(folder_ / "coarse.vtu")); }, {"48 cells", "384"});

    // Points of another mesh may serve where the user says how far away they may be.
    write_vtk(folder_ / "coarse_points.vtu", test::make_unit_box(CellShape::tetrahedra, 2), {.where = Where::points});
    FibreParameters parameters = from_file(folder_ / "coarse_points.vtu");
    test::expect_error<Error>([&]() { import(parameters); }, {"no point at", "Tolerance"});
    parameters.tolerance = 0.5;
    EXPECT_LT(error(import(parameters), false), 0.5);
  }
} // namespace
