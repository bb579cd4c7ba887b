#pragma once

#include "meshing/network/network_line.h"

#include <memory>

namespace vht::meshing
{
  /**
   * A network of vessels as the level set of a function: spheres of the given radii swept along the lines.
   *
   * Each edge is the hull of two spheres (a cone with round ends); its distance is exact. Branches that meet in a point
   * are joined with a smooth minimum, the others with the plain one: vessels that only pass by do not grow together.
   * How far the smooth minimum reaches falls to zero where the two surfaces have the same direction, so that a vessel
   * does not bulge where it is only divided into two branches (after Gourmel et al. 2013, doi:10.1145/2451236.2451238).
   */
  class TubeNetwork
  {
  public:
    struct Value
    {
      double level  = 0; ///< about the distance to the wall, negative inside; infinite far away [m]
      double radius = 0; ///< of the sphere that is nearest [m]
    };

    /**
     * @param[in] line   without points at the same place
     * @param[in] blend  reach of the smooth minimum at a right angle, over the radius of the thinner vessel
     */
    TubeNetwork(const Centreline &line, double blend);
    ~TubeNetwork();

    Value at(const Point &place) const;

    /** Direction of steepest rise, not of unit length. */
    Point gradient(const Point &place) const;

    /** The nearest place on the wall, from a place within a quarter of a radius of it; others stay where they are. */
    Point on_wall(Point place) const;

    /** The same within the plane through the place. */
    Point on_wall_within_plane(Point place, const Point &normal) const;

  private:
    struct Tubes;

    Point move_to_wall(Point place, const Point &normal) const;

    std::unique_ptr<const Tubes> tubes_;
  };
} // namespace vht::meshing
