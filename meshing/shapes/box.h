#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /**
   * A box with one corner at the origin, cut into equal cubes (as near as the size allows), for benchmarks whose answer
   * depends on the exact spacing. Region "myocardium"; surfaces x_min, x_max, y_min, ... z_max.
   *
   * Tetrahedra: each cube is split into six around its diagonal from (0, 0, 0) to (1, 1, 1) (Kuhn's subdivision), as
   * the codes of the Niederer 2011 benchmark did (doi:10.1098/rsta.2011.0139).
   */
  struct Box
  {
    Point     extent = {20e-3, 7e-3, 3e-3}; ///< [m]
    double    size   = 0.5e-3;              ///< wanted edge of the cubes [m]
    CellShape shape  = CellShape::tetrahedron;
  };

  /** How many cubes fit in each direction: the extent over the size, rounded, at least one. */
  std::array<std::size_t, 3> subdivisions(const Box &box);

  /** @throws InputError for lengths that are not positive, or more cells than a 32-bit index can count */
  TaggedMesh make_box(const Box &box);
} // namespace vht::meshing
