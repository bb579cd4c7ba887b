#include "solvers/network/components/resistor.h"

#include "solvers/core/parameters.h"
#include "solvers/network/components/terms.h"

namespace vht::network
{
  Resistor::Resistor(const std::string &law)
    : law_(make_drop_law(law))
  {
  }

  Parameters
  Resistor::parameters()
  {
    Parameters all = law_->parameters();
    all.push_back({"Inertance", &inertance_, "Pa s^2/m^3", 0., 1e20, "rho l / A", {0., 1e10}});
    all.push_back({"Initial flow", &initial_flow_, "m^3/s", -1., 1., "where there is inertance", {-2e-3, 2e-3}});
    all.push_back(distal_entry());
    return all;
  }

  void
  Resistor::declare(ParameterSection &section)
  {
    std::string law(law_->name());
    section.add_choice("Law", law, drop_law_names(), "what the flow needs to get through");
    section.critical();
    law_ = make_drop_law(law);
    section.add(parameters());
  }

  void
  Resistor::evaluate(double /*time*/,
                     std::span<const double> value,
                     std::span<const double> rate,
                     LocalSystem            &system) const
  {
    const auto drop                    = law_->evaluate({value[pressure_of(0)], distal(value), value[flow_of(0)]});
    system.residual(0)                 = drop.residual;
    system.by_value(0, pressure_of(0)) = drop.by[0];
    system.by_value(0, flow_of(0))     = drop.by[2];
    add_distal(system, 0, drop.by[1]);

    Terms terms(value, rate, system);
    terms.add_rate(0, -inertance_, flow_of(0));
    if (!is_terminal())
      {
        terms.add(1, 1., flow_of(0));
        terms.add(1, -1., flow_of(1));
      }
  }

  void
  Resistor::initial(std::span<double> value) const
  {
    value[flow_of(0)] = initial_flow_;
    if (!is_terminal())
      value[flow_of(1)] = initial_flow_;
  }
} // namespace vht::network
