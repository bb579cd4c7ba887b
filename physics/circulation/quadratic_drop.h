#pragma once

#include "physics/circulation/drop_law.h"

namespace vht
{
  /**
   * Viscous loss, and loss by separation.
   *
   *     dp = R Q + S Q |Q|
   *
   *     dp  pressure before less pressure behind    [Pa]
   *     Q   flow                                    [m^3/s]
   *     R   resistance                              1 mmHg s/mL
   *     S   coefficient of separation               0: a linear resistance
   *
   * Poiseuille's law has R = 8 mu l / (pi r^4). S is that of a stenosis, as in svZeroDSolver; "stenosis" has both out
   * of a geometry.
   */
  class QuadraticDrop final : public DropLaw
  {
  public:
    std::string_view
    name() const override
    {
      return "quadratic";
    }

    Parameters parameters() override;
    Equation   evaluate(const State &state) const override;

    /** d dp / d Q [Pa s/m^3] */
    double slope(double flow) const;

    /** dp [Pa] */
    double drop(double flow) const;

  private:
    double resistance_ = 1.33322387e8;
    double separation_ = 0.;
  };
} // namespace vht
