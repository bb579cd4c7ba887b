#pragma once

#include "physics/circulation/chamber_law.h"

namespace vht
{
  /**
   * A chamber whose elastance varies over the beat.
   *
   *     p = (E_p + e E_a) (V - V_0),  V_0 = (1 - e) V_r + e V_c
   *
   *     p    pressure                                   [Pa]
   *     V    volume                                     [m^3]
   *     e    activation, from 0 to 1
   *     E_p  elastance of the relaxed chamber           0.17 mmHg/mL
   *     E_a  what full activation adds to it            4.482 mmHg/mL
   *     V_r  volume without pressure, relaxed           42 mL
   *     V_c  volume without pressure, fully active      42 mL
   *
   * Suga and Sagawa 1974 (doi:10.1161/01.RES.35.1.117). The defaults are those of the left ventricle in Regazzoni et
   * al. 2022 (doi:10.1016/j.jcp.2022.111083). With V_c = V_r this is the usual linear elastance; svZeroDSolver has
   * both. The relaxed ventricle of this law does not stiffen as it fills: do not use it for diastolic disease.
   */
  class Elastance final : public ChamberLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "elastance";
    }

    Parameters parameters() override;
    Pressure   pressure(double volume, double activation) const override;

  private:
    double passive_           = 2.266480586e7;
    double active_            = 5.975509404e8;
    double rest_volume_       = 42e-6;
    double contracted_volume_ = 42e-6;
  };
} // namespace vht
