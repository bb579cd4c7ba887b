#pragma once

#include "physics/circulation/drop_law.h"

namespace vht
{
  /**
   * The loss in a narrowed artery.
   *
   *     dp = K_v mu U / D + K_t rho (A / a - 1)^2 U |U| / 2,  U = Q / A,  A = pi D^2 / 4
   *     K_v = 32 (0.83 l + 1.64 d) / D (A / a)^2,  K_t = 1.52
   *
   *     dp   pressure before less pressure behind       [Pa]
   *     Q    flow                                       [m^3/s]
   *     D    diameter of the healthy artery             3 mm
   *     1 - a / A  severity, by area                    0.5
   *     l    length of the narrowing                    10 mm
   *     d    diameter there, with the area a            [m]
   *     rho  density of blood                           1060 kg/m^3
   *     mu   viscosity of blood                         0.0035 Pa s
   *
   * Young and Tsai 1973 (doi:10.1016/0021-9290(73)90012-2), K_t after Seeley and Young 1976. Measured on rigid models
   * in steady flow; the inertial term is left to the vessels around.
   */
  class Stenosis final : public DropLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "stenosis";
    }

    Parameters parameters() override;
    Equation   evaluate(const State &state) const override;

  private:
    double diameter_  = 3e-3;
    double severity_  = 0.5;
    double length_    = 0.01;
    double density_   = 1060.;
    double viscosity_ = 3.5e-3;
  };
} // namespace vht
