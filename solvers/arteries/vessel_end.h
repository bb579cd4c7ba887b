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
      double velocity, speed;             ///< of the blood, and of waves in it [m/s]
    };

    explicit EndCurve(const Law &law)
      : law_(law)
      , speed_factor_(std::sqrt(law.stiffness / (2. * law.density)))
    {
    }

    EndCurve(const Law &law, double pressure, double flow)
      : EndCurve(law)
    {
      arrive(pressure, flow);
    }

    /** @param[in] pressure  transmural [Pa], and @param[in] flow  of the state that arrives [m^3/s] */
    void
    arrive(double pressure, double flow)
    {
      root_ = law_.root_reference + pressure / law_.stiffness;
      area_ = root_ * root_;

      const double velocity = flow / area_, speed = this->speed(root_);
      invariant_ = velocity + law_.sign * 4. * speed;
      if (law_.alpha != 1.)
        {
          const double carried = law_.alpha * velocity;
          const double other = carried - law_.sign * std::sqrt(speed * speed + (law_.alpha - 1.) * carried * velocity);
          correction_        = (other - velocity + law_.sign * speed) / area_;
        }
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
      point.speed                 = c;
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
    double speed_factor_, root_ = 0., area_ = 0., invariant_ = 0., correction_ = 0.;
  };
} // namespace vht
