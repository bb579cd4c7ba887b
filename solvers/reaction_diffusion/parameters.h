#pragma once

#include "solvers/core/checkpoint.h"
#include "solvers/core/field_output.h"
#include "solvers/core/linear_solver.h"
#include "solvers/core/time_control.h"

#include <string>

namespace vht
{
  class ParameterSection;

  /** A time-dependent reaction–diffusion problem: space, time, solver, output. */
  struct ReactionDiffusionParameters
  {
    unsigned int           degree = 1;
    std::string            mass   = "consistent";
    TimeParameters         time;
    LinearSolverParameters solver;
    FieldOutputParameters  fields;
    double                 field_interval = 5e-3; ///< [s]; 0: only the last state
    double                 table_interval = 1e-4; ///< [s]
    CheckpointParameters   checkpoint;

    /** Declares the sections Space, Time, Linear solver, Output and Checkpoint in the root of a case. */
    void declare(ParameterSection &root);
  };
} // namespace vht
