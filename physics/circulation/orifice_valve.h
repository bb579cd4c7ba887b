#pragma once

#include "physics/circulation/valve_law.h"

namespace vht
{
  /**
   * A valve with leaflets that take time, and an orifice in which blood is accelerated.
   *
   *     dp = B Q |Q| + L dQ/dt,  B = rho / (2 A^2),  L = rho l / A,  A = A_min + (A_max - A_min) z
   *     dz/dt = (1 - z) k_o (dp - dp_o)  for dp > dp_o
   *             z k_s (dp - dp_s)        for dp < dp_s, else 0
   *
   *     dp     pressure before less pressure behind                [Pa]
   *     Q      flow                                                [m^3/s]
   *     z      opening, from 0 to 1
   *     A_max  effective area of the open valve                    4 cm^2; stenosis makes it smaller
   *     A_min  effective area of the shut valve                    0.0004 cm^2; regurgitation makes it larger
   *     l      effective length                                    1 cm
   *     rho    density of blood                                    1060 kg/m^3
   *     k_o    rate of opening                                     0.1 1/(Pa s)
   *     k_s    rate of shutting                                    0.1 1/(Pa s)
   *     dp_o, dp_s  pressure differences that move the leaflets    0
   *
   * Mynard et al. 2012 (doi:10.1002/cnm.1466). The default rates are a choice: 1 kPa opens the valve with a time
   * constant of 10 ms. A_min must not be zero: L has it below the line.
   */
  class OrificeValve final : public ValveLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "orifice";
    }

    Parameters parameters() override;
    Equations  evaluate(const State &state) const override;

  private:
    double open_area_    = 4e-4;
    double shut_area_    = 4e-8;
    double length_       = 0.01;
    double density_      = 1060.;
    double opening_rate_ = 0.1;
    double closing_rate_ = 0.1;
    double opens_at_     = 0.;
    double shuts_at_     = 0.;
  };
} // namespace vht
