#include "solvers/heart/fibres/frames.h"

#include <deal.II/base/symmetric_tensor.h>

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    /** Of a vector's own length; less is rounding. */
    constexpr double negligible_part = 1e-10;

    /** Quaternion (w, x, y, z). */
    using Quaternion = std::array<double, 4>;

    double
    dot(const Quaternion &p, const Quaternion &q)
    {
      return p[0] * q[0] + p[1] * q[1] + p[2] * q[2] + p[3] * q[3];
    }

    /** Of the rotation that has the frame as its columns; the largest component first, so that no digits are lost. */
    Quaternion
    to_quaternion(const Frame &frame)
    {
      const Tensor &f = frame.fibre, &s = frame.sheet, &n = frame.normal;

      // The rows of 4 q (x) q: each is a multiple of the quaternion.
      const std::array<Quaternion, 4> rows = {{{1. + f[0] + s[1] + n[2], s[2] - n[1], n[0] - f[2], f[1] - s[0]},
                                               {s[2] - n[1], 1. + f[0] - s[1] - n[2], s[0] + f[1], n[0] + f[2]},
                                               {n[0] - f[2], s[0] + f[1], 1. - f[0] + s[1] - n[2], n[1] + s[2]},
                                               {f[1] - s[0], n[0] + f[2], n[1] + s[2], 1. - f[0] - s[1] + n[2]}}};

      unsigned int largest = 0;
      for (unsigned int i = 1; i < 4; ++i)
        if (rows[i][i] > rows[largest][largest])
          largest = i;
      Quaternion   q      = rows[largest];
      const double length = std::sqrt(dot(q, q));
      for (double &component : q)
        component /= length;
      return q;
    }

    Frame
    to_frame(const Quaternion &q)
    {
      const auto &[w, x, y, z] = q;
      return {Tensor({1. - 2. * (y * y + z * z), 2. * (x * y + w * z), 2. * (x * z - w * y)}),
              Tensor({2. * (x * y - w * z), 1. - 2. * (x * x + z * z), 2. * (y * z + w * x)}),
              Tensor({2. * (x * z + w * y), 2. * (y * z - w * x), 1. - 2. * (x * x + y * y)})};
    }

    /** The part of @p vector perpendicular to the unit vector @p axis, of unit length; false where there is none. */
    bool
    perpendicular_part(Tensor &vector, const Tensor &axis)
    {
      const double length = vector.norm();
      if (!(length > 0.))
        return false;
      vector /= length;
      vector -= (vector * axis) * axis;
      if (vector.norm() < negligible_part)
        return false;
      vector /= vector.norm();
      // Once more: after a large cancellation the first pass leaves digits of the axis.
      vector -= (vector * axis) * axis;
      vector /= vector.norm();
      return true;
    }

    void
    choose_perpendicular(Tensor &vector, const Tensor &axis, const SpareDirections &spare)
    {
      for (const Tensor &candidate : {vector, spare[0], spare[1]})
        {
          vector = candidate;
          if (perpendicular_part(vector, axis))
            return;
        }
    }
  } // namespace


  void
  orthonormalise(Tensor &first, Tensor &second, const SpareDirections &spare)
  {
    if (first.norm() > 0.)
      first /= first.norm();
    else if (second.norm() > 0.)
      choose_perpendicular(first, second / second.norm(), spare);
    else
      first = spare[0] / spare[0].norm();
    choose_perpendicular(second, first, spare);
  }

  Frame
  complete_frame(const Tensor &fibre, const Tensor &sheet, const SpareDirections &spare)
  {
    Frame frame{fibre, sheet, Tensor()};
    orthonormalise(frame.fibre, frame.sheet, spare);
    frame.normal = dealii::cross_product_3d(frame.fibre, frame.sheet);
    return frame;
  }

  Frame
  axis(const Tensor &longitudinal, const Tensor &transmural, const SpareDirections &spare)
  {
    Frame frame{Tensor(), longitudinal, transmural};
    orthonormalise(frame.sheet, frame.normal, spare);
    frame.fibre = dealii::cross_product_3d(frame.sheet, frame.normal);
    return frame;
  }

  Frame
  orient(const Frame &frame, double alpha, double beta)
  {
    const Tensor fibre      = std::cos(alpha) * frame.fibre + std::sin(alpha) * frame.sheet;
    const Tensor transverse = std::cos(alpha) * frame.sheet - std::sin(alpha) * frame.fibre;
    return {fibre, std::cos(beta) * transverse - std::sin(beta) * frame.normal,
            std::sin(beta) * transverse + std::cos(beta) * frame.normal};
  }

  Frame
  bislerp(const Frame &a, const Frame &b, double t)
  {
    const Quaternion p = to_quaternion(a), q = to_quaternion(b);

    // p times 1, i, j, k: two axes reversed.
    const std::array<Quaternion, 4> same_tissue = {
      {p, {-p[1], p[0], p[3], -p[2]}, {-p[2], -p[3], p[0], p[1]}, {-p[3], p[2], -p[1], p[0]}}};
    const Quaternion &nearest =
      *std::max_element(same_tissue.begin(), same_tissue.end(), [&](const Quaternion &left, const Quaternion &right) {
        return std::abs(dot(left, q)) < std::abs(dot(right, q));
      });

    const double cosine = dot(nearest, q), sign = cosine < 0. ? -1. : 1.;
    const double angle = std::acos(std::min(std::abs(cosine), 1.));
    // The weights are sin((1-t) angle) and sin(t angle), up to a factor that the normalisation takes away.
    const bool   close    = angle < 1e-6;
    const double weight_a = close ? 1. - t : std::sin((1. - t) * angle);
    const double weight_b = sign * (close ? t : std::sin(t * angle));
    Quaternion   between;
    for (unsigned int i = 0; i < 4; ++i)
      between[i] = weight_a * nearest[i] + weight_b * q[i];
    const double length = std::sqrt(dot(between, between));
    for (double &component : between)
      component /= length;
    return to_frame(between);
  }

  Tensor
  common_line(const std::array<double, 3> &weights, const std::array<Tensor, 3> &vectors, const SpareDirections &spare)
  {
    dealii::SymmetricTensor<2, dim> sum;
    Tensor                          most;
    for (unsigned int i = 0; i < 3; ++i)
      if (const double length = vectors[i].norm(); length > 0. && weights[i] > 0.)
        {
          const Tensor unit = vectors[i] / length;
          sum += weights[i] * dealii::symmetrize(dealii::outer_product(unit, unit));
          most += weights[i] * unit;
        }
    if (!(dealii::trace(sum) > 0.))
      return spare[0] / spare[0].norm();

    Tensor line = dealii::eigenvectors(sum, dealii::SymmetricTensorEigenvectorMethod::jacobi)[0].second;
    line /= line.norm();
    return line * most < 0. ? -line : line;
  }
} // namespace vht
