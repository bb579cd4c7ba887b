#pragma once

#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /** The connected pieces of space that a surface cuts out. */
  struct SpaceParts
  {
    static constexpr Index outside = 0;

    /** Behind and in front of each triangle: the part, counted from 1, or outside. */
    std::vector<std::array<Index, 2>> beside;
    std::vector<std::array<Index, 2>> shells; ///< the same: the closed surface that the side belongs to, outside too
    std::vector<Tag>                  region; ///< of each part; the first entry is for outside
  };

  /**
   * Follow the surface from triangle to triangle around their edges, on either side. A part may have holes: closed
   * surfaces within it that it touches from outside.
   * @throws MeshError for a surface with open borders, and where two regions meet without a triangle between them
   */
  SpaceParts parts_of(const TaggedSurface &surface);

  /** What the surface encloses of each region [m^3]. */
  std::map<Tag, double> enclosed_volumes(const TaggedSurface &surface);
} // namespace vht::meshing
