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

  /** A circle across a tube. */
  struct TubeSection
  {
    Point  centre{};          ///< [m]
    Point  first{}, second{}; ///< unit vectors in its plane; first x second points along the tube
    double radius = 0;        ///< [m]
  };

  /**
   * Hexahedra between circles, of which there are two or more: names and cells as of make_o_grid().
   * @param[in] size  wanted length of edges across, at the widest section [m]
   */
  TaggedMesh sweep_o_grid(const std::vector<TubeSection> &sections, double size);

  /**
   * Layers of discs; each disc is a square core with bent sides, and around it four blocks of rings. Region "lumen",
   * surfaces "inlet" (z = 0), "outlet_1", "wall".
   * @throws InputError for lengths that are not positive
   */
  TaggedMesh make_o_grid(const OGrid &tube);
} // namespace vht::meshing
