#include "solvers/core/linear_solver.h"

#include "physics/error.h"
#include "solvers/core/norm.h"
#include "solvers/core/parameters.h"
#include "solvers/core/petsc.h"
#include "solvers/core/petsc_options.h"

#include <sstream>

namespace vht
{
  void
  LinearSolverParameters::declare(ParameterSection &section)
  {
    section.add("Relative tolerance", relative_tolerance, "1", {1e-15, 1e-1}, "Residual against the right-hand side");
    section.add("Absolute tolerance", absolute_tolerance, "1", {0., 1e300},
                "Residual at which the solve ends in any case");
    section.add("Maximum iterations", maximum_iterations, {1, 1000000}, "Iterations after which the solve has failed");
  }

  LinearSolver::LinearSolver(MPI_Comm                      communicator,
                             const std::string            &prefix,
                             const LinearSolverParameters &parameters,
                             const std::string            &method,
                             const std::string            &preconditioner)
    : prefix_(prefix)
  {
    announce_petsc_prefix(prefix);
    VHT_PETSC(KSPCreate(communicator, &ksp_));
    VHT_PETSC(KSPSetOptionsPrefix(ksp_, prefix.c_str()));
    VHT_PETSC(KSPSetType(ksp_, method.c_str()));
    PC pc;
    VHT_PETSC(KSPGetPC(ksp_, &pc));
    VHT_PETSC(PCSetType(pc, preconditioner.c_str()));
    VHT_PETSC(KSPSetTolerances(ksp_, parameters.relative_tolerance, parameters.absolute_tolerance, PETSC_DEFAULT,
                               parameters.maximum_iterations));
  }

  LinearSolver::~LinearSolver()
  {
    KSPDestroy(&ksp_);
  }

  void
  LinearSolver::set_operator(Mat matrix)
  {
    VHT_PETSC(KSPSetOperators(ksp_, matrix, matrix));
    // After the operator, so that options of preconditioners that look at it are honoured too.
    VHT_PETSC(KSPSetFromOptions(ksp_));

    // The residual itself and not the preconditioned one, for every method that can tell it: tolerances then mean the
    // same for all of them.
    PetscBool can_tell, chosen_by_user;
    VHT_PETSC(PetscObjectTypeCompareAny(reinterpret_cast<PetscObject>(ksp_), &can_tell, KSPCG, KSPGMRES, KSPFGMRES,
                                        KSPBCGS, ""));
    VHT_PETSC(PetscOptionsHasName(nullptr, prefix_.c_str(), "-ksp_norm_type", &chosen_by_user));
    if (can_tell && !chosen_by_user)
      VHT_PETSC(KSPSetNormType(ksp_, KSP_NORM_UNPRECONDITIONED));
  }

  void
  LinearSolver::set_relative_tolerance(double tolerance)
  {
    PetscReal absolute, divergence;
    PetscInt  iterations;
    VHT_PETSC(KSPGetTolerances(ksp_, nullptr, &absolute, &divergence, &iterations));
    VHT_PETSC(KSPSetTolerances(ksp_, tolerance, absolute, divergence, iterations));
  }

  unsigned int
  LinearSolver::solve(Vector &x, const Vector &b, bool nonzero_guess)
  {
    const PetscView b_view(b), x_view(x);
    VHT_PETSC(KSPSetInitialGuessNonzero(ksp_, nonzero_guess ? PETSC_TRUE : PETSC_FALSE));
    VHT_PETSC(KSPSolve(ksp_, b_view, x_view));

    KSPConvergedReason reason;
    PetscInt           iterations;
    VHT_PETSC(KSPGetConvergedReason(ksp_, &reason));
    VHT_PETSC(KSPGetIterationNumber(ksp_, &iterations));
    if (reason > 0)
      return iterations;

    PetscReal   residual;
    const char *text = nullptr;
    VHT_PETSC(KSPGetResidualNorm(ksp_, &residual));
    VHT_PETSC(KSPGetConvergedReasonString(ksp_, &text));
    std::ostringstream message;
    message << "The linear solver " << prefix_ << " did not converge: " << text << " after " << iterations
            << " iterations, residual " << residual << " of " << norm_or_nan(b) << ". Watch it with: -- -" << prefix_
            << "ksp_monitor";
    throw ConvergenceError(message.str());
  }
} // namespace vht
