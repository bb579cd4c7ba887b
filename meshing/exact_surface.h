#pragma once

#include "meshing/affine.h"

#include <functional>

namespace vht::meshing
{
  /** A smooth surface without ends: the places where the level is 0. */
  struct ExactSurface
  {
    std::function<double(const Point &)> level; ///< any function with a gradient that does not vanish on the surface
    std::function<Point(const Point &)>  slope; ///< the level's gradient

    /** How far a place is from the surface, to first order [m]; negative where the level is. */
    double distance(const Point &x) const;
  };

  /** @param[in] half_axes  along x, y and z [m] */
  ExactSurface ellipsoid_surface(const Point &centre, const Point &half_axes);

  /** A line turned around the axis z: radius * (distance from z) + height * z = constant. A plane, a cylinder, a cone.
   */
  ExactSurface turned_line(double radius, double height, double constant);

  /** The surface as it is after a map. */
  ExactSurface moved(const ExactSurface &surface, const Affine &map);

  /**
   * The place on all of the surfaces, one or two, that is nearest to another place: Newton's method with the shortest
   * step. @pre there is one nearby
   */
  Point nearest_on(const std::vector<const ExactSurface *> &surfaces, Point x);
} // namespace vht::meshing
