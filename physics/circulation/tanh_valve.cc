#include "physics/circulation/tanh_valve.h"

#include <cmath>

namespace vht
{
  Parameters
  TanhValve::parameters()
  {
    return {{"Open resistance", &open_, "Pa s/m^3", 0., 1e15, "0.001 to 0.1 mmHg s/mL", {1e4, 1e8}},
            {"Shut resistance", &shut_, "Pa s/m^3", 1e-6, 1e20, "as large as the leak is small", {1e8, 1e16}},
            {"Steepness", &steepness_, "1/Pa", 1e-12, 1e6, "of the change between them", {1e-5, 1.}}};
  }

  ValveLaw::Equations
  TanhValve::evaluate(const State &state) const
  {
    const double change     = std::tanh(steepness_ * state.drop);
    const double opening    = 0.5 * (1. + change);
    const double slope      = 0.5 * steepness_ * (1. - change * change);
    const double resistance = open_ * opening + shut_ * (1. - opening);
    return {{state.drop - resistance * state.flow,
             {1. - (open_ - shut_) * slope * state.flow, -resistance, 0., 0., 0.}},
            {state.opening - opening, {-slope, 0., 0., 1., 0.}}};
  }
} // namespace vht
