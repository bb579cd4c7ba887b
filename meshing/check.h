#pragma once

#include "meshing/gates.h"

namespace vht::meshing
{
  /**
   * Look for everything that would make a solver fail or lie: corners that do not exist, inverted and flat cells,
   * duplicate cells and points, faces of more than two cells, boundary faces without a name, tagged faces that belong
   * to no cell or have two names, parts that do not hang together, regions without cells; and for cells below the
   * gates. Unused points are a warning.
   */
  Report check(const TaggedMesh &mesh, const Gates &gates);
} // namespace vht::meshing
