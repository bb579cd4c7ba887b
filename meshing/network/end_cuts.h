#pragma once

#include "meshing/surface/open_ends.h"

namespace vht::meshing
{
  /** A plane at the end of a vessel, and how far from its point the vessel beyond it reaches. */
  struct EndCut
  {
    CutPlane plane;
    double   reach = 0; ///< [m]
  };

  /**
   * cut_off() for many ends of a large surface: each sees only what is around it, so that the effort is that of the
   * triangles nearby.
   * @param[out] account  one line for each end that could not be opened
   * @returns the planes that were cut
   */
  std::vector<CutPlane> cut_off_all(TaggedSurface &surface, const std::vector<EndCut> &ends, std::string &account);
} // namespace vht::meshing
