#include "solvers/network/components/chamber.h"

#include "physics/circulation/tabulated_activation.h"
#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/core/time_table.h"
#include "solvers/network/components/terms.h"

namespace vht::network
{
  namespace
  {
    constexpr std::size_t volume = 4; // the internal unknown
  }

  Chamber::Chamber(const std::string &law, const std::string &activation)
    : law_(make_chamber_law(law))
    , activation_(make_activation(activation))
  {
  }

  Parameters
  Chamber::parameters()
  {
    Parameters all = law_->parameters();
    for (const Parameter &each : activation_->parameters())
      all.push_back(each);
    all.push_back({"Outflow inertance", &inertance_, "Pa s^2/m^3", 0., 1e20, "rho l / A", {0., 1e8}});
    all.push_back({"Initial volume", &initial_volume_, "m^3", -1e3, 1e3, "at the start", {0., 5e-4}});
    return all;
  }

  void
  Chamber::declare(ParameterSection &section)
  {
    where_ = section.path();
    std::string law(law_->name()), activation(activation_->name());
    section.add_choice("Law", law, chamber_law_names(), "pressure by volume and activation");
    section.critical();
    section.add_choice("Activation", activation, activation_names(), "how it contracts over the beat");
    section.critical();
    law_        = make_chamber_law(law);
    activation_ = make_activation(activation);
    section.add("Contractility", contractility_,
                "unknown of a controller that multiplies the activation, such as \"contractility NAME\"; none: 1");
    section.critical();
    section.add("Lead", lead_,
                "unknown of a controller: by how many beats the chamber is early, such as \"lead NAME\"; none: 0");
    section.critical();
    section.add(parameters());
    if (activation == "table")
      {
        section.add_file("Activation table", table_, "file with two columns, \"time [s],activation [1]\"");
        section.critical();
      }
  }

  std::vector<std::string>
  Chamber::readings() const
  {
    std::vector<std::string> names;
    for (const std::string &name : {contractility_, lead_})
      if (!name.empty())
        names.push_back(name);
    return names;
  }

  Chamber::Activity
  Chamber::activity(double time, std::span<const double> value) const
  {
    const std::size_t first    = volume + 1;
    const double      strength = contractility_.empty() ? 1. : value[first];
    const double      early    = lead_.empty() ? 0. : value[first + (contractility_.empty() ? 0 : 1)];
    const double      at       = time + early * period_;
    const double      plain    = activation_->at(at);
    if (lead_.empty())
      return {strength * plain, plain, 0.};
    const double little = 1e-6 * period_; // laws of activation tell no slope
    return {strength * plain, plain,
            strength * (activation_->at(at + little) - activation_->at(at - little)) / (2. * little) * period_};
  }

  void
  Chamber::prepare(double period)
  {
    period_ = period;
    if (auto *tabulated = dynamic_cast<TabulatedActivation *>(activation_.get()); tabulated && !table_.empty())
      {
        const TimeTable read(table_, where_ + "/Activation table");
        tabulated->set_table(read.times(), read.values());
      }
    try
      {
        activation_->prepare(period);
      }
    catch (const InputError &error)
      {
        throw InputError(where_ + ": " + error.what());
      }
  }

  void
  Chamber::evaluate(double time, std::span<const double> value, std::span<const double> rate, LocalSystem &system) const
  {
    const Activity active      = activity(time, value);
    const auto     law         = law_->pressure(value[volume], active.value);
    system.residual(0)         = -law.value;
    system.by_value(0, volume) = -law.by_volume;
    std::size_t reading        = volume + 1;
    if (!contractility_.empty())
      system.by_value(0, reading++) = -law.by_activation * active.by_contractility;
    if (!lead_.empty())
      system.by_value(0, reading) = -law.by_activation * active.by_lead;

    Terms terms(value, rate, system);
    terms.add(0, 1., pressure_of(0));

    terms.add(1, 1., pressure_of(0));
    terms.add(1, -1., pressure_of(1));
    terms.add_rate(1, -inertance_, flow_of(1));

    terms.add_rate(2, 1., volume);
    terms.add(2, -1., flow_of(0));
    terms.add(2, 1., flow_of(1));
  }

  void
  Chamber::initial(std::span<double> value) const
  {
    value[volume] = initial_volume_;
  }

  double
  Chamber::stored_volume(std::span<const double> value) const
  {
    return value[volume];
  }
} // namespace vht::network
