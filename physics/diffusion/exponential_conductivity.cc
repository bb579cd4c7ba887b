#include "physics/diffusion/exponential_conductivity.h"

#include <cmath>

namespace vht
{
  Parameters
  ExponentialConductivity::parameters()
  {
    return {{"Conductivity at rest", &at_body_temperature_, "W/(m K)", 1e-6, 1e6,
             "soft tissue: muscle 0.49, liver 0.52"},
            {"E-folding temperature", &e_folding_, "K", 1e-6, 1e6, "a free choice: see the law's limits"}};
  }

  void
  ExponentialConductivity::evaluate(std::span<const double> temperature, std::span<double> conductivity) const
  {
    for (std::size_t i = 0; i < temperature.size(); ++i)
      conductivity[i] = at_body_temperature_ * std::exp(temperature[i] / e_folding_);
  }

  void
  ExponentialConductivity::derivative(std::span<const double> temperature, std::span<double> slope) const
  {
    for (std::size_t i = 0; i < temperature.size(); ++i)
      slope[i] = at_body_temperature_ / e_folding_ * std::exp(temperature[i] / e_folding_);
  }
} // namespace vht
