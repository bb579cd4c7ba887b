#pragma once

#include "physics/diffusion/conductivity.h"

namespace vht
{
  /**
   * A conductivity that grows with the square of the temperature: the mild one of the two laws.
   *
   *     k(T) = k_0 (1 + (T / T_0)^2)
   *
   *     T    temperature above the body's              [K]
   *     k_0  conductivity at body temperature          0.5 W/(m K), soft tissue
   *     T_0  temperature at which it has doubled       50 K
   *
   * Not fitted to a tissue: it verifies solvers. Kirchhoff's transformation w = k_0 (T + T^3 / (3 T_0^2)) makes the
   * equation linear in w, so that exact solutions are at hand. Valid for all temperatures.
   */
  class QuadraticConductivity final : public Conductivity
  {
  public:
    std::string_view
    name() const override
    {
      return "quadratic";
    }

    Parameters parameters() override;

    void evaluate(std::span<const double> temperature, std::span<double> conductivity) const override;
    void derivative(std::span<const double> temperature, std::span<double> slope) const override;

  private:
    double at_body_temperature_ = 0.5;
    double doubling_            = 50.;
  };
} // namespace vht
