#pragma once

#include "solvers/heart/fibres/frames.h"

#include <limits>
#include <string>

namespace vht
{
  /**
   * Angles of the fibres and sheets on the surfaces of the ventricles [degree].
   *
   * alpha, the helix angle: from the circumferential direction (counter-clockwise when one looks from the base) towards
   * the base, in the plane of the wall, seen from outside. Left endocardium +60, epicardium -60: the usual human heart.
   * beta, the sheet angle: with 0 the sheet direction lies in the plane of the wall and the sheet normal points
   * outwards; positive angles turn the sheet direction inwards, about the fibre.
   *
   * NaN: as on the left (right ventricle), as on the endocardium (septum).
   */
  struct WallAngles
  {
    static constexpr double as_elsewhere = std::numeric_limits<double>::quiet_NaN();

    double endo = 0., epi = 0.;
    double endo_rv = as_elsewhere, epi_rv = as_elsewhere;
    double septum_left = as_elsewhere, septum_right = as_elsewhere;

    /** The same with every value given. */
    WallAngles completed() const;
  };

  /** The fields of WallCoordinates at one point; the values are between 0 and 1, and at most 1 together. */
  struct WallPoint
  {
    double          left, right;                                        ///< [1]
    Tensor          left_gradient, right_gradient, apicobasal_gradient; ///< [1/m]
    SpareDirections spare;
  };

  /** How the frame inside the wall follows from the angles on its surfaces. */
  enum class WallRule
  {
    linear,
    bayer
  };

  /**
   * Frame at a point of the ventricles' wall. @p alpha and @p beta completed, in degrees.
   *
   * WallRule::bayer is the algorithm of Bayer et al. 2012 (doi:10.1007/s10439-012-0593-5) to the letter: frames of the
   * three surfaces, oriented each by its own angles, are joined by bislerp. Its angle falls with the square of the
   * transmural coordinate, and where two frames to be joined are more than 90 degrees apart (with 60/-60 in the outer
   * quarter of the wall) bislerp takes the other way round, so that the fibres jump.
   *
   * WallRule::linear, the default, has the same ingredients and the same values on the surfaces, but joins the wall's
   * axes first and turns them once. The normal n is the line common to the three gradients, weighted with the
   * coordinates left, right and transmural. The angle is
   *
   *     alpha = left (n.o_left) alpha_left + right (n.o_right) alpha_right + transmural (n.o_epi) alpha_epi
   *
   * with the unit vectors o_left = -grad left, o_right = -grad right, o_epi = grad transmural. In a free wall this is
   * the straight line from the endocardial to the epicardial angle, in the septum the one from the left angle to minus
   * the right angle, as Bayer et al. have it there. It is odd in n, hence continuous wherever the line of n is: all
   * over the wall except on the two lines where septum and free walls part. The normal is kept exactly and the
   * longitudinal direction made perpendicular to it (Bayer et al. do the opposite), so that fibres stay in the plane
   * of the wall at the apex too.
   */
  Frame wall_frame(WallRule rule, const WallPoint &point, const WallAngles &alpha, const WallAngles &beta);
} // namespace vht
