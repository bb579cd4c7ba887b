#include "physics/circulation/pump.h"

#include <cmath>

namespace vht
{
  Parameters
  Pump::parameters()
  {
    return {{"Head", &head_, "Pa", 0., 1e7, "without flow", {0., 1e5}},
            {"Linear fall", &linear_, "Pa s/m^3", 0., 1e15, "of the head with the flow", {0., 1e10}},
            {"Quadratic fall", &quadratic_, "Pa s^2/m^6", 0., 1e20, "of the head with the flow squared", {0., 1e14}}};
  }

  DropLaw::Equation
  Pump::evaluate(const State &state) const
  {
    const double magnitude = std::abs(state.flow);
    return {state.before - state.behind + head_ - (linear_ + quadratic_ * magnitude) * state.flow,
            {1., -1., -(linear_ + 2. * quadratic_ * magnitude)}};
  }
} // namespace vht
