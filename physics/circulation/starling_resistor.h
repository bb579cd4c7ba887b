#pragma once

#include "physics/circulation/drop_law.h"

namespace vht
{
  /**
   * A vessel that collapses where the pressure around it is higher than that inside: a waterfall.
   *
   *     R Q = max(p_1, p_e) - max(p_2, p_e),  max(a, b) = (a + b + sqrt((a - b)^2 + s^2)) / 2
   *
   *     p_1, p_2  pressure before and behind            [Pa]
   *     Q         flow                                  [m^3/s]
   *     R         resistance of the open vessel         1 mmHg s/mL
   *     p_e       pressure around the vessel            0
   *     s         over which the maximum is rounded     10 Pa
   *
   * Permutt and Riley 1963 (doi:10.1152/jappl.1963.18.5.924): below p_e the pressure behind has no influence. Veins in
   * the skull, lung, coronaries and liver. Stationary: the collapse has no dynamics, and s rounds its corner.
   */
  class StarlingResistor final : public DropLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "Starling";
    }

    Parameters parameters() override;
    Equation   evaluate(const State &state) const override;

  private:
    double resistance_ = 1.33322387e8;
    double external_   = 0.;
    double rounding_   = 10.;
  };
} // namespace vht
