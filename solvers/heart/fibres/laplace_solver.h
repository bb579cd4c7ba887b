#pragma once

#include "solvers/core/function_space.h"
#include "solvers/core/linear_solver.h"

#include <deal.II/lac/petsc_sparse_matrix.h>

#include <functional>
#include <vector>

namespace vht
{
  /**
   * Solves - Laplace u = source, with u given on some surfaces and the flux through the others; different data share
   * the matrix and its preconditioner.
   *
   * Conjugate gradients with hypre's BoomerAMG, option prefix "heart_fibres_". The preconditioner's settings for three
   * dimensions (strong threshold 0.5, HMIS, ext+i, four entries a row) halve the time of hypre's defaults.
   */
  class LaplaceSolver
  {
  public:
    /** The flux into the domain through a surface, as a function of the place. */
    struct Inflow
    {
      unsigned int                         surface;
      std::function<double(const Point &)> density;
    };

    /** @param[in] surfaces  tags of those on which u is given. Where they touch, the first in the list decides */
    LaplaceSolver(const FunctionSpace             &space,
                  const std::vector<unsigned int> &surfaces,
                  const LinearSolverParameters    &parameters);

    /**
     * Collective.
     * @param[in] surface_values  in the order of the surfaces
     * @return the solution, ghosted
     * @throws ConvergenceError
     */
    Vector
    solve(const std::vector<double> &surface_values, double source = 0., const std::vector<Inflow> &inflows = {});

    /** Iterations of the linear solver in each solve. */
    const std::vector<unsigned int> &
    iterations() const
    {
      return iterations_;
    }

  private:
    using Constraints = dealii::AffineConstraints<double>;

    Constraints make_constraints(const std::vector<double> &surface_values) const;

    void assemble_matrix(const Constraints &constraints);

    /** The source, and what the given values bring to the right-hand side. */
    void assemble_source(const Constraints &constraints, double source, Vector &right_hand_side) const;
    void assemble_inflow(const Constraints &constraints, const Inflow &inflow, Vector &right_hand_side) const;

    const FunctionSpace                     &space_;
    std::vector<unsigned int>                surfaces_;
    dealii::PETScWrappers::MPI::SparseMatrix matrix_;
    LinearSolver                             solver_;
    std::vector<unsigned int>                iterations_;
  };
} // namespace vht
