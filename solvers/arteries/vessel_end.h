#pragma once

#include <cmath>
#include <numbers>

namespace vht
{
  /** A pressure that is lost between a vessel's end and its node: linear Q + quadratic Q |Q|, Q into the node. */
  struct EndLoss
  {
    double linear    = 0.; ///< [Pa s/m^3]
    double quadratic = 0.; ///< [Pa s^2/m^6]
  };

  /**
   * What the wave that arrives at the end of a vessel leaves open: a curve of flow over area.
   *
   * For plug flow the Riemann invariant u +- 4 c is kept. Other profiles add the difference of the slopes dQ/dA along
   * the characteristic at the arriving state, which is exact to second order in the jump.
   * All is a function of s = sqrt A, in which the tube law is linear.
   */
  class EndCurve
  {
  public:
    struct Law
    {
      double root_reference;     ///< sqrt A_0 [m]
      double stiffness;          ///< of the tube law [Pa/m]
      double reference_pressure; ///< outside [Pa]
      double density;            ///< [kg/m^3]
      double alpha;              ///< momentum coefficient
      double sign;               ///< +1 at the end of the vessel, -1 at its start
    };

    struct Point
    {
      double flow, flow_slope;            ///< [m^3/s], and its derivative by s
      double pressure, pressure_slope;    ///< [Pa]
      double total_pressure, total_slope; ///< p + density/2 u^2 [Pa]
      double velocity;                    ///< [m/s]
    };

    /** @param[in] pressure  transmural, and @param[in] flow  of the state that arrives */
    EndCurve(const Law &law, double pressure, double flow)
      : law_(law)
      , root_(law.root_reference + pressure / law.stiffness)
      , speed_factor_(std::sqrt(law.stiffness / (2. * law.density)))
    {
      const double area = root_ * root_, velocity = flow / area, speed = speed_factor_ * std::sqrt(root_);
      invariant_ = velocity + law.sign * 4. * speed;
      if (law.alpha != 1.)
        {
          const double carried = law.alpha * velocity;
          const double other   = carried - law.sign * std::sqrt(speed * speed + (law.alpha - 1.) * carried * velocity);
          correction_          = (other - velocity + law.sign * speed) / area;
        }
      area_ = area;
    }

    /** sqrt A of the arriving state [m]; not positive or not a number where the vessel has none. */
    double
    root() const
    {
      return root_;
    }

    double
    speed(double root) const
    {
      return speed_factor_ * std::sqrt(root);
    }

    const Law &
    law() const
    {
      return law_;
    }

    Point
    at(double root) const
    {
      const double area = root * root, c = speed(root);
      Point        point;
      point.velocity              = invariant_ - law_.sign * 4. * c + correction_ * (area - area_);
      const double velocity_slope = -law_.sign * 2. * c / root + 2. * correction_ * root;
      point.flow                  = area * point.velocity;
      point.flow_slope            = 2. * root * point.velocity + area * velocity_slope;
      point.pressure              = law_.reference_pressure + law_.stiffness * (root - law_.root_reference);
      point.pressure_slope        = law_.stiffness;
      point.total_pressure        = point.pressure + 0.5 * law_.density * point.velocity * point.velocity;
      point.total_slope           = point.pressure_slope + law_.density * point.velocity * velocity_slope;
      return point;
    }

  private:
    Law    law_;
    double root_, speed_factor_, area_ = 0., invariant_ = 0., correction_ = 0.;
  };
} // namespace vht
