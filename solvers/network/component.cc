#include "solvers/network/component.h"

#include "solvers/core/parameters.h"

namespace vht::network
{
  void
  Component::declare(ParameterSection &section)
  {
    section.add(parameters());
  }
} // namespace vht::network
