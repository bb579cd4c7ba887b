#include "physics/circulation/diode_valve.h"

namespace vht
{
  Parameters
  DiodeValve::parameters()
  {
    return {{"Open resistance", &open_, "Pa s/m^3", 0., 1e15, "0.001 to 0.1 mmHg s/mL", {1e4, 1e8}},
            {"Shut resistance", &shut_, "Pa s/m^3", 1e-6, 1e20, "as large as the leak is small", {1e8, 1e16}}};
  }

  ValveLaw::Equations
  DiodeValve::evaluate(const State &state) const
  {
    const bool   open       = state.drop > 0.;
    const double resistance = open ? open_ : shut_;
    return {{state.drop - resistance * state.flow, {1., -resistance, 0., 0., 0.}},
            {state.opening - (open ? 1. : 0.), {0., 0., 0., 1., 0.}}};
  }
} // namespace vht
