#pragma once

#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /** How a surface is given new triangles. */
  struct Remeshing
  {
    double              size = 0;            ///< wanted length of edges [m]
    std::vector<double> size_at_points;      ///< the same, one for each point of the surface; overrides `size`
    double              sharp_angle  = 60;   ///< edges bent by more are kept [degree]; 180: none
    double              displacement = 1e-3; ///< how far the result may be from the surface [m]
    unsigned            iterations   = 6;
  };

  struct Remeshed
  {
    TaggedSurface surface;
    double        displacement = 0; ///< largest distance between old and new surface [m]
  };

  /**
   * Even triangles of the wanted size on the same surface: edges are split, collapsed and flipped, and points are
   * evened out along the surface and put back onto it (Botsch & Kobbelt 2004, doi:10.1145/1057432.1057457), with a size
   * that may vary as in Dunyach et al. 2013 (doi:10.2312/conf/EG2013/short/029-032).
   *
   * Borders between patches, borders of openings and sharp edges stay as lines; points along them are taken out or
   * added, but not moved.
   * @throws MeshError for a surface that is not manifold, of several regions, and for one that would move too far
   */
  Remeshed remesh(const TaggedSurface &surface, const Remeshing &remeshing);

  /** No size grows faster than this along the edges of the surface [1]: sizes are cut down to fit. */
  void limit_gradient(const TaggedSurface &surface, std::vector<double> &size_at_points, double gradient);
} // namespace vht::meshing
