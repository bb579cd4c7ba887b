#pragma once

#include "solvers/core/linear_solver.h"
#include "solvers/core/newton.h"
#include "solvers/nonlinear_diffusion/operator.h"

namespace vht
{
  /**
   * Finds the temperature at which the operator's residual vanishes: Newton's method with a line search, GMRES with
   * BoomerAMG inside. Owns the state.
   *
   * The linear systems are not symmetric, and elliptic: hence GMRES and algebraic multigrid. Options of PETSc have the
   * prefix "diffusion_".
   */
  class DiffusionIntegrator : private NonlinearSystem
  {
  public:
    /** The state starts at zero. The operator must outlive the integrator. Collective. */
    DiffusionIntegrator(const DiffusionOperator      &equation,
                        const NewtonParameters       &newton,
                        const LinearSolverParameters &linear_solver,
                        Log                          &log);

    /** Temperature above the body's [K]. */
    const Vector &
    temperature() const
    {
      return temperature_;
    }

    /** Another first guess for the next solve(). */
    void start_from(const Vector &temperature);

    /**
     * Solve from the present state. Collective.
     * @throws ConvergenceError with the history of residuals; the state is then that of the last good iteration
     */
    NewtonResult solve();

  private:
    void         residual(const Vector &temperature, Vector &f) override;
    void         linearise(const Vector &temperature) override;
    unsigned int solve(const Vector &f, Vector &step) override;

    const DiffusionOperator  &equation_;
    Newton                    newton_;
    DiffusionOperator::Matrix matrix_;
    LinearSolver              linear_solver_;
    Vector                    temperature_;
  };
} // namespace vht
