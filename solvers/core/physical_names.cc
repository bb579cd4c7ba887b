#include "solvers/core/physical_names.h"

#include <fstream>
#include <sstream>

namespace vht
{
  std::vector<PhysicalName>
  physical_names(const std::filesystem::path &file)
  {
    std::vector<PhysicalName> names;
    std::ifstream             stream(file, std::ios::binary);
    std::string               line;
    const auto                next_line = [&]() {
      if (!std::getline(stream, line))
        return false;
      if (line.ends_with('\r'))
        line.pop_back();
      return true;
    };
    if (!next_line() || line != "$MeshFormat")
      return names;
    while (next_line() && line != "$PhysicalNames")
      if (line == "$Entities" || line == "$Nodes" || line == "$Elements")
        return names; // they are long, and names stand before them
    next_line();      // how many there are
    while (next_line() && line != "$EndPhysicalNames")
      {
        std::istringstream words(line);
        PhysicalName       entry{};
        const std::size_t  first = line.find('"'), last = line.rfind('"');
        if (words >> entry.dimension >> entry.tag && first < last)
          {
            entry.name = line.substr(first + 1, last - first - 1);
            names.push_back(entry);
          }
      }
    return names;
  }
} // namespace vht
