#include "solvers/heart/fibres/fibre_file.h"

#include "physics/error.h"
#include "physics/units.h"
#include "solvers/core/collective.h"
#include "solvers/heart/fibres/vector_file.h"

#include <deal.II/base/mpi.h>

#include <vtkNew.h>
#include <vtkPoints.h>
#include <vtkPolyData.h>
#include <vtkStaticPointLocator.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    using Row = VectorFile::Row;

    /** Questions of `width` numbers each go to the first rank, which answers each with a row. Collective. */
    std::vector<Row>
    ask_first_rank(MPI_Comm                                          communicator,
                   const std::vector<double>                        &questions,
                   unsigned int                                      width,
                   const std::function<const Row &(const double *)> &answer)
    {
      const auto asked = mpi::some_to_some(communicator, std::map<unsigned int, std::vector<double>>{{0, questions}});
      std::map<unsigned int, std::vector<double>> answers;
      collectively(communicator, [&]() {
        for (const auto &[rank, list] : asked)
          for (std::size_t i = 0; i < list.size(); i += width)
            {
              const Row &row = answer(&list[i]);
              answers[rank].insert(answers[rank].end(), row.begin(), row.end());
            }
      });

      std::vector<Row> rows(questions.size() / width);
      for (const auto &[rank, numbers] : mpi::some_to_some(communicator, answers))
        for (std::size_t i = 0; i < numbers.size(); ++i)
          rows[i / std::tuple_size_v<Row>][i % std::tuple_size_v<Row>] = numbers[i];
      return rows;
    }

    std::string
    in_millimetres(const Point &x)
    {
      std::ostringstream text;
      text << "(" << x[0] * 1e3 << ", " << x[1] * 1e3 << ", " << x[2] * 1e3 << ") mm";
      return text.str();
    }

    /** Finds the vector that a file has at a place. */
    class PlaceFinder
    {
    public:
      PlaceFinder(const VectorFile &vectors, double length_unit, double tolerance, const FibreParameters &parameters)
        : vectors_(vectors)
        , tolerance_(tolerance)
        , parameters_(parameters)
      {
        vtkNew<vtkPoints> points;
        points->SetDataTypeToDouble();
        for (const Point &place : vectors.places)
          points->InsertNextPoint(place[0] * length_unit, place[1] * length_unit, place[2] * length_unit);
        cloud_->SetPoints(points);
        locator_->SetDataSet(cloud_);
        if (points->GetNumberOfPoints() > 0) // on the rank that has read the file
          locator_->BuildLocator();
      }

      const Row &
      operator()(const Point &place) const
      {
        double          found[3];
        const vtkIdType nearest = locator_->FindClosestPoint(&place[0]);
        cloud_->GetPoint(nearest, found);
        const double distance = place.distance(Point(found[0], found[1], found[2]));
        if (distance <= tolerance_)
          return vectors_.rows[nearest];

        std::ostringstream message;
        message << "The fibre file " << parameters_.file.string() << " does not fit the mesh: it has no "
                << (vectors_.of_points ? "point" : "cell") << " at " << in_millimetres(place) << "; the nearest is "
                << distance * 1e3 << " mm away, allowed are " << tolerance_ * 1e3
                << " mm. Is it for this mesh, and is its unit right? See " << parameters_.section
                << "/Import/Length unit and Tolerance.";
        throw InputError(message.str());
      }

    private:
      const VectorFile             &vectors_;
      double                        tolerance_;
      const FibreParameters        &parameters_;
      vtkNew<vtkPolyData>           cloud_;
      vtkNew<vtkStaticPointLocator> locator_;
    };

    Tensor
    fibre_of(const Row &row)
    {
      return Tensor({row[0], row[1], row[2]});
    }

    Tensor
    sheet_of(const Row &row)
    {
      return Tensor({row[3], row[4], row[5]});
    }

    /** Vectors mean directions: those of unequal length must not count unequally between points. */
    Tensor
    unit(const Tensor &vector)
    {
      const double length = vector.norm();
      return length > 0. ? vector / length : vector;
    }

    /** Every cell or point needs a direction; sheets may be missing. */
    void
    refuse_missing(const VectorFile &vectors, const FibreParameters &parameters)
    {
      const auto missing = [](const Row &row) {
        return !(fibre_of(row).norm() > 0.) || !std::isfinite(fibre_of(row).norm() + sheet_of(row).norm());
      };
      const auto n_missing = std::count_if(vectors.rows.begin(), vectors.rows.end(), missing);
      if (n_missing == 0)
        return;
      const auto first = std::find_if(vectors.rows.begin(), vectors.rows.end(), missing) - vectors.rows.begin();
      throw InputError("Fibres missing: " + std::to_string(n_missing) + " of the " +
                       std::to_string(vectors.rows.size()) + " vectors in " + parameters.file.string() +
                       " are zero or no numbers, the first is that of " + (vectors.of_points ? "point " : "cell ") +
                       std::to_string(first) +
                       " (counted from 0). Give each a direction; where there is none, any will do with an isotropic "
                       "conductivity.");
    }

    VectorFile
    read(const FibreParameters &p, const Mesh &mesh)
    {
      const std::string extension = p.file.extension().string();
      VectorFile        vectors;
      if (extension == ".lon")
        vectors = read_lon(p.file);
      else if (extension == ".vtu" || extension == ".vtk")
        vectors = read_vtk_vectors(p.file, {p.fibre_array.name, p.fibre_array.asked_by},
                                   {p.sheet_array.name, p.sheet_array.asked_by, p.sheet_array.given});
      else
        throw InputError(p.section + "/Import/File: the fibre file " + p.file.string() +
                         " is of no known kind. Allowed: .lon, .vtu, .vtk.");
      refuse_missing(vectors, p);

      if (!vectors.of_points && vectors.rows.size() != mesh.n_cells())
        throw InputError("The fibre file " + p.file.string() + " does not fit the mesh: it has vectors for " +
                         std::to_string(vectors.rows.size()) + " cells, the mesh has " +
                         std::to_string(mesh.n_cells()) +
                         ". They must be of the same mesh; a mesh that was refined or cut needs new fibres.");
      return vectors;
    }

    /** Vectors of the owned cells, in the order of the loop over cells. */
    FibreField
    import_cells(const VectorFile                                 &vectors,
                 const std::function<const Row &(const double *)> &answer,
                 const Mesh                                       &mesh,
                 unsigned int                                      n_quadrature_points)
    {
      const bool          by_order = mpi::broadcast(mesh.communicator(), vectors.places.empty(), 0);
      std::vector<double> questions;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            const Point centre = cell->center();
            if (by_order)
              questions.push_back(static_cast<double>(Mesh::file_index(cell)));
            else
              questions.insert(questions.end(), {centre[0], centre[1], centre[2]});
          }
      const std::vector<Row> rows = ask_first_rank(mesh.communicator(), questions, by_order ? 1 : dim, answer);

      auto row = rows.begin();
      return {mesh, n_quadrature_points, [&](const FibreField::CellIterator &cell, std::vector<Frame> &frames) {
                std::fill(frames.begin(), frames.end(),
                          complete_frame(fibre_of(*row), sheet_of(*row), spare_directions(cell)));
                ++row;
              }};
    }

    FibreField
    import_points(const std::function<const Row &(const double *)> &answer,
                  const Mesh                                       &mesh,
                  const dealii::Quadrature<dim>                    &quadrature)
    {
      std::map<unsigned int, std::size_t> place_in_rows; // of a vertex
      std::vector<double>                 questions;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          for (const unsigned int v : cell->vertex_indices())
            if (place_in_rows.try_emplace(cell->vertex_index(v), place_in_rows.size()).second)
              for (unsigned int d = 0; d < dim; ++d)
                questions.push_back(cell->vertex(v)[d]);
      const std::vector<Row> rows = ask_first_rank(mesh.communicator(), questions, dim, answer);

      // Lines have no sign: each is turned to agree with the first corner's before they are mixed.
      return {mesh, quadrature.size(), [&](const FibreField::CellIterator &cell, std::vector<Frame> &frames) {
                const Row &first = rows[place_in_rows.at(cell->vertex_index(0))];
                for (unsigned int q = 0; q < quadrature.size(); ++q)
                  {
                    Tensor fibre, sheet;
                    for (const unsigned int v : cell->vertex_indices())
                      {
                        const Row   &row    = rows[place_in_rows.at(cell->vertex_index(v))];
                        const double weight = cell->reference_cell().d_linear_shape_function(quadrature.point(q), v);
                        fibre += (fibre_of(row) * fibre_of(first) < 0. ? -weight : weight) * unit(fibre_of(row));
                        sheet += (sheet_of(row) * sheet_of(first) < 0. ? -weight : weight) * unit(sheet_of(row));
                      }
                    frames[q] = complete_frame(fibre, sheet, spare_directions(cell));
                  }
              }};
    }
  } // namespace


  FibreField
  import_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature)
  {
    const MPI_Comm comm = mesh.communicator();
    VectorFile     vectors;
    collectively(comm, [&]() {
      if (mpi::this_mpi_process(comm) == 0)
        vectors = read(parameters, mesh);
    });

    const double length_unit = to_si("1 " + parameters.length_unit, "m");
    const double tolerance   = std::isnan(parameters.tolerance) ? 1e-2 * mesh.mean_edge_length() : parameters.tolerance;
    const PlaceFinder finder(vectors, length_unit, tolerance, parameters);
    const auto        answer = [&](const double *question) -> const Row        &{
      if (vectors.places.empty())
        return vectors.rows[static_cast<std::size_t>(question[0])];
      return finder(Point(question[0], question[1], question[2]));
    };

    if (mpi::broadcast(comm, vectors.of_points, 0))
      return import_points(answer, mesh, quadrature);
    return import_cells(vectors, answer, mesh, quadrature.size());
  }

  void
  write_lon(const std::filesystem::path &file, const FibreField &fibres, const Mesh &mesh)
  {
    constexpr unsigned int width = 1 + 2 * dim; // number of the cell, fibre, sheet
    std::vector<double>    mine;
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          const Frame frame = fibres.cell_frame(cell->active_cell_index());
          mine.push_back(static_cast<double>(Mesh::file_index(cell)));
          for (const Tensor &axis : {frame.fibre, frame.sheet})
            mine.insert(mine.end(), {axis[0], axis[1], axis[2]});
        }

    const MPI_Comm comm     = mesh.communicator();
    const auto     received = mpi::some_to_some(comm, std::map<unsigned int, std::vector<double>>{{0, mine}});
    collectively(comm, [&]() {
      if (mpi::this_mpi_process(comm) != 0)
        return;
      std::vector<const double *> lines(mesh.n_cells());
      for (const auto &[rank, numbers] : received)
        for (std::size_t i = 0; i < numbers.size(); i += width)
          lines[static_cast<std::size_t>(numbers[i])] = &numbers[i] + 1;

      std::ofstream stream(file);
      stream << "2\n" << std::setprecision(9);
      for (const double *line : lines)
        for (unsigned int i = 0; i < 2 * dim; ++i)
          stream << line[i] << (i + 1 < 2 * dim ? ' ' : '\n');
      stream.close();
      if (!stream)
        throw InputError("The file " + file.string() + " cannot be written: is the folder there, or the disk full?");
    });
  }
} // namespace vht
