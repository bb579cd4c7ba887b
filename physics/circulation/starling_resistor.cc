#include "physics/circulation/starling_resistor.h"

#include <cmath>

namespace vht
{
  Parameters
  StarlingResistor::parameters()
  {
    return {{"Resistance", &resistance_, "Pa s/m^3", 0., 1e20, "of the open vessel", {0., 1e13}},
            {"External pressure", &external_, "Pa", -1e6, 1e6, "around the vessel", {-5e3, 3e4}},
            {"Rounding", &rounding_, "Pa", 1e-6, 1e5, "of the corner at collapse"}};
  }

  DropLaw::Equation
  StarlingResistor::evaluate(const State &state) const
  {
    const auto effective = [this](double pressure, double &slope) {
      const double above = pressure - external_, root = std::sqrt(above * above + rounding_ * rounding_);
      slope = 0.5 * (1. + above / root);
      return 0.5 * (pressure + external_ + root);
    };
    double       by_before, by_behind;
    const double before = effective(state.before, by_before), behind = effective(state.behind, by_behind);
    return {before - behind - resistance_ * state.flow, {by_before, -by_behind, -resistance_}};
  }
} // namespace vht
