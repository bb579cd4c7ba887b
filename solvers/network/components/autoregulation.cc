#include "solvers/network/components/autoregulation.h"

#include "solvers/core/parameters.h"
#include "solvers/network/components/terms.h"

#include <cmath>

namespace vht::network
{
  namespace
  {
    constexpr std::size_t tone = 0, dilation = 1, resistance = 2, flow = 3;
  }

  Autoregulation::Autoregulation()
    : carbon_dioxide_("Carbon dioxide", "Pa")
  {
    carbon_dioxide_.set(normal_);
  }

  Parameters
  Autoregulation::parameters()
  {
    return {{"Wanted flow", &wanted_, "m^3/s", 1e-15, 1., "Q_n", {1e-9, 2e-4}},
            {"Gain", &gain_, "1", 0., 1e3, "G; 0: no feedback", {0., 50.}},
            {"Time", &time_, "s", 1e-6, 1e5, "tau", {1., 60.}},
            {"Dilation time", &dilation_time_, "s", 1e-6, 1e5, "tau_c", {1., 120.}},
            {"Reactivity", &reactivity_, "1/Pa", 0., 1., "r; 0: none", {0., 1e-3}},
            {"Normal carbon dioxide", &normal_, "Pa", 0., 1e5, "P_n", {4e3, 7e3}},
            {"Least resistance", &least_, "1", 1e-3, 0.999, "f_1", {0.2, 0.8}},
            {"Largest resistance", &most_, "1", 1.001, 1e3, "f_2", {1.2, 10.}}};
  }

  void
  Autoregulation::declare(ParameterSection &section)
  {
    Component::declare(section);
    section.add("Flow of", flow_, "the unknown that is kept, such as \"flow NAME inlet\"");
    section.critical();
    section.required();
    carbon_dioxide_.set(normal_);
    carbon_dioxide_.declare(section);
  }

  void
  Autoregulation::prepare(double period)
  {
    carbon_dioxide_.prepare(period);
  }

  void
  Autoregulation::evaluate(double                  time,
                           std::span<const double> value,
                           std::span<const double> rate,
                           LocalSystem            &system) const
  {
    Terms        terms(value, rate, system);
    const double part = value[flow] / wanted_ * std::exp(-value[dilation]);
    terms.add_rate(0, time_, tone);
    terms.add(0, 1., tone);
    system.residual(0) -= gain_ * (part - 1.);
    system.by_value(0, dilation) = gain_ * part;
    system.by_value(0, flow)     = -gain_ * std::exp(-value[dilation]) / wanted_;

    terms.add_rate(1, dilation_time_, dilation);
    terms.add(1, 1., dilation);
    system.residual(1) -= reactivity_ * (carbon_dioxide_.at(time) - normal_);

    const double range = most_ - least_, steepness = range / ((1. - least_) * (most_ - 1.));
    const double fall = (most_ - 1.) / (1. - least_) * std::exp(-steepness * value[tone]);
    terms.add(2, 1., resistance);
    system.residual(2) -= least_ + range / (1. + fall);
    system.by_value(2, tone) = -range * steepness * fall / ((1. + fall) * (1. + fall));
  }

  void
  Autoregulation::initial(std::span<double> value) const
  {
    value[resistance] = 1.;
  }
} // namespace vht::network
