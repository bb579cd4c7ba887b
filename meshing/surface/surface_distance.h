#pragma once

#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /** What became of a surface on its way to a mesh. All are of the same place; none needs to be manifold. */
  struct SurfaceHistory
  {
    TaggedSurface imported; ///< the parts that are kept, as they were read
    TaggedSurface mended;   ///< after welding and repair
    TaggedSurface opened;   ///< after the ends were cut off, before they got caps
  };

  /** The largest distance between two surfaces and where it is. */
  struct Displacement
  {
    double distance = 0; ///< [m]
    Point  place{};      ///< [m]
  };

  /**
   * How far a surface has moved from what was imported, seen from both sides: by points, middles of edges and centres
   * of triangles.
   *
   * Left out is what has no counterpart: what was cut off at the ends, the caps, and straight pieces before them and
   * filled holes, which are nearest to a border.
   * @param[in] caps  patches of the result
   */
  Displacement displacement(const SurfaceHistory &history, TaggedSurface result, const std::vector<Tag> &caps);

  /** @throws MeshError beyond the limit [m]. @param[in] name  what sets the limit, for the message */
  void refuse_beyond(double limit, const Displacement &moved, const std::string &name);
} // namespace vht::meshing
