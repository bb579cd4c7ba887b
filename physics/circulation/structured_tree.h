#pragma once

#include "physics/parameter.h"

#include <complex>

namespace vht
{
  /**
   * The impedance of a tree of small arteries behind a larger one.
   *
   *     daughters of a vessel of radius a have alpha a and beta a, down to a_min, each of length lambda a
   *     Z_0 = (i sin(w l / c) / g + Z_l cos(w l / c)) / (cos(w l / c) + i g Z_l sin(w l / c)),  g = c C
   *     Z_0 = 8 mu l / (pi a^4) + Z_l  for w = 0;  1 / Z_l = sum of 1 / Z_0 of the daughters;  Z_l = 0 at the ends
   *     c^2 = A (1 - F) / (rho C),  F = 2 J_1(s) / (s J_0(s)),  s^2 = i^3 a^2 w rho / mu
   *     C = 3 A a / (2 E h),  E h / a = k_1 exp(-k_2 a) + k_3
   *
   *     a_0    radius of the root                      2 mm
   *     a_min  radius of the last vessels              0.1 mm
   *     alpha, beta  radii of the daughters            0.9, 0.6
   *     lambda  length over radius                     50
   *     k_1, k_2, k_3  stiffness                       2e6 Pa, 2253 1/m, 86.5 kPa
   *     rho    density of blood                        1060 kg/m^3
   *     mu     viscosity of blood                      0.0035 Pa s
   *
   * Olufsen et al. 2000, Annals of Biomedical Engineering 28, 1281-1299: linear waves in elastic tubes with Womersley's
   * profile; what lies behind the last vessels has no resistance. The resistance of the tree grows fast as a_min
   * falls: it is the number to fit.
   */
  class StructuredTree
  {
  public:
    Parameters parameters();

    /** At an angular frequency [1/s], 0 included [Pa s/m^3]. @throws InputError for a tree without end */
    std::complex<double> impedance(double angular_frequency) const;

    /** Number of different radii on the way through the largest daughters. */
    unsigned int generations() const;

  private:
    std::complex<double> before_vessel(double radius, double frequency, std::complex<double> behind) const;

    double root_radius_ = 2e-3, least_radius_ = 1e-4, alpha_ = 0.9, beta_ = 0.6, length_ratio_ = 50.;
    double stiffness_ = 2e6, decay_ = 2253., least_stiffness_ = 8.65e4, density_ = 1060., viscosity_ = 3.5e-3;
  };

  /** 2 J_1(s) / (s J_0(s)) for complex s, by the continued fraction of J_1 / J_0. */
  std::complex<double> womersley_function(std::complex<double> s);
} // namespace vht
