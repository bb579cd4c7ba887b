#pragma once

#include "solvers/core/application.h"

namespace vht
{
  /**
   * The whole of a tool: command line, case, run, exit code (physics/error.h).
   *
   * Everything that can be answered before MPI starts is: help, version, templates, mistakes in the command line and in
   * the case. What stands after `--` goes to PETSc.
   */
  int tool_main(int argc, char **argv, const Tool &tool);
} // namespace vht
