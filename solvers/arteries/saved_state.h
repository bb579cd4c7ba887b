#pragma once

#include <map>
#include <string>
#include <vector>

namespace vht
{
  /** What a restart has to know of a part, by names of its own. */
  using SavedState = std::map<std::string, std::vector<double>>;
} // namespace vht
