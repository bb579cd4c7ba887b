#pragma once

#include "solvers/core/linear_solver.h"
#include "solvers/elasticity/operator.h"

#include <memory>

namespace vht
{
  class Log;

  /** Section "Linear solver" of a case of elasticity. */
  struct MixedSolverParameters
  {
    LinearSolverParameters krylov       = {.relative_tolerance = 1e-3, .maximum_iterations = 400};
    unsigned int           direct_below = 20000; ///< unknowns; fewer are solved by factorisation

    void declare(ParameterSection &section);
  };

  /**
   * Solves the saddle-point systems of ElasticityOperator.
   *
   * Small ones by factorisation (MUMPS). Larger ones by FGMRES with the block triangular preconditioner
   *
   *     [A  B^T]^-1        A: multigrid from degree 2 to degree 1 (Galerkin), there smoothed aggregation (GAMG)
   *     [0  -S ]           S: mass matrix of the pressure, weighted with volume_compliance() + 1 / kappa of each cell
   *
   * with Chebyshev smoothers over Jacobi, which do not depend on the partition. The aggregation needs the rigid-body
   * modes of the *deformed* body and a new interpolation for each matrix: with those of the reference the iterations
   * grow with the load. Where the iteration fails the system is factorised. Options of PETSc have the prefix
   * elasticity_, with elasticity_u_ and elasticity_p_ for the blocks.
   *
   * Elman, Silvester, Wathen 2014, doi:10.1093/acprof:oso/9780199678792.001.0001; Adams 2002, doi:10.1002/nme.387
   */
  class MixedSolver
  {
  public:
    /** The operator must outlive the solver. Collective. */
    MixedSolver(const ElasticityOperator &equation, const MixedSolverParameters &parameters, Log &log);
    ~MixedSolver();

    MixedSolver(const MixedSolver &) = delete;

    /** To be filled by ElasticityOperator::linearise(), then set_up(). */
    MixedMatrices &
    matrices()
    {
      return matrices_;
    }

    /** The matrices have new entries; @p displacement is where. Collective. */
    void set_up(const Vector &displacement);

    /**
     * Solve K step = f.
     * @return the number of iterations; zero for a factorisation
     * @throws ConvergenceError
     */
    unsigned int solve(const Vector &f, Vector &step);

    void
    set_relative_tolerance(double tolerance)
    {
      if (iterative_)
        iterative_->set_relative_tolerance(tolerance);
    }

  private:
    class Preconditioner;

    unsigned int solve_directly(const Vector &f, Vector &step);

    const ElasticityOperator       &equation_;
    MixedSolverParameters           parameters_;
    Log                            &log_;
    MixedMatrices                   matrices_;
    Mat                             nest_ = nullptr;
    std::unique_ptr<Preconditioner> preconditioner_;
    std::unique_ptr<LinearSolver>   iterative_;
    std::unique_ptr<LinearSolver>   direct_;
    bool                            factorised_ = false;
  };
} // namespace vht
