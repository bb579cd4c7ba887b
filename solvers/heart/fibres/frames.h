#pragma once

#include "solvers/core/types.h"

#include <array>

namespace vht
{
  /**
   * Material axes of fibrous tissue: fibre, sheet and sheet-normal direction. Orthonormal and right-handed.
   *
   * Tissue knows lines, not arrows: a frame with two of its axes reversed is the same tissue.
   */
  struct Frame
  {
    Tensor fibre, sheet, normal;
  };

  /**
   * Two edges of the cell at hand, not parallel [m]. Where a field has no direction (at the apex, say) the frame is
   * completed with them: they turn with the mesh, and they do not depend on how it is distributed.
   */
  using SpareDirections = std::array<Tensor, 2>;

  /** Make a unit vector of @p first, and one of @p second that is perpendicular to it. Never fails. */
  void orthonormalise(Tensor &first, Tensor &second, const SpareDirections &spare);

  /** The frame with this fibre direction and the perpendicular part of this sheet direction. Never fails. */
  Frame complete_frame(const Tensor &fibre, const Tensor &sheet, const SpareDirections &spare);

  /**
   * The axes of the wall: circumferential, longitudinal, transmural; the second is kept, the third made perpendicular.
   * "axis" of Bayer et al. 2012, doi:10.1007/s10439-012-0593-5.
   */
  Frame axis(const Tensor &longitudinal, const Tensor &transmural, const SpareDirections &spare);

  /**
   * Turn the frame about its normal by @p alpha, then about its new fibre direction by minus @p beta [rad].
   * "orient" of Bayer et al.
   */
  Frame orient(const Frame &frame, double alpha, double beta);

  /**
   * Between @p a (t = 0) and @p b (t = 1) on the shortest arc; of the four frames that are the same tissue as @p a the
   * one nearest to @p b is taken. "bislerp" of Bayer et al.
   */
  Frame bislerp(const Frame &a, const Frame &b, double t);

  /**
   * The line that weighted lines have in common: principal axis of the sum of weight v (x) v, of unit length. The sign
   * is such that it agrees with most of the vectors. Vectors need no unit length; negligible ones do not count.
   */
  Tensor
  common_line(const std::array<double, 3> &weights, const std::array<Tensor, 3> &vectors, const SpareDirections &spare);
} // namespace vht
