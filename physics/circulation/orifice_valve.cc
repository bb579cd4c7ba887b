#include "physics/circulation/orifice_valve.h"

#include <cmath>

namespace vht
{
  Parameters
  OrificeValve::parameters()
  {
    return {{"Open area", &open_area_, "m^2", 1e-12, 1., "effective: 2 to 8 cm^2, less with stenosis", {1e-6, 2e-3}},
            {"Shut area", &shut_area_, "m^2", 1e-15, 1., "effective; more with regurgitation", {1e-12, 1e-4}},
            {"Length", &length_, "m", 0., 1., "effective, of the blood that is accelerated", {1e-3, 0.05}},
            {"Density", &density_, "kg/m^3", 1., 1e5, "of blood", {990., 1100.}},
            {"Opening rate", &opening_rate_, "1/(Pa s)", 0., 1e6, "0.1: 10 ms at 1 kPa", {1e-4, 1.}},
            {"Closing rate", &closing_rate_, "1/(Pa s)", 0., 1e6, "0.1: 10 ms at 1 kPa", {1e-4, 1.}},
            {"Opens at", &opens_at_, "Pa", -1e6, 1e6, "pressure difference", {-1e3, 1e3}},
            {"Shuts at", &shuts_at_, "Pa", -1e6, 1e6, "pressure difference", {-1e3, 1e3}}};
  }

  ValveLaw::Equations
  OrificeValve::evaluate(const State &state) const
  {
    const double widening  = open_area_ - shut_area_;
    const double area      = shut_area_ + widening * state.opening;
    const double bernoulli = density_ / (2. * area * area), inertance = density_ * length_ / area;
    const double magnitude = std::abs(state.flow);
    const double by_area   = 2. * bernoulli / area * state.flow * magnitude + inertance / area * state.flow_rate;

    Equations result;
    result.momentum.residual = state.drop - bernoulli * state.flow * magnitude - inertance * state.flow_rate;
    result.momentum.by       = {1., -2. * bernoulli * magnitude, -inertance, by_area * widening, 0.};

    double speed = 0., by_drop = 0., by_opening = 0.;
    if (state.drop > opens_at_)
      {
        speed      = (1. - state.opening) * opening_rate_ * (state.drop - opens_at_);
        by_drop    = (1. - state.opening) * opening_rate_;
        by_opening = -opening_rate_ * (state.drop - opens_at_);
      }
    else if (state.drop < shuts_at_)
      {
        speed      = state.opening * closing_rate_ * (state.drop - shuts_at_);
        by_drop    = state.opening * closing_rate_;
        by_opening = closing_rate_ * (state.drop - shuts_at_);
      }
    result.opening = {state.opening_rate - speed, {-by_drop, 0., 0., -by_opening, 1.}};
    return result;
  }
} // namespace vht
