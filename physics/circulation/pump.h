#pragma once

#include "physics/circulation/drop_law.h"

namespace vht
{
  /**
   * A rotary pump at constant speed, for example an assist device.
   *
   *     p_2 - p_1 = H - a Q - b Q |Q|
   *
   *     p_1, p_2  pressure before and behind          [Pa]
   *     Q         flow                                [m^3/s]
   *     H         head without flow                   100 mmHg
   *     a         its fall with the flow              0.3 mmHg s/mL
   *     b         its fall with the flow squared      0
   *
   * A parabola through a measured characteristic. It pumps backwards where the head is not enough, as such pumps do.
   * The defaults are a choice that gives about 5 L/min against 75 mmHg, not a device.
   */
  class Pump final : public DropLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "pump";
    }

    Parameters parameters() override;
    Equation   evaluate(const State &state) const override;

  private:
    double head_      = 1.33322387e4;
    double linear_    = 4e7;
    double quadratic_ = 0.;
  };
} // namespace vht
