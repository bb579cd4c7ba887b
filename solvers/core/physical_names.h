#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /** A name that a Gmsh file gives to a group of cells (dimension 3), faces (2), edges (1) or points (0). */
  struct PhysicalName
  {
    int         dimension;
    int         tag;
    std::string name;

    bool operator==(const PhysicalName &) const = default;
  };

  /**
   * The section $PhysicalNames of a .msh file, in the order of the file. It is text in all versions, binary ones too.
   *
   * Gmsh forgets names of groups without elements as it reads a file; who must know of them asks here.
   * @returns nothing for files without that section, and for what is no Gmsh file
   */
  std::vector<PhysicalName> physical_names(const std::filesystem::path &file);
} // namespace vht
