#pragma once

#include "physics/circulation/chamber_law.h"

namespace vht
{
  /**
   * A chamber with a linear active and an exponential passive pressure.
   *
   *     p = e E_a (V - V_0) + (1 - e) k_p (exp(k_V (V - V_0)) - 1)
   *
   *     p    pressure                                [Pa]
   *     V    volume                                  [m^3]
   *     e    activation, from 0 to 1
   *     E_a  elastance at full activation            0.303 mmHg/mL
   *     k_p  scale of the passive pressure           9.195 mmHg
   *     k_V  steepness of the passive pressure       0.00807 1/mL
   *     V_0  volume without pressure                 9.356 mL
   *
   * Atria of Sankaran et al. 2012 (doi:10.1007/s10439-012-0579-3); the defaults are those of the left atrium in the
   * closed-loop example of svZeroDSolver. Valid while k_V (V - V_0) < 700.
   */
  class StiffeningElastance final : public ChamberLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "stiffening";
    }

    Parameters parameters() override;
    Pressure   pressure(double volume, double activation) const override;

  private:
    double active_      = 4.04e7;
    double scale_       = 1225.9;
    double steepness_   = 8070.;
    double rest_volume_ = 9.356e-6;
  };
} // namespace vht
