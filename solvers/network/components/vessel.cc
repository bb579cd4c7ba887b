#include "solvers/network/components/vessel.h"

#include "solvers/core/parameters.h"
#include "solvers/network/components/terms.h"

namespace vht::network
{
  namespace
  {
    constexpr std::size_t inside = 4; // the internal unknown
  }

  Parameters
  Vessel::parameters()
  {
    Parameters all = drop_.parameters();
    all.push_back(
      {"Compliance", &compliance_, "m^3/Pa", 0., 1e6, "dV/dp: arteries 0.5 to 2 mL/mmHg, veins 10 to 150", {0., 2e-6}});
    all.push_back({"Inertance", &inertance_, "Pa s^2/m^3", 0., 1e20, "rho l / A", {0., 1e10}});
    all.push_back({"Initial pressure", &initial_pressure_, "Pa", -1e6, 1e6, "inside the vessel", {-5e3, 4e4}});
    all.push_back(
      {"Initial flow", &initial_flow_, "m^3/s", -1., 1., "at the outlet, where there is inertance", {-2e-3, 2e-3}});
    return all;
  }

  void
  Vessel::declare(ParameterSection &section)
  {
    section.add_choice("Layout", layout_, {"RCL", "CRL"}, "resistance before the compliance, or behind it");
    section.critical();
    section.add(parameters());
  }

  void
  Vessel::evaluate(double /*time*/,
                   std::span<const double> value,
                   std::span<const double> rate,
                   LocalSystem            &system) const
  {
    const bool loss_first = layout_ == "RCL";
    Terms      terms(value, rate, system);
    const auto add_loss = [&](std::size_t equation, std::size_t flow) {
      system.residual(equation) -= drop_.drop(value[flow]);
      system.by_value(equation, flow) -= drop_.slope(value[flow]);
    };

    terms.add(0, 1., pressure_of(0));
    terms.add(0, -1., inside);
    terms.add(1, 1., inside);
    terms.add(1, -1., pressure_of(1));
    terms.add_rate(1, -inertance_, flow_of(1));
    add_loss(loss_first ? 0 : 1, flow_of(loss_first ? 0 : 1));

    terms.add_rate(2, compliance_, inside);
    terms.add(2, -1., flow_of(0));
    terms.add(2, 1., flow_of(1));
  }

  void
  Vessel::initial(std::span<double> value) const
  {
    value[inside]     = initial_pressure_;
    value[flow_of(0)] = initial_flow_;
    value[flow_of(1)] = initial_flow_;
  }

  void
  Vessel::follow_ports(std::span<double> value) const
  {
    value[inside] = value[pressure_of(0)] - (layout_ == "RCL" ? drop_.drop(value[flow_of(0)]) : 0.);
  }

  double
  Vessel::stored_volume(std::span<const double> value) const
  {
    return compliance_ * value[inside];
  }
} // namespace vht::network
