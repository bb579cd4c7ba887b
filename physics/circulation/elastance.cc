#include "physics/circulation/elastance.h"

namespace vht
{
  Parameters
  Elastance::parameters()
  {
    return {
      {"Passive elastance", &passive_, "Pa/m^3", 0., 1e15, "relaxed: 0.03 to 1 mmHg/mL", {1e6, 2e8}},
      {"Active elastance", &active_, "Pa/m^3", 0., 1e15, "added at full activation: 0.05 to 10 mmHg/mL", {5e6, 2e9}},
      {"Rest volume", &rest_volume_, "m^3", -1e3, 1e3, "volume at which the relaxed pressure is zero", {-2e-4, 3e-4}},
      {"Contracted rest volume", &contracted_volume_, "m^3", -1e3, 1e3, "the same at full activation", {-2e-4, 3e-4}}};
  }

  ChamberLaw::Pressure
  Elastance::pressure(double volume, double activation) const
  {
    const double elastance = passive_ + activation * active_;
    const double rest      = (1. - activation) * rest_volume_ + activation * contracted_volume_;
    return {elastance * (volume - rest), elastance,
            active_ * (volume - rest) + elastance * (rest_volume_ - contracted_volume_)};
  }
} // namespace vht
