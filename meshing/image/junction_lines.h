#pragma once

#include "meshing/image/indicators.h"

namespace vht::meshing
{
  /** A line along which three labels meet. */
  struct JunctionLine
  {
    std::vector<Point> points; ///< [voxels]; of a closed line the last is the first
    std::array<Tag, 3> labels; ///< outside is 0
  };

  /**
   * Where three labels meet, as smooth lines, for a mesher that would round them off.
   *
   * The edges of the voxels that have three labels or more around them make a network of steps. Its lines run from
   * junction to junction, or back to themselves. Each is laid onto the curve on which the three indicators are equal:
   * Newton's method in the plane across it, smoothing along it, in turn. Lines shorter than three voxels are noise of
   * the labels and are left out.
   *
   * @param[in] spacing  of the points [voxels]
   */
  std::vector<JunctionLine> junction_lines(const LabelImage &image, const Indicators &indicators, double spacing = 0.7);
} // namespace vht::meshing
