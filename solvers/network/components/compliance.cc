#include "solvers/network/components/compliance.h"

#include "solvers/network/components/terms.h"

namespace vht::network
{
  std::vector<Port>
  Compliance::ports() const
  {
    return {{"inlet", Direction::inlet}};
  }

  Parameters
  Compliance::parameters()
  {
    return {{"Compliance",
             &compliance_,
             "m^3/Pa",
             0.,
             1e6,
             "dV/dp: arteries 0.5 to 2 mL/mmHg, veins 10 to 150",
             {1e-14, 2e-6}},
            {"External pressure", &external_, "Pa", -1e6, 1e6, "around it", {-5e3, 3e4}},
            {"Rest volume", &rest_volume_, "m^3", 0., 1., "without pressure", {0., 5e-3}},
            {"Initial pressure", &initial_pressure_, "Pa", -1e6, 1e6, "at the start", {-5e3, 4e4}}};
  }

  void
  Compliance::evaluate(double /*time*/,
                       std::span<const double> value,
                       std::span<const double> rate,
                       LocalSystem            &system) const
  {
    Terms terms(value, rate, system);
    terms.add_rate(0, compliance_, pressure_of(0));
    terms.add(0, -1., flow_of(0));
  }

  void
  Compliance::initial(std::span<double> value) const
  {
    value[pressure_of(0)] = initial_pressure_;
  }

  double
  Compliance::stored_volume(std::span<const double> value) const
  {
    return rest_volume_ + compliance_ * (value[pressure_of(0)] - external_);
  }
} // namespace vht::network
