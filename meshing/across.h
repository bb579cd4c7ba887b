#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  class FaceTable;

  /** How many elements lie between the walls of a region. */
  struct ElementsAcross
  {
    double percentile = 0; ///< 5 % of the walls' faces have fewer: bumps and corners
    double median     = 0;
    Index  thinnest   = 0; ///< the cell at the wall where they are fewest
  };

  /**
   * From the middle of each face of a region's border straight inward to the border on the other side: the length of
   * the way over the mean edge of the cells on it, for hexahedra the number of cells. Ways that end on a border that
   * does not look back, by 30 degrees or more, do not count: they cut a corner.
   * @returns by the regions' tags; without those that have no two walls
   */
  std::map<Tag, ElementsAcross> elements_across(const TaggedMesh &mesh, const FaceTable &table);
} // namespace vht::meshing
