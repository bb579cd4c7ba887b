#include "solvers/network/problem.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "solvers/core/run.h"
#include "solvers/network/svzerod.h"

#include <nlohmann/json.hpp>

#include <sstream>
#include <utility>

namespace vht::network
{
  NetworkProblem::NetworkProblem(NetworkParameters parameters, Run &run)
    : parameters_(std::move(parameters))
    , run_(run)
    , circuit_(parameters_.make_circuit())
    , integrator_(make_integrator(circuit_, parameters_.time.integrator))
    , postprocessor_(circuit_, parameters_.all_beats, parameters_.pictures, run)
    , file_(run, "network")
    , schedule_(parameters_.checkpoint, run.communicator())
  {
  }

  void
  NetworkProblem::setup()
  {
    run_.log().info("Circuit: " + std::to_string(circuit_.parts().size()) + " components, " +
                    std::to_string(circuit_.nodes().size()) + " nodes, " + std::to_string(circuit_.size()) +
                    " unknowns");
    for (const std::string &line : unusual_constants(circuit_))
      run_.log().warning(line + ". Is the unit right?");
    if (run_.restart())
      restore();
    else
      start();
  }

  void
  NetworkProblem::start()
  {
    Values value = circuit_.initial(), rate = Values::Zero(value.size());
    for (const auto &[name, number] : parameters_.circuit.initial)
      value[svzerod_unknown(circuit_, name)] = number;
    if (!parameters_.circuit.initial.empty())
      {
        circuit_.follow_ports(value);
        for (const auto &[name, number] : parameters_.circuit.initial) // what is given stays
          value[svzerod_unknown(circuit_, name)] = number;
      }

    const std::string &kind = parameters_.time.start;
    if (kind == "consistent")
      make_consistent(integrator_->solver(), 0., value, rate);
    else if (kind == "steady")
      make_steady(integrator_->solver(), circuit_, 0., value);
    else if (kind == "settled")
      {
        IntegratorParameters scheme = parameters_.time.integrator;
        scheme.scheme               = "generalised alpha";
        const auto settling         = make_integrator(circuit_, scheme);
        settling->start(0., value, rate);
        circuit_.hold_means(true);
        for (unsigned int i = 1; i <= 31; ++i)
          settling->advance_to(0.1 * i * circuit_.period());
        circuit_.hold_means(false);
        value = settling->value();
        rate  = settling->rate();
      }
    integrator_->start(0., value, rate);
    postprocessor_.start(0., value, std::nullopt);
  }

  void
  NetworkProblem::step()
  {
    ++row_;
    const double rows = parameters_.time.steps_per_beat;
    integrator_->advance_to(circuit_.period() * (beat_ + row_ / rows));
    circuit_.accept(integrator_->time(), integrator_->value());
    postprocessor_.sample(integrator_->time(), integrator_->value());
  }

  void
  NetworkProblem::run()
  {
    setup();
    PeriodicChange change;
    bool           reached = false;
    while (beat_ < parameters_.time.beats && !reached)
      {
        if (beat_ > 0)
          postprocessor_.begin_beat();
        while (row_ < parameters_.time.steps_per_beat)
          step();
        row_ = 0;
        ++beat_;

        change            = postprocessor_.change();
        reached           = parameters_.periodic.tolerance > 0. && change.largest <= parameters_.periodic.tolerance;
        const bool stop   = run_.stop_requested();
        const bool ending = reached || beat_ == parameters_.time.beats;
        if (!run_.output().empty() && (stop || (schedule_.wanted() && (ending || schedule_.due(beat_)))))
          write_checkpoint();
        if (stop)
          throw Stopped("Stopped after beat " + std::to_string(beat_) +
                        " on request, after a checkpoint. Go on with --restart.");
        std::ostringstream status;
        status << "beat " << beat_;
        if (beat_ > 1)
          status << ", change " << change.largest;
        run_.log().progress(static_cast<double>(beat_) / parameters_.time.beats, status.str());
      }
    report_end(change);
    if (parameters_.periodic.tolerance > 0. && !reached)
      {
        std::ostringstream message;
        message << "The circuit has not reached a periodic state in " << beat_ << " beats: \"" << change.worst
                << "\" still changes by " << change.largest << " from one beat to the next, allowed is "
                << parameters_.periodic.tolerance
                << " (Periodic state/Tolerance). Allow more Time/Beats, go on with --restart, or start nearer to it.";
        throw ConvergenceError(message.str());
      }
  }

  void
  NetworkProblem::report_end(const PeriodicChange &change)
  {
    const ScopedTimer timer(run_.record(), "output");
    postprocessor_.finish();
    RunRecord &record = run_.record();
    record.summary("beats", beat_, "1");
    record.summary("steps", integrator_->n_steps(), "1");
    if (integrator_->n_steps() > 0)
      record.summary("Newton iterations per step",
                     static_cast<double>(integrator_->n_iterations()) / integrator_->n_steps(), "1");
    if (beat_ > 1)
      record.summary("change to the beat before", change.largest, "1");
  }

  void
  NetworkProblem::write_checkpoint()
  {
    file_.write({{"beat", beat_}, {"state", integrator_->save()}, {"rows", postprocessor_.save()}});
    schedule_.written();
  }

  void
  NetworkProblem::restore()
  {
    file_.read([this](const nlohmann::json &json) {
      integrator_->load(json.at("state").get<std::map<std::string, std::vector<double>>>());
      postprocessor_.load(json.at("rows").get<std::vector<double>>());
      beat_ = json.at("beat").get<unsigned int>();
    });
    postprocessor_.start(integrator_->time(), integrator_->value(), integrator_->time());
    run_.log().info("Restart after beat " + std::to_string(beat_));
  }
} // namespace vht::network
