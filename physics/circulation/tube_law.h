#pragma once

#include <cmath>
#include <numbers>

namespace vht
{
  /**
   * The pressure across the wall of a thin elastic vessel as a function of its lumen.
   *
   *     p = beta / A_0 (sqrt A - sqrt A_0),    beta = 4/3 sqrt(pi) E h
   *
   *     A    area of the lumen                              [m^2]
   *     A_0  area where the pressures in and out are equal  [m^2]
   *     E    Young's modulus of the wall                    [Pa]
   *     h    thickness of the wall                          [m]
   *
   * A linearly elastic, incompressible (Poisson 1/2) wall that is tethered lengthwise; Formaggia et al. 2003,
   * doi:10.1016/S0045-7930(02)00111-9, as used by Boileau et al. 2015, doi:10.1002/cnm.2732. A wall that is viscous too
   * (Kelvin–Voigt) adds Gamma / (A_0 sqrt A) dA/dt with Gamma = 2/3 sqrt(pi) phi h, phi its viscosity [Pa s];
   * Alastruey et al. 2011, doi:10.1016/j.jbiomech.2011.05.041.
   *
   * In sqrt A the law is a straight line: that is what the solver computes with.
   * Limits: no stiffening at high pressure, and no collapse: a negative transmural pressure flattens a real vessel.
   */
  struct TubeLaw
  {
    double reference_area; ///< A_0 [m^2]
    double stiffness;      ///< beta / A_0 [Pa/m]

    /** Of a vessel with this radius at no pressure [m], wall thickness [m] and Young's modulus [Pa]. */
    static TubeLaw
    of(double radius, double wall_thickness, double youngs_modulus)
    {
      const double area = std::numbers::pi * radius * radius;
      return {area, 4. / 3. * std::sqrt(std::numbers::pi) * youngs_modulus * wall_thickness / area};
    }

    /** Transmural, elastic part [Pa]; negative below the reference area. */
    double
    pressure(double area) const
    {
      return stiffness * (std::sqrt(area) - std::sqrt(reference_area));
    }

    /** The area at a transmural pressure [Pa]; zero where the law would have none. */
    double
    area(double pressure) const
    {
      const double root = std::sqrt(reference_area) + pressure / stiffness;
      return root > 0. ? root * root : 0.;
    }

    /** c = sqrt(A / density dp/dA) [m/s]. */
    double
    wave_speed(double area, double density) const
    {
      return std::sqrt(stiffness * std::sqrt(area) / (2. * density));
    }

    /** density c / A: pressure over flow in a wave that runs one way [Pa s/m^3]. */
    double
    characteristic_impedance(double area, double density) const
    {
      return density * wave_speed(area, density) / area;
    }
  };

  /**
   * Stiffness of arterial walls by the radius r of the lumen alone:
   *
   *     E h / r = k1 exp(k2 r) + k3
   *
   * Fitted to human arteries from the aorta to the legs; Olufsen 1999, doi:10.1152/ajpheart.1999.276.1.H257. Below the
   * smallest of them, 1 mm, it is an extrapolation towards k1 + k3.
   */
  struct StiffnessByRadius
  {
    double k1 = 2e6;    ///< [Pa]
    double k2 = -2253.; ///< [1/m]
    double k3 = 8.65e4; ///< [Pa]

    /** E h / r [Pa] of a radius [m]. */
    double
    operator()(double radius) const
    {
      return k1 * std::exp(k2 * radius) + k3;
    }
  };

  /**
   * Thickness of an arterial wall [m] from the radius of its lumen [m]:
   *
   *     h = r (0.2802 exp(-505.3 r) + 0.1324 exp(-11.14 r))
   *
   * Fitted to measured human arteries; Blanco et al. 2015, doi:10.1109/TBME.2014.2364522.
   */
  inline double
  arterial_wall_thickness(double radius)
  {
    return radius * (0.2802 * std::exp(-505.3 * radius) + 0.1324 * std::exp(-11.14 * radius));
  }

  /** Gamma / A_0 of the viscous part of the wall [Pa s/m], from its viscosity [Pa s], thickness [m] and A_0 [m^2]. */
  inline double
  wall_damping(double wall_viscosity, double wall_thickness, double reference_area)
  {
    return 2. / 3. * std::sqrt(std::numbers::pi) * wall_viscosity * wall_thickness / reference_area;
  }
} // namespace vht
