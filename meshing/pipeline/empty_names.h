#pragma once

#include "meshing/tagged_mesh.h"

#include <filesystem>
#include <string>

namespace vht::meshing
{
  /**
   * Which regions and surfaces a Gmsh file names, but gives no cells or faces: reading drops their names.
   * @returns a sentence about them; empty where there are none and for other formats
   */
  std::string empty_names(const std::filesystem::path &file, const TaggedMesh &mesh);
} // namespace vht::meshing
