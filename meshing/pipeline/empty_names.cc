#include "meshing/pipeline/empty_names.h"

#include "solvers/core/physical_names.h"

#include <algorithm>

namespace vht::meshing
{
  std::string
  empty_names(const std::filesystem::path &file, const TaggedMesh &mesh)
  {
    const auto in_use = [](const NameTable &names, const std::string &name) {
      return std::any_of(names.begin(), names.end(), [&](const auto &entry) { return entry.second == name; });
    };
    std::string list;
    for (const PhysicalName &known : physical_names(file))
      if (known.dimension == 3 && !in_use(mesh.region_names, known.name))
        list += (list.empty() ? "" : ", ") + ("the region \"" + known.name + "\" without cells");
      else if (known.dimension == 2 && !in_use(mesh.surface_names, known.name))
        list += (list.empty() ? "" : ", ") + ("the surface \"" + known.name + "\" without faces");
    return list.empty() ? "" : file.filename().string() + " names " + list + "; the name is left out.";
  }
} // namespace vht::meshing
