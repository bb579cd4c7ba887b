#pragma once

#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** Name and version of the libraries that this process runs with, as they say themselves. After MPI_Init. */
  std::vector<std::pair<std::string, std::string>> library_versions();
} // namespace vht
