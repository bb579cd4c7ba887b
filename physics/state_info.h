#pragma once

#include <string_view>

namespace vht
{
  /** One of the variables that a pointwise law carries through time. */
  struct StateInfo
  {
    std::string_view name; ///< "intracellular calcium", "gate m"
    std::string_view unit; ///< SI: "mol/m^3", "1"
  };
} // namespace vht
