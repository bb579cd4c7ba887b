#pragma once

#include "solvers/core/types.h"

#include <petscsys.h>
#include <petscvec.h>

#include <string>

namespace vht
{
  /** Throw when a PETSc call failed: an ignored code can look like perfect convergence. Use VHT_PETSC. */
  void check_petsc(PetscErrorCode code, const char *call, const char *file, int line);

/** Call a PETSc function and check what it returns. */
#define VHT_PETSC(call) ::vht::check_petsc(call, #call, __FILE__, __LINE__)

  /**
   * A PETSc vector that looks at the owned values of a vht::Vector, without a copy, for as long as it lives.
   */
  class PetscView
  {
  public:
    explicit PetscView(const Vector &vector);
    ~PetscView();

    PetscView(const PetscView &) = delete;

    operator Vec() const
    {
      return vec_;
    }

  private:
    Vec vec_ = nullptr;
  };
} // namespace vht
