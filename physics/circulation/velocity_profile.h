#pragma once

#include <numbers>

namespace vht
{
  /**
   * How the velocity is spread over the cross-section of a vessel, in a one-dimensional model.
   *
   *     u(r) = U (zeta + 2) / zeta (1 - (r / R)^zeta)
   *
   *     U     mean velocity                                 [m/s]
   *     R     radius                                        [m]
   *     zeta  order of the profile: 2 is Poiseuille's, 9 fits pulsatile flow in large arteries, infinity is plug flow
   *
   * Smith et al. 2002, doi:10.1137/S0036139901355199. Two numbers follow: how much more momentum the profile carries
   * than plug flow does, and how hard it rubs against the wall.
   */
  struct VelocityProfile
  {
    double order; ///< zeta > 0

    /** alpha = integral of u^2 over the section / (A U^2); 4/3 for Poiseuille's. */
    double
    momentum_coefficient() const
    {
      return (order + 2.) / (order + 1.);
    }

    /** Drag of a length of vessel is this times U [Pa s]: 2 (zeta + 2) pi mu, with the viscosity mu [Pa s]. */
    double
    friction(double viscosity) const
    {
      return 2. * (order + 2.) * std::numbers::pi * viscosity;
    }
  };
} // namespace vht
