#include "solvers/network/components/windkessel.h"

#include "solvers/core/parameters.h"
#include "solvers/network/components/terms.h"

namespace vht::network
{
  Parameters
  Windkessel::parameters()
  {
    return {{"Proximal resistance", &proximal_, "Pa s/m^3", 0., 1e20, "R_p", {0., 1e12}},
            {"Compliance", &compliance_, "m^3/Pa", 0., 1e6, "C", {0., 2e-7}},
            {"Distal resistance", &distal_, "Pa s/m^3", 1e-6, 1e20, "R_d", {1e5, 1e13}},
            {"Initial pressure", &initial_pressure_, "Pa", -1e6, 1e6, "in the compliance", {-5e3, 4e4}},
            distal_entry()};
  }

  void
  Windkessel::declare(ParameterSection &section)
  {
    Branch::declare(section);
    section.add("Distal factor", factor_,
                "unknown of a controller that multiplies the distal resistance, such as \"resistance NAME\"; none: 1");
    section.critical();
  }

  void
  Windkessel::evaluate(double /*time*/,
                       std::span<const double> value,
                       std::span<const double> rate,
                       LocalSystem            &system) const
  {
    const std::size_t inside = first_internal();
    Terms             terms(value, rate, system);
    terms.add(0, 1., pressure_of(0));
    terms.add(0, -1., inside);
    terms.add(0, -proximal_, flow_of(0));

    // Multiplied by R_d, so that the outflow may be an unknown or not.
    const std::size_t reading    = inside + 1;
    const double      resistance = distal_ * (factor_.empty() ? 1. : value[reading]);
    terms.add_rate(1, compliance_ * resistance, inside);
    terms.add(1, -resistance, flow_of(0));
    if (!factor_.empty())
      system.by_value(1, reading) = distal_ * (compliance_ * rate[inside] - value[flow_of(0)]);
    terms.add(1, 1., inside);
    system.residual(1) -= distal(value);
    add_distal(system, 1, -1.);

    if (!is_terminal())
      {
        terms.add(2, 1., inside);
        terms.add(2, -1., pressure_of(1));
        terms.add(2, -resistance, flow_of(1));
        if (!factor_.empty())
          system.by_value(2, reading) = -distal_ * value[flow_of(1)];
      }
  }

  void
  Windkessel::initial(std::span<double> value) const
  {
    value[first_internal()] = initial_pressure_;
  }

  void
  Windkessel::follow_ports(std::span<double> value) const
  {
    value[first_internal()] = value[pressure_of(0)] - proximal_ * value[flow_of(0)];
  }

  double
  Windkessel::stored_volume(std::span<const double> value) const
  {
    return compliance_ * value[first_internal()];
  }
} // namespace vht::network
