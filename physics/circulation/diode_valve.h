#pragma once

#include "physics/circulation/valve_law.h"

namespace vht
{
  /**
   * A valve with two resistances.
   *
   *     dp = R Q,  R = R_open if dp > 0, else R_shut;  z = 1 if dp > 0, else 0
   *
   *     dp      pressure before less pressure behind    [Pa]
   *     Q       flow                                    [m^3/s]
   *     R_open  resistance of the open valve            0.0075 mmHg s/mL
   *     R_shut  resistance of the shut valve            75006.2 mmHg s/mL
   *
   * Regazzoni et al. 2022 (doi:10.1016/j.jcp.2022.111083). The two branches meet at dp = 0, the slope jumps there. A
   * shut valve leaks dp / R_shut.
   */
  class DiodeValve final : public ValveLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "diode";
    }

    Parameters parameters() override;
    Equations  evaluate(const State &state) const override;

  private:
    double open_ = 9.99917906e5;
    double shut_ = 1.000000565e13;
  };
} // namespace vht
