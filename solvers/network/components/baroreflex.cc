#include "solvers/network/components/baroreflex.h"

#include "solvers/network/components/terms.h"

#include <cmath>

namespace vht::network
{
  namespace
  {
    // The unknowns behind those of the port.
    enum : std::size_t
    {
      receptor = 2,
      sympathetic_nerve,
      vagal_nerve,
      contractility_state,
      resistance_state,
      sympathetic_period,
      vagal_period,
      lead,
      contractility,
      resistance,
      heart_period
    };

    /** (low + high e^x) / (1 + e^x) and its slope by x. */
    Baroreflex::Signal
    sigmoid(double low, double high, double x)
    {
      const double share = 1. / (1. + std::exp(-x));
      return {low + (high - low) * share, (high - low) * share * (1. - share)};
    }
  } // namespace

  std::vector<Port>
  Baroreflex::ports() const
  {
    return {{"inlet", Direction::inlet}};
  }

  std::vector<Internal>
  Baroreflex::internals() const
  {
    std::vector<Internal> all = {{"receptors", Quantity::pressure}};
    for (const char *name :
         {"sympathetic nerve", "vagal nerve", "slow contractility", "slow resistance", "sympathetic period",
          "vagal period", "lead", "contractility", "resistance", "heart period"})
      all.push_back({name, Quantity::number});
    return all;
  }

  Parameters
  Baroreflex::parameters()
  {
    return {
      {"Set point", &set_point_, "Pa", 0., 1e5, "P_n", {8e3, 1.6e4}},
      {"Width", &width_, "Pa", 1., 1e5, "k_a", {500., 5e3}},
      {"Receptor lag", &lag_, "s", 1e-6, 1e4, "tau_p", {0.1, 10.}},
      {"Receptor lead", &lead_time_, "s", 0., 1e4, "tau_z", {0., 20.}},
      {"Least afferent rate", &least_, "1/s", 0., 1e4, "f_min", {0., 20.}},
      {"Largest afferent rate", &most_, "1/s", 0., 1e4, "f_max", {20., 200.}},
      {"Sympathetic rate at rest", &sympathetic_rest_, "1/s", 0., 1e4, "f_s1", {0., 10.}},
      {"Sympathetic rate when free", &sympathetic_free_, "1/s", 0., 1e4, "f_s0", {5., 50.}},
      {"Sympathetic fall", &fall_, "s", 0., 100., "k_s", {0.01, 0.5}},
      {"Sympathetic threshold", &threshold_, "1/s", 0., 1e4, "f_sm", {0., 10.}},
      {"Least vagal rate", &vagal_least_, "1/s", 0., 1e4, "f_v0", {0., 20.}},
      {"Largest vagal rate", &vagal_most_, "1/s", 0., 1e4, "f_v1", {1., 50.}},
      {"Vagal centre", &centre_, "1/s", 0., 1e4, "f_c", {5., 50.}},
      {"Vagal width", &vagal_width_, "1/s", 1e-3, 1e4, "k_v", {1., 50.}},
      {"Sympathetic delay", &sympathetic_delay_, "s", 1e-6, 1e4, "D_s", {0.1, 10.}},
      {"Vagal delay", &vagal_delay_, "s", 1e-6, 1e4, "D_v", {0.01, 2.}},
      {"Contractility gain", &contractility_gain_, "1", 0., 100., "g_E; 0: none", {0., 1.}},
      {"Contractility time", &contractility_time_, "s", 1e-6, 1e4, "tau_E", {1., 50.}},
      {"Resistance gain", &resistance_gain_, "1", 0., 100., "g_R; 0: none", {0., 1.}},
      {"Resistance time", &resistance_time_, "s", 1e-6, 1e4, "tau_R", {1., 50.}},
      {"Heart period without nerves", &rest_period_, "s", 1e-3, 1e4, "T_0", {0.3, 1.}},
      {"Sympathetic period gain", &sympathetic_period_gain_, "s", -100., 0., "g_s", {-1., 0.}},
      {"Sympathetic period time", &sympathetic_period_time_, "s", 1e-6, 1e4, "tau_s", {0.5, 20.}},
      {"Vagal period gain", &vagal_period_gain_, "s^2", 0., 100., "g_v", {0., 1.}},
      {"Vagal period time", &vagal_period_time_, "s", 1e-6, 1e4, "tau_v", {0.1, 10.}},
    };
  }

  void
  Baroreflex::prepare(double period)
  {
    period_ = period;
  }

  Baroreflex::Signal
  Baroreflex::afferent(double pressure) const
  {
    const Signal rate = sigmoid(least_, most_, (pressure - set_point_) / width_);
    return {rate.value, rate.slope / width_};
  }

  Baroreflex::Signal
  Baroreflex::sympathetic(double afferent_rate) const
  {
    const double free = (sympathetic_free_ - sympathetic_rest_) * std::exp(-fall_ * afferent_rate);
    return {sympathetic_rest_ + free, -fall_ * free};
  }

  Baroreflex::Signal
  Baroreflex::vagal(double afferent_rate) const
  {
    const Signal rate = sigmoid(vagal_least_, vagal_most_, (afferent_rate - centre_) / vagal_width_);
    return {rate.value, rate.slope / vagal_width_};
  }

  Baroreflex::Signal
  Baroreflex::drive(double sympathetic_rate) const
  {
    const double above = sympathetic_rate - threshold_;
    return above > 0. ? Signal{std::log(above + 1.), 1. / (above + 1.)} : Signal{0., 0.};
  }

  void
  Baroreflex::evaluate(double /*time*/,
                       std::span<const double> value,
                       std::span<const double> rate,
                       LocalSystem            &system) const
  {
    Terms        terms(value, rate, system);
    const double passed = lead_time_ / lag_; // P = (1 - passed) receptor + passed p, which needs no rate of p
    terms.add(0, 1., flow_of(0));
    terms.add_rate(1, lag_, receptor);
    terms.add(1, 1., receptor);
    terms.add(1, -1., pressure_of(0));

    const Signal felt         = afferent((1. - passed) * value[receptor] + passed * value[pressure_of(0)]);
    const auto   follow_nerve = [&](std::size_t equation, std::size_t nerve, double delay, const Signal &efferent) {
      terms.add_rate(equation, delay, nerve);
      terms.add(equation, 1., nerve);
      system.residual(equation) -= efferent.value;
      system.by_value(equation, receptor) -= efferent.slope * felt.slope * (1. - passed);
      system.by_value(equation, pressure_of(0)) -= efferent.slope * felt.slope * passed;
    };
    follow_nerve(2, sympathetic_nerve, sympathetic_delay_, sympathetic(felt.value));
    follow_nerve(3, vagal_nerve, vagal_delay_, vagal(felt.value));

    const Signal acting       = drive(value[sympathetic_nerve]);
    const auto   follow_drive = [&](std::size_t equation, std::size_t state, double time) {
      terms.add_rate(equation, time, state);
      terms.add(equation, 1., state);
      system.residual(equation) -= acting.value;
      system.by_value(equation, sympathetic_nerve) -= acting.slope;
    };
    follow_drive(4, contractility_state, contractility_time_);
    follow_drive(5, resistance_state, resistance_time_);
    follow_drive(6, sympathetic_period, sympathetic_period_time_);
    terms.add_rate(7, vagal_period_time_, vagal_period);
    terms.add(7, 1., vagal_period);
    terms.add(7, -1., vagal_nerve);

    add_outputs(value, rate, system);
  }

  void
  Baroreflex::add_outputs(std::span<const double> value, std::span<const double> rate, LocalSystem &system) const
  {
    Terms terms(value, rate, system);
    // T (lead' + 1 / period) = 1
    const double beats               = rate[lead] + 1. / period_;
    system.residual(8)               = value[heart_period] * beats - 1.;
    system.by_value(8, heart_period) = beats;
    system.by_rate(8, lead)          = value[heart_period];

    const double normal = drive(sympathetic(afferent(set_point_).value).value).value;
    terms.add(9, 1. + contractility_gain_ * normal, contractility);
    terms.add(9, -contractility_gain_, contractility_state);
    system.residual(9) -= 1.;
    terms.add(10, 1. + resistance_gain_ * normal, resistance);
    terms.add(10, -resistance_gain_, resistance_state);
    system.residual(10) -= 1.;
    terms.add(11, 1., heart_period);
    terms.add(11, -sympathetic_period_gain_, sympathetic_period);
    terms.add(11, -vagal_period_gain_, vagal_period);
    system.residual(11) -= rest_period_;
  }

  void
  Baroreflex::initial(std::span<double> value) const
  {
    const double felt = afferent(set_point_).value, normal = drive(sympathetic(felt).value).value;
    value[receptor]            = set_point_;
    value[sympathetic_nerve]   = sympathetic(felt).value;
    value[vagal_nerve]         = vagal(felt).value;
    value[contractility_state] = value[resistance_state] = value[sympathetic_period] = normal;
    value[vagal_period]                                                              = value[vagal_nerve];
    value[contractility] = value[resistance] = 1.;
    value[heart_period] = rest_period_ + sympathetic_period_gain_ * normal + vagal_period_gain_ * value[vagal_nerve];
  }
} // namespace vht::network
