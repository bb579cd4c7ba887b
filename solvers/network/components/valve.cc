#include "solvers/network/components/valve.h"

#include "solvers/core/parameters.h"
#include "solvers/network/components/terms.h"

namespace vht::network
{
  Valve::Valve(const std::string &law)
    : law_(make_valve_law(law))
  {
  }

  Parameters
  Valve::parameters()
  {
    return law_->parameters();
  }

  void
  Valve::declare(ParameterSection &section)
  {
    std::string law(law_->name());
    section.add_choice("Law", law, valve_law_names(), "flow by pressure difference, and how it opens");
    section.critical();
    law_ = make_valve_law(law);
    section.add(parameters());
  }

  void
  Valve::evaluate(double /*time*/,
                  std::span<const double> value,
                  std::span<const double> rate,
                  LocalSystem            &system) const
  {
    constexpr std::size_t opening = 4; // the internal unknown
    const auto law = law_->evaluate({value[pressure_of(0)] - value[pressure_of(1)], value[flow_of(0)], rate[flow_of(0)],
                                     value[opening], rate[opening]});
    for (const auto &[equation, from] : {std::pair(0, &law.momentum), std::pair(1, &law.opening)})
      {
        system.residual(equation)                 = from->residual;
        system.by_value(equation, pressure_of(0)) = from->by[0];
        system.by_value(equation, pressure_of(1)) = -from->by[0];
        system.by_value(equation, flow_of(0))     = from->by[1];
        system.by_rate(equation, flow_of(0))      = from->by[2];
        system.by_value(equation, opening)        = from->by[3];
        system.by_rate(equation, opening)         = from->by[4];
      }
    Terms terms(value, rate, system);
    terms.add(2, 1., flow_of(0));
    terms.add(2, -1., flow_of(1));
  }
} // namespace vht::network
