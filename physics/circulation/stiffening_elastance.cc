#include "physics/circulation/stiffening_elastance.h"

#include <cmath>

namespace vht
{
  Parameters
  StiffeningElastance::parameters()
  {
    return {{"Active elastance", &active_, "Pa/m^3", 0., 1e15, "at full activation: 0.05 to 10 mmHg/mL", {5e6, 2e9}},
            {"Passive pressure", &scale_, "Pa", 0., 1e9, "scale of the exponential: 1 to 20 mmHg", {10., 5e3}},
            {"Steepness", &steepness_, "1/m^3", 0., 1e9, "of the exponential: 0.001 to 0.1 1/mL", {500., 2e5}},
            {"Rest volume", &rest_volume_, "m^3", -1e3, 1e3, "volume at which the pressure is zero", {-2e-4, 3e-4}}};
  }

  ChamberLaw::Pressure
  StiffeningElastance::pressure(double volume, double activation) const
  {
    const double filling = volume - rest_volume_, relaxed = 1. - activation;
    const double growth = std::exp(steepness_ * filling);
    return {activation * active_ * filling + relaxed * scale_ * (growth - 1.),
            activation * active_ + relaxed * scale_ * steepness_ * growth, active_ * filling - scale_ * (growth - 1.)};
  }
} // namespace vht
