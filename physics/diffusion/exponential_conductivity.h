#pragma once

#include "physics/diffusion/conductivity.h"

namespace vht
{
  /**
   * A conductivity that grows exponentially with the temperature: the wild one of the two laws.
   *
   *     k(T) = k_0 exp(T / T_0)
   *
   *     T    temperature above the body's                       [K]
   *     k_0  conductivity at body temperature                   0.5 W/(m K), soft tissue
   *     T_0  temperature at which it has grown e-fold           50 K
   *
   * Not fitted to a tissue: it verifies solvers. Kirchhoff's transformation w = k_0 T_0 (exp(T / T_0) - 1) makes the
   * equation linear in w. From a cold start Newton's full step overshoots: a line search is needed as soon as T exceeds
   * about T_0, and beyond some four e-foldings a start through smaller temperatures. Valid for |T| < 700 T_0.
   */
  class ExponentialConductivity final : public Conductivity
  {
  public:
    std::string_view
    name() const override
    {
      return "exponential";
    }

    Parameters parameters() override;

    void evaluate(std::span<const double> temperature, std::span<double> conductivity) const override;
    void derivative(std::span<const double> temperature, std::span<double> slope) const override;

  private:
    double at_body_temperature_ = 0.5;
    double e_folding_           = 50.;
  };
} // namespace vht
