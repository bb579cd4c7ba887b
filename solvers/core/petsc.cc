#include "solvers/core/petsc.h"

#include "physics/error.h"

#include <petscerror.h>

namespace vht
{
  void
  check_petsc(PetscErrorCode code, const char *call, const char *file, int line)
  {
    if (code == 0)
      return;
    const char *text = nullptr;
    PetscErrorMessage(code, &text, nullptr);
    throw Error(ExitCode::internal_error, std::string("PETSc failed with code ") + std::to_string(code) + " (" +
                                            (text ? text : "unknown") + ") in " + call + ", " + file + ":" +
                                            std::to_string(line));
  }

  PetscView::PetscView(const Vector &vector)
  {
    // PETSc has no view for reading only; the callers hand input vectors to arguments that PETSc does not change.
    double *values = const_cast<double *>(vector.begin());
    VHT_PETSC(VecCreateMPIWithArray(vector.get_mpi_communicator(), 1, vector.locally_owned_size(), vector.size(),
                                    values, &vec_));
  }

  PetscView::~PetscView()
  {
    VecDestroy(&vec_);
  }
} // namespace vht
