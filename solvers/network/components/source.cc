#include "solvers/network/components/source.h"

#include "solvers/core/parameters.h"

namespace vht::network
{
  Source::Source(Quantity quantity)
    : quantity_(quantity)
    , input_(quantity == Quantity::flow ? "Flow" : "Pressure", quantity == Quantity::flow ? "m^3/s" : "Pa")
  {
  }

  std::string
  Source::type() const
  {
    return quantity_ == Quantity::flow ? "flow source" : "pressure source";
  }

  void
  Source::declare(ParameterSection &section)
  {
    input_.declare(section);
  }

  void
  Source::prepare(double period)
  {
    input_.prepare(period);
  }

  void
  Source::evaluate(double                  time,
                   std::span<const double> value,
                   std::span<const double> /*rate*/,
                   LocalSystem &system) const
  {
    const std::size_t unknown   = quantity_ == Quantity::flow ? flow_of(0) : pressure_of(0);
    system.residual(0)          = value[unknown] - input_.at(time);
    system.by_value(0, unknown) = 1.;
  }

  void
  Source::initial(std::span<double> value) const
  {
    value[quantity_ == Quantity::flow ? flow_of(0) : pressure_of(0)] = input_.at(0.);
  }

  void
  Source::hold_mean(bool hold)
  {
    input_.hold_mean(hold);
  }
} // namespace vht::network
