#include "solvers/heart/fibres/wall_coordinates.h"

#include "solvers/heart/fibres/laplace_solver.h"

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    double
    maximum(const Vector &field)
    {
      const double largest = field.locally_owned_size() == 0 ? 0. : *std::max_element(field.begin(), field.end());
      return mpi::max(largest, field.get_mpi_communicator());
    }

    /** The place of a surface where a positive field is largest; the middle of several that are equal. */
    Point
    summit(unsigned int surface, const FunctionSpace &space, const Vector &field)
    {
      const dealii::IndexSet on_surface =
        dealii::DoFTools::extract_boundary_dofs(space.dofs(), dealii::ComponentMask(), {surface});
      const std::vector<Point> places  = space.support_points();
      double                   largest = 0.;
      const auto               visit   = [&](const std::function<void(const Point &, double)> &action) {
        for (unsigned int i = 0; i < places.size(); ++i)
          if (on_surface.is_element(space.owned().nth_index_in_set(i)))
            action(places[i], field.local_element(i));
      };
      visit([&](const Point &, double value) { largest = std::max(largest, value); });
      largest = mpi::max(largest, space.mesh().communicator());

      // Symmetric meshes have equal summits, and rounding must not choose between them.
      constexpr double equal = 1. - 1e-7;
      Tensor           sum;
      double           count = 0.;
      visit([&](const Point &place, double value) {
        if (value >= equal * largest)
          {
            sum += place;
            count += 1.;
          }
      });
      count = mpi::sum(count, space.mesh().communicator());
      return Point(mpi::sum(sum, space.mesh().communicator()) / count);
    }
  } // namespace


  WallCoordinates::WallCoordinates(const Mesh                   &mesh,
                                   const WallSurfaces           &surfaces,
                                   unsigned int                  degree,
                                   const LinearSolverParameters &parameters,
                                   const std::optional<Point>   &apex)
    : space_(mesh, degree)
    , biventricular_(surfaces.endo_rv.has_value())
  {
    solve_across(surfaces, parameters);
    solve_along(surfaces, parameters, apex);
  }

  void
  WallCoordinates::solve_across(const WallSurfaces &surfaces, const LinearSolverParameters &parameters)
  {
    std::vector<unsigned int> given = {surfaces.endo_lv, surfaces.epi};
    if (biventricular_)
      given.push_back(*surfaces.endo_rv);
    LaplaceSolver solver(space_, given, parameters);
    left_  = solver.solve(biventricular_ ? std::vector<double>{1., 0., 0.} : std::vector<double>{1., 0.});
    right_ = biventricular_ ? solver.solve({0., 0., 1.}) : space_.make_vector();
    right_.update_ghost_values(); // readable on every rank, also where it is zero
    iterations_ = solver.iterations();
  }

  void
  WallCoordinates::solve_along(const WallSurfaces           &surfaces,
                               const LinearSolverParameters &parameters,
                               const std::optional<Point>   &apex)
  {
    LaplaceSolver solver(space_, {surfaces.base}, parameters);
    const Vector  depth = solver.solve({0.}, 1.);
    apex_               = apex.value_or(summit(surfaces.epi, space_, depth));

    const double radius  = 0.05 * std::sqrt(2. * maximum(depth));
    const auto   inflow  = [&](const Point &x) { return std::exp(-(x - apex_).norm_square() / (radius * radius)); };
    apicobasal_          = solver.solve({0.}, 0., {{surfaces.epi, inflow}});
    const double largest = maximum(apicobasal_);
    for (double &value : apicobasal_)
      value = 1. - value / largest;
    apicobasal_.update_ghost_values();
    iterations_.insert(iterations_.end(), solver.iterations().begin(), solver.iterations().end());
  }

  Vector
  WallCoordinates::transmural(const FunctionSpace &space) const
  {
    // Both live on the same cells: the values at the other's nodes, cell by cell.
    const dealii::Quadrature<dim> nodes(space.element().get_unit_support_points());
    dealii::FEValues<dim>         values(space_.mapping(), space_.element(), nodes, dealii::update_values);

    Vector                                       field = space.make_vector();
    std::vector<double>                          left(nodes.size()), right(nodes.size());
    std::vector<dealii::types::global_dof_index> dofs(nodes.size());
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(dealii::DoFHandler<dim>::active_cell_iterator(&space_.mesh().triangulation(), cell->level(),
                                                                      cell->index(), &space_.dofs()));
          values.get_function_values(left_, left);
          values.get_function_values(right_, right);
          cell->get_dof_indices(dofs);
          for (unsigned int i = 0; i < nodes.size(); ++i)
            if (space.owned().is_element(dofs[i]))
              field(dofs[i]) = std::clamp(1. - left[i] - right[i], 0., 1.);
        }
    field.update_ghost_values();
    return field;
  }
} // namespace vht
