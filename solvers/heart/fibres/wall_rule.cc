#include "solvers/heart/fibres/wall_rule.h"

#include <cmath>
#include <numbers>

namespace vht
{
  namespace
  {
    constexpr double degree = std::numbers::pi / 180.;

    /** a / (a + b) for non-negative numbers; one half where both vanish. */
    double
    share(double a, double b)
    {
      return a + b > 0. ? a / (a + b) : 0.5;
    }

    /** The angles that belong to the three surfaces as seen from one point [rad]. */
    struct LocalAngles
    {
      double left, right, epi;
    };

    LocalAngles
    local_angles(const WallAngles &angles, const WallPoint &point)
    {
      const double left = point.left_gradient.norm_square(), right = point.right_gradient.norm_square();
      const double epi = (point.left_gradient + point.right_gradient).norm_square();

      // Opposite the left endocardium lies the right one in the septum, the epicardium in the free wall: the gradients
      // know which. On the epicardium itself they tell the ventricle.
      const double septum_left = share(right, epi), septum_right = share(left, epi), rv = share(right, left);
      return {degree * ((1. - septum_left) * angles.endo + septum_left * angles.septum_left),
              degree * ((1. - septum_right) * angles.endo_rv + septum_right * angles.septum_right),
              degree * ((1. - rv) * angles.epi + rv * angles.epi_rv)};
    }

    Frame
    linear_frame(const WallPoint &point, const WallAngles &alpha, const WallAngles &beta)
    {
      const std::array<double, 3> weights = {point.left, point.right, 1. - point.left - point.right};
      const std::array<Tensor, 3> outward = {-point.left_gradient, -point.right_gradient,
                                             -(point.left_gradient + point.right_gradient)};

      Frame axes{Tensor(), point.apicobasal_gradient, common_line(weights, outward, point.spare)};
      orthonormalise(axes.normal, axes.sheet, point.spare);
      axes.fibre = dealii::cross_product_3d(axes.sheet, axes.normal);

      std::array<double, 3> signed_weights = {};
      for (unsigned int i = 0; i < 3; ++i)
        if (const double length = outward[i].norm(); length > 0.)
          signed_weights[i] = weights[i] * (axes.normal * outward[i]) / length;
      const auto angle = [&](const WallAngles &angles) {
        const LocalAngles local = local_angles(angles, point);
        return signed_weights[0] * local.left + signed_weights[1] * local.right + signed_weights[2] * local.epi;
      };
      return orient(axes, angle(alpha), angle(beta));
    }

    Frame
    bayer_frame(const WallPoint &point, const WallAngles &alpha, const WallAngles &beta)
    {
      const double epi = 1. - point.left - point.right, depth = share(point.right, point.left);

      const LocalAngles a = local_angles(alpha, point), b = local_angles(beta, point);
      const auto septum = [&](const LocalAngles &angle) { return (1. - depth) * angle.left - depth * angle.right; };
      const auto wall   = [&](const LocalAngles &angle) {
        return (1. - epi) * ((1. - depth) * angle.left + depth * angle.right) + epi * angle.epi;
      };
      const auto frame = [&](const Tensor &transmural, double turn_alpha, double turn_beta) {
        return orient(axis(point.apicobasal_gradient, transmural, point.spare), turn_alpha, turn_beta);
      };

      const Frame from_left  = frame(-point.left_gradient, septum(a), septum(b));
      const Frame from_right = frame(point.right_gradient, septum(a), septum(b));
      const Frame from_epi   = frame(-(point.left_gradient + point.right_gradient), wall(a), wall(b));
      const Frame from_endo  = depth == 0. ? from_left : bislerp(from_left, from_right, depth);
      return bislerp(from_endo, from_epi, epi);
    }

    double
    given_or(double value, double otherwise)
    {
      return std::isnan(value) ? otherwise : value;
    }
  } // namespace


  WallAngles
  WallAngles::completed() const
  {
    WallAngles angles   = *this;
    angles.endo_rv      = given_or(endo_rv, endo);
    angles.epi_rv       = given_or(epi_rv, epi);
    angles.septum_left  = given_or(septum_left, endo);
    angles.septum_right = given_or(septum_right, angles.endo_rv);
    return angles;
  }

  Frame
  wall_frame(WallRule rule, const WallPoint &point, const WallAngles &alpha, const WallAngles &beta)
  {
    return rule == WallRule::linear ? linear_frame(point, alpha, beta) : bayer_frame(point, alpha, beta);
  }
} // namespace vht
