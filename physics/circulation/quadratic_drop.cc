#include "physics/circulation/quadratic_drop.h"

#include <cmath>

namespace vht
{
  Parameters
  QuadraticDrop::parameters()
  {
    return {{"Resistance", &resistance_, "Pa s/m^3", 0., 1e20, "8 mu l / (pi r^4)", {0., 1e13}},
            {"Separation", &separation_, "Pa s^2/m^6", 0., 1e25, "what a stenosis loses: dp / Q^2", {0., 1e17}}};
  }

  double
  QuadraticDrop::drop(double flow) const
  {
    return (resistance_ + separation_ * std::abs(flow)) * flow;
  }

  double
  QuadraticDrop::slope(double flow) const
  {
    return resistance_ + 2. * separation_ * std::abs(flow);
  }

  DropLaw::Equation
  QuadraticDrop::evaluate(const State &state) const
  {
    return {state.before - state.behind - drop(state.flow), {1., -1., -slope(state.flow)}};
  }
} // namespace vht
