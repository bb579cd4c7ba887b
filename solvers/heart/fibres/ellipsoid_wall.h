#pragma once

#include "solvers/heart/fibres/frames.h"

namespace vht
{
  /**
   * Fibres in a wall between two ellipsoids of revolution, in closed form: the ventricle of the mechanics benchmarks
   * of Land et al. 2015 (doi:10.1098/rspa.2015.0641) and Arostica et al. 2025 (doi:10.1016/j.cma.2024.117485).
   *
   * With the depth t, 0 on the endocardium and 1 on the epicardium, half axes r(t) across and l(t) along the axis that
   * are linear in t, polar angle u, azimuth v,
   *
   *     x     = (r sin u cos v, r sin u sin v, l cos u)   from the centre, the third along the axis
   *     fibre = e_u sin(alpha) + e_v cos(alpha)           with e_u, e_v the unit vectors along dx/du, dx/dv
   *     alpha = (1 - t) alpha_endo + t alpha_epi
   *
   * The sheet direction is in the ellipsoid, perpendicular to the fibre; the normal points outwards. Angles count as in
   * WallAngles: from the circumferential direction, counter-clockwise seen from the base, towards the base. That is
   * Land's alpha from +90 to -90 degrees (its u runs from -pi at the apex upwards) and the other sign of Arostica's (u
   * runs from the base to pi at the apex), whose -60 to +60 degrees are +60 to -60 here. Lines do not change when the
   * axis is turned round.
   *
   * At the apex e_u and e_v turn with v, and there is no direction that the fibre could have: an edge of the cell is
   * taken for e_u.
   */
  struct EllipsoidWall
  {
    Point  centre;                                     ///< [m]
    Tensor axis         = Tensor({0., 0., 1.});        ///< of unit length
    double inner_radius = 7e-3, inner_length = 17e-3;  ///< half axes of the endocardium across and along [m]
    double outer_radius = 10e-3, outer_length = 20e-3; ///< of the epicardium [m]
    double alpha_endo = 90., alpha_epi = -90.;         ///< [degree]

    /**
     * Depth of the ellipsoid of the family on which a point lies [1]. A point inside the inner ellipsoid has 0, one
     * outside the outer 1: cells with straight edges cut off a bit of the cavity.
     */
    double depth(const Point &x) const;

    /** How far a point is outside the wall, relative to the half axes: 0 between the ellipsoids. */
    double beyond(const Point &x) const;

    /** The frame at a point whose depth is t, between 0 and 1. Orthonormal to rounding, also on the axis. */
    Frame frame(const Point &x, double t, const SpareDirections &spare) const;

  private:
    /** Distances of a point from the axis, and from the centre along it [m]. */
    struct Place
    {
      double across, along;
    };

    Place place(const Point &x) const;
  };
} // namespace vht
