#pragma once

#include "meshing/surface/centreline.h"

namespace vht::meshing
{
  /** Points closer to each other than the tolerance [m] become one: tracings begin each branch with a point anew. */
  void merge_points(Centreline &line, double tolerance);

  /**
   * Take away, from the ends inward, what lies outside of a closed surface: lines end at the wall then; parts that are
   * outside altogether go. Points outside between others stay, as where a tracing leaves a vessel for a while.
   * @returns how many points are gone
   */
  std::size_t trim_outside(Centreline &line, const TaggedSurface &surface);

  /**
   * Give each point the radius of the widest sphere in the surface whose centre is not farther from it than the wall
   * is, so that a line that runs beside the middle gets the vessel's radius, too. Points outside keep theirs, and an
   * end is as wide as the point before it or wider.
   */
  void measure_radius(Centreline &line, const TaggedSurface &surface);

  /** At each point of a surface the radius of the nearest place of the line, between its points linearly [m]. */
  std::vector<double> radius_along(const Centreline &line, const TaggedSurface &surface);

  /** Keep the points marked true and the edges between them. */
  void keep_points(Centreline &line, const std::vector<bool> &keep);

  /** Points with a single edge, those with the largest radius first. */
  std::vector<Point> tips_of(const Centreline &line);
} // namespace vht::meshing
