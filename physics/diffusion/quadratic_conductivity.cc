#include "physics/diffusion/quadratic_conductivity.h"

namespace vht
{
  Parameters
  QuadraticConductivity::parameters()
  {
    return {{"Conductivity at rest", &at_body_temperature_, "W/(m K)", 1e-6, 1e6,
             "soft tissue: muscle 0.49, liver 0.52"},
            {"Doubling temperature", &doubling_, "K", 1e-6, 1e6, "a free choice: see the law's limits"}};
  }

  void
  QuadraticConductivity::evaluate(std::span<const double> temperature, std::span<double> conductivity) const
  {
    for (std::size_t i = 0; i < temperature.size(); ++i)
      {
        const double t  = temperature[i] / doubling_;
        conductivity[i] = at_body_temperature_ * (1. + t * t);
      }
  }

  void
  QuadraticConductivity::derivative(std::span<const double> temperature, std::span<double> slope) const
  {
    for (std::size_t i = 0; i < temperature.size(); ++i)
      slope[i] = 2. * at_body_temperature_ * temperature[i] / (doubling_ * doubling_);
  }
} // namespace vht
