#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /** A tube along z that is filled with hexahedra. */
  struct OGrid
  {
    double length = 0, inlet_radius = 0, outlet_radius = 0; ///< [m]
    double size = 0;                                        ///< wanted length of edges [m]
  };

  /**
   * Layers of discs; each disc is a square core with bent sides, and around it four blocks of rings. Region "lumen",
   * surfaces "inlet" (z = 0), "outlet_1", "wall".
   * @throws InputError for lengths that are not positive
   */
  TaggedMesh make_o_grid(const OGrid &tube);
} // namespace vht::meshing
