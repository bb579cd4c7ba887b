#pragma once

#include "physics/circulation/valve_law.h"

namespace vht
{
  /**
   * A valve whose resistance goes smoothly from one value to another.
   *
   *     dp = (R_open z + R_shut (1 - z)) Q,  z = (1 + tanh(k dp)) / 2
   *
   *     dp      pressure before less pressure behind    [Pa]
   *     Q       flow                                    [m^3/s]
   *     z       opening, from 0 to 1
   *     R_open  resistance of the open valve            0.0075 mmHg s/mL
   *     R_shut  resistance of the shut valve            75 mmHg s/mL
   *     k       steepness of the change                 0.75 1/mmHg
   *
   * The block ValveTanh of svZeroDSolver. With a steep change Newton's method needs small time steps, as
   * for a diode.
   */
  class TanhValve final : public ValveLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "tanh";
    }

    Parameters parameters() override;
    Equations  evaluate(const State &state) const override;

  private:
    double open_      = 1e6;
    double shut_      = 1e10;
    double steepness_ = 5.6e-3;
  };
} // namespace vht
