#pragma once

#include <functional>
#include <string>

namespace vht::meshing
{
  /** Where a stage tells, a line or a few at a time, what it found and did. */
  using Say = std::function<void(const std::string &)>;
} // namespace vht::meshing
