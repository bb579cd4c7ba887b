#include "solvers/core/time_control.h"

#include "solvers/core/parameters.h"

namespace vht
{
  void
  TimeParameters::declare(ParameterSection &section)
  {
    section.add("End", end, "s", {0., 1e6}, "Time at which the simulation ends; it starts at zero");
    section.add("Step", step, "s", {1e-9, 1e3}, "Time step");
  }
} // namespace vht
