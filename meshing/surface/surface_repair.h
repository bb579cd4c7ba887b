#pragma once

#include "meshing/surface/surface_check.h"

namespace vht::meshing
{
  /** How far a repair may go. */
  struct RepairLimits
  {
    unsigned parts        = 1;    ///< how many of the largest parts are kept; 0: all but islands
    double   hole         = 0;    ///< openings with a border up to this length are filled [m]
    double   displacement = 1e-3; ///< how far the surface may move [m]
  };

  struct Repaired
  {
    TaggedSurface     surface;
    std::string       account;          ///< what was done, one line each; empty for nothing
    double            displacement = 0; ///< largest distance between what was kept and the result [m]
    std::vector<bool> kept;             ///< for each triangle that was there: does it belong to a part that was kept?
  };

  /**
   * Mend a surface of one region: equal points and triangles become one, degenerate triangles go, neighbours look to
   * the same side and outward, edges of more than two triangles are taken apart, islands are dropped, small holes
   * filled, and intersections smoothed or cut out and filled.
   *
   * What it cannot mend stays: check() the result. A filled hole has the patch of what is around it.
   * @throws MeshError where nothing is left, for several regions, and where the surface would have to move farther than
   *   the limit
   */
  Repaired repair(const TaggedSurface &surface, const RepairLimits &limits);
} // namespace vht::meshing
