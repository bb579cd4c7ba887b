#pragma once

#include "solvers/network/component.h"

#include <functional>

namespace vht::network
{
  /** Flow into a circuit [m^3/s] and its derivative by the pressure [m^3/(Pa s)]. */
  struct PortFlow
  {
    double flow  = 0.;
    double slope = 0.;
  };

  /** What stands outside of an open port: how much flows in against a pressure [Pa]. */
  using PortLaw = std::function<PortFlow(double pressure)>;

  /** Where a circuit is open to something else, such as the end of a vessel: Q = law(p). Not for case files. */
  class OpenPort final : public Component
  {
  public:
    std::string
    type() const override
    {
      return "open port";
    }

    std::vector<Port>
    ports() const override
    {
      return {{"outlet", Direction::outlet}};
    }

    void
    evaluate(double /*time*/,
             std::span<const double> value,
             std::span<const double> /*rate*/,
             LocalSystem &system) const override
    {
      const PortFlow in                  = law_(value[pressure_of(0)]);
      system.residual(0)                 = value[flow_of(0)] - in.flow;
      system.by_value(0, flow_of(0))     = 1.;
      system.by_value(0, pressure_of(0)) = -in.slope;
    }

    void
    set(PortLaw law)
    {
      law_ = std::move(law);
    }

  private:
    PortLaw law_ = [](double) { return PortFlow(); };
  };
} // namespace vht::network
