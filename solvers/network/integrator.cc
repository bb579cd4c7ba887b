#include "solvers/network/integrator.h"

#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/network/bdf2.h"
#include "solvers/network/generalised_alpha.h"

#include <cmath>

namespace vht::network
{
  namespace
  {
    std::vector<double>
    plain(const Values &vector)
    {
      return {vector.data(), vector.data() + vector.size()};
    }
  } // namespace

  void
  IntegratorParameters::declare(ParameterSection &section)
  {
    section.add_choice("Scheme", scheme, {"BDF2", "generalised alpha"},
                       "BDF2: steps follow the error; generalised alpha: one step for each output");
    section.critical();
    section.add("Tolerance", tolerance, "1", {1e-12, 0.1},
                "of BDF2: error of one step relative to the largest pressure, flow or volume in the circuit");
    section.add("Spectral radius", spectral_radius, "1", {0., 1.},
                "of generalised alpha for infinitely stiff parts: 0 damps them at once, 1 never");
    newton.declare(section.section("Newton", "Each step's equations"));
  }

  Integrator::Integrator(const Circuit &circuit, const IntegratorParameters &parameters)
    : solver_(circuit, parameters.newton)
  {
  }

  void
  Integrator::start(double time, const Values &value, const Values &rate)
  {
    time_  = time;
    value_ = value;
    rate_  = rate;
    solver_.observe(value);
  }

  std::map<std::string, std::vector<double>>
  Integrator::save()
  {
    const auto &scales = solver_.scales();
    return {{"time", {time_}},
            {"value", plain(value_)},
            {"rate", plain(rate_)},
            {"scales", {scales.begin(), scales.end()}},
            {"counts", {static_cast<double>(n_steps_), static_cast<double>(n_iterations_)}}};
  }

  void
  Integrator::load(const std::map<std::string, std::vector<double>> &state)
  {
    const auto size = solver_.circuit().size();
    if (state.at("value").size() != size)
      throw InputError("The checkpoint holds " + std::to_string(state.at("value").size()) +
                       " unknowns, the circuit has " + std::to_string(size) + ". Restart with the same circuit.");
    time_  = state.at("time")[0];
    value_ = Eigen::Map<const Values>(state.at("value").data(), size);
    rate_  = Eigen::Map<const Values>(state.at("rate").data(), size);
    std::copy_n(state.at("scales").begin(), solver_.scales().size(), solver_.scales().begin());
    n_steps_      = static_cast<unsigned int>(state.at("counts")[0]);
    n_iterations_ = static_cast<unsigned int>(state.at("counts")[1]);
  }

  std::unique_ptr<Integrator>
  make_integrator(const Circuit &circuit, const IntegratorParameters &parameters)
  {
    if (parameters.scheme == "BDF2")
      return std::make_unique<Bdf2>(circuit, parameters);
    return std::make_unique<GeneralisedAlpha>(circuit, parameters);
  }

  void
  make_consistent(StageSolver &solver, double time, Values &value, Values &rate)
  {
    // Two steps of Euler's method that are too short for anything to change: the first brings the algebraic unknowns to
    // their places, the second shows the rates.
    const Circuit &circuit = solver.circuit();
    const double   step    = 1e-7 * circuit.period();
    solver.observe(value);
    Values first = value;
    solver.solve(time, 1. / step, -value / step, first);
    Values second = first;
    solver.solve(time, 1. / step, -first / step, second);
    rate = Values::Zero(value.size());
    for (std::size_t i = 0; i < circuit.size(); ++i)
      if (circuit.is_differential()[i])
        rate[i] = (second[i] - first[i]) / step;
    value = first;
  }

  void
  make_steady(StageSolver &solver, Circuit &circuit, double time, Values &value)
  {
    circuit.hold_means(true);
    double step = 0.1 * circuit.period();
    for (unsigned int i = 0; i < 60; ++i, step *= 1.5) // up to some 1e9 beats
      {
        const Values before = value;
        solver.solve(time, 1. / step, -before / step, value);
      }
    circuit.hold_means(false);
  }
} // namespace vht::network
