#include "solvers/core/point_evaluation.h"

#include "physics/error.h"

#include <deal.II/base/geometry_info.h>
#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_values.h>
#include <deal.II/lac/full_matrix.h>

#include <algorithm>
#include <limits>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    // How far outside its cell a point may be, in parts of the cell.
    constexpr double tolerated_distance = 0.1;

    using Cell = dealii::DoFHandler<dim>::active_cell_iterator;

    /** Reference coordinates of a point in a straight tetrahedron. */
    Point
    unit_point_in_tetrahedron(const Cell &cell, const Point &x)
    {
      Matrix3 edges;
      for (unsigned int i = 0; i < dim; ++i)
        for (unsigned int d = 0; d < dim; ++d)
          edges[d][i] = cell->vertex(i + 1)[d] - cell->vertex(0)[d];
      return Point(dealii::invert(edges) * (x - cell->vertex(0)));
    }

    /** The same in a curved one, by Newton's method. @throws ExcTransformationFailed where it does not converge */
    Point
    unit_point_in_curved_tetrahedron(const FunctionSpace &space, const Cell &cell, const Point &x)
    {
      constexpr double       tolerance = 1e-12; // of the reference cell
      constexpr unsigned int most      = 20;
      Point                  unit      = unit_point_in_tetrahedron(cell, x);
      for (unsigned int step = 0; step < most; ++step)
        {
          dealii::FEValues<dim> values(space.mapping(), space.element(), dealii::Quadrature<dim>(unit),
                                       dealii::update_quadrature_points | dealii::update_jacobians);
          values.reinit(cell);
          const Matrix3 jacobian(values.jacobian(0));
          if (!(dealii::determinant(jacobian) > 0.))
            break; // far outside, where the map folds
          const Tensor change = dealii::invert(jacobian) * (x - values.quadrature_point(0));
          unit += change;
          if (change.norm() < tolerance)
            return unit;
        }
      throw dealii::Mapping<dim>::ExcTransformationFailed();
    }

    Point
    unit_point(const FunctionSpace &space, const Cell &cell, const Point &x)
    {
      if (!space.mesh().is_simplex())
        return space.mapping().transform_real_to_unit_cell(cell, x);
      if (space.mesh().is_curved())
        return unit_point_in_curved_tetrahedron(space, cell, x);
      return unit_point_in_tetrahedron(cell, x);
    }

    /** How far outside the reference cell, 0 inside. */
    double
    distance_outside(bool simplex, const Point &unit)
    {
      if (!simplex)
        return dealii::GeometryInfo<dim>::distance_to_unit_cell(unit);
      return std::max({0., -unit[0], -unit[1], -unit[2], unit[0] + unit[1] + unit[2] - 1.});
    }

    struct Candidate
    {
      double      outside    = std::numeric_limits<double>::max();
      std::size_t file_index = std::numeric_limits<std::size_t>::max();
      Point       unit;
      Cell        cell;
    };

    /** The best cell of this rank; of equally good ones that which comes first in the file. */
    Candidate
    best_cell(const FunctionSpace &space, const Point &x)
    {
      Candidate  best;
      const bool simplex = space.mesh().is_simplex();
      for (const auto &cell : space.dofs().active_cell_iterators())
        if (cell->is_locally_owned())
          {
            const double size = cell->diameter();
            if (cell->center().distance(x) > (1. + tolerated_distance) * size)
              continue;
            Point unit;
            try
              {
                unit = unit_point(space, cell, x);
              }
            catch (const dealii::Mapping<dim>::ExcTransformationFailed &)
              {
                continue;
              }
            const double      outside = distance_outside(simplex, unit);
            const std::size_t index   = Mesh::file_index(cell);
            if (outside < best.outside - 1e-12 || (outside < best.outside + 1e-12 && index < best.file_index))
              best = {outside, index, unit, cell};
          }
      return best;
    }
  } // namespace

  PointEvaluation::PointEvaluation(const FunctionSpace            &space,
                                   const std::vector<Point>       &points,
                                   const std::vector<std::string> &names)
    : communicator_(space.mesh().communicator())
    , n_points_(points.size())
  {
    for (std::size_t p = 0; p < points.size(); ++p)
      {
        const Candidate candidate = best_cell(space, points[p]);
        const double    outside   = mpi::min(candidate.outside, communicator_);
        if (outside > tolerated_distance)
          {
            const auto        &box = space.mesh().bounding_box();
            std::ostringstream message;
            message << names[p] << ": the point (" << points[p] * 1e3
                    << ") mm is outside the mesh, which lies between (" << box.first * 1e3 << ") and ("
                    << box.second * 1e3 << ") mm.";
            throw InputError(message.str());
          }

        // Several ranks may have equally good cells; the first in the file decides.
        // Signed: Open MPI 4.1's vectorised minimum of unsigned long takes the largest numbers for negative ones.
        const bool is_best = candidate.outside <= outside + 1e-12;
        const long mine    = is_best ? static_cast<long>(candidate.file_index) : std::numeric_limits<long>::max();
        if (mpi::min(mine, communicator_) != mine || !is_best)
          continue;
        LocalPoint local{p, std::vector<dealii::types::global_dof_index>(space.element().dofs_per_cell), {}};
        candidate.cell->get_dof_indices(local.dofs);
        for (unsigned int i = 0; i < local.dofs.size(); ++i)
          local.shape.push_back(space.element().shape_value(i, candidate.unit));
        local_.push_back(std::move(local));
      }
  }

  std::vector<double>
  PointEvaluation::evaluate(const Vector &field) const
  {
    std::vector<double> values(n_points_, 0.), sums(n_points_);
    for (const LocalPoint &point : local_)
      for (std::size_t i = 0; i < point.dofs.size(); ++i)
        values[point.index] += point.shape[i] * field(point.dofs[i]);
    mpi::sum(values, communicator_, sums);
    return sums;
  }
} // namespace vht
