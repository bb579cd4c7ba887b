#include "physics/circulation/stenosis.h"

#include <cmath>
#include <numbers>

namespace vht
{
  Parameters
  Stenosis::parameters()
  {
    return {{"Diameter", &diameter_, "m", 1e-6, 0.1, "of the healthy artery", {5e-4, 0.04}},
            {"Severity", &severity_, "1", 0., 0.999, "part of the area that is closed"},
            {"Length", &length_, "m", 0., 1., "of the narrowing", {0., 0.1}},
            {"Density", &density_, "kg/m^3", 1., 1e5, "of blood", {990., 1100.}},
            {"Viscosity", &viscosity_, "Pa s", 0., 10., "of blood", {5e-4, 0.02}}};
  }

  DropLaw::Equation
  Stenosis::evaluate(const State &state) const
  {
    constexpr double turbulent = 1.52;
    const double     area = 0.25 * std::numbers::pi * diameter_ * diameter_, narrowing = 1. / (1. - severity_);
    const double     narrow_diameter = diameter_ / std::sqrt(narrowing);
    const double     viscous =
      32. * (0.83 * length_ + 1.64 * narrow_diameter) / diameter_ * narrowing * narrowing * viscosity_ / diameter_;
    const double separation = 0.5 * turbulent * density_ * (narrowing - 1.) * (narrowing - 1.);
    const double velocity   = state.flow / area;
    return {state.before - state.behind - viscous * velocity - separation * velocity * std::abs(velocity),
            {1., -1., -(viscous + 2. * separation * std::abs(velocity)) / area}};
  }
} // namespace vht
