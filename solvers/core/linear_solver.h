#pragma once

#include "solvers/core/types.h"

#include <petscksp.h>

#include <string>

namespace vht
{
  class ParameterSection;

  /** Tolerances of one linear solver; everything else is set by PETSc options with the solver's prefix. */
  struct LinearSolverParameters
  {
    double       relative_tolerance = 1e-6;
    double       absolute_tolerance = 1e-50;
    unsigned int maximum_iterations = 1000;

    void declare(ParameterSection &section);
  };

  /**
   * A Krylov solver of PETSc under a prefix of its own: "heart_potential_" makes `-- -heart_potential_ksp_type gmres`
   * work on the command line.
   */
  class LinearSolver
  {
  public:
    /**
     * @param[in] prefix          of the PETSc options, ends in '_'
     * @param[in] method          default KSP type: KSPCG, KSPGMRES, ...
     * @param[in] preconditioner  default PC type: PCJACOBI, PCHYPRE, PCGAMG, PCLU, ...
     */
    LinearSolver(MPI_Comm                      communicator,
                 const std::string            &prefix,
                 const LinearSolverParameters &parameters,
                 const std::string            &method,
                 const std::string            &preconditioner);
    ~LinearSolver();

    LinearSolver(const LinearSolver &) = delete;

    /** The matrix, which must outlive the solver or be replaced; the preconditioner is built at the next solve. */
    void set_operator(Mat matrix);

    /**
     * Solve A x = b. The tolerance is relative to the norm of @p b.
     *
     * @param[in,out] x  first guess if @p nonzero_guess, then the solution; ghosts are not updated
     * @param[in]     b  right-hand side
     * @return the number of iterations
     * @throws ConvergenceError with PETSc's reason, the residual and the iterations
     */
    unsigned int solve(Vector &x, const Vector &b, bool nonzero_guess = false);

    /** Change the relative tolerance of the next solves; inexact Newton methods do. */
    void set_relative_tolerance(double tolerance);

    KSP
    ksp() const
    {
      return ksp_;
    }

  private:
    std::string prefix_;
    KSP         ksp_ = nullptr;
  };
} // namespace vht
