#pragma once

#include "solvers/network/component.h"

#include <memory>

namespace vht::network
{
  /**
   * The component of this type.
   * @throws InputError naming the closest known type
   */
  std::unique_ptr<Component> make_component(const std::string &type);

  std::vector<std::string> component_types();
} // namespace vht::network
