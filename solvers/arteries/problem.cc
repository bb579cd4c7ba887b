#include "solvers/arteries/problem.h"

#include "physics/error.h"
#include "solvers/arteries/methods.h"
#include "solvers/core/run.h"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <cstdio>

namespace vht
{
  namespace
  {
    template <typename... Values>
    std::string
    text(const char *format, Values... values)
    {
      char line[256];
      std::snprintf(line, sizeof line, format, values...);
      return line;
    }
  } // namespace

  ArteriesProblem::ArteriesProblem(const ArteriesParameters &parameters, Run &run, EndCoupling *coupling)
    : parameters_(parameters)
    , run_(run)
    , coupling_(coupling)
    , network_(parameters.read_network())
    , discretisation_(network_, parameters.blood, parameters.discretisation)
    , postprocessor_(parameters, discretisation_, run)
    , file_(run, "arteries")
    , schedule_(parameters.checkpoint, run.communicator())
    , method_(make_artery_method(parameters, discretisation_, parameters.read_conditions(network_, coupling)))
    , initial_blood_(all_blood())
  {
  }

  double
  ArteriesProblem::all_blood() const
  {
    return method_->volume() + (coupling_ != nullptr ? coupling_->volume() : 0.);
  }

  void
  ArteriesProblem::setup()
  {
    run_.log().info(text("%zu vessels, %zu nodes, %zu cells", network_.vessels().size(), network_.nodes().size(),
                         method_->n_cells()));
    run_.record().note("network/vessels", static_cast<double>(network_.vessels().size()));
    run_.record().note("network/cells", static_cast<double>(method_->n_cells()));
    run_.record().cite("one-dimensional blood flow", "10.1002/cnm.2732");
    if (run_.restart())
      restore();
  }

  void
  ArteriesProblem::step()
  {
    const ScopedTimer timer(run_.record(), "cycles");
    const double      period = parameters_.time.period, start = n_cycles_ * period;
    const long        n_intervals = std::max(2l, std::lround(period / parameters_.time.interval));
    const double      all         = parameters_.time.periodic ? parameters_.time.most : 1.;

    if (!begun_)
      {
        postprocessor_.begin_cycle();
        if (coupling_ != nullptr)
          coupling_->begin_cycle();
        postprocessor_.record(0., *method_);
        if (n_cycles_ == 0)
          method_->record();
        begun_ = true;
      }
    while (point_ < n_intervals)
      {
        ++point_;
        const double since = period * static_cast<double>(point_) / static_cast<double>(n_intervals);
        method_->advance_to(start + since);
        postprocessor_.record(since, *method_);
        method_->record();
        const bool look = point_ % 64 == 0, stop = look && run_.stop_requested();
        if (look)
          run_.log().progress((n_cycles_ + since / period) / all,
                              text("cycle %u, t = %.3f s", n_cycles_ + 1, start + since));
        const auto points = static_cast<unsigned int>(n_cycles_ * n_intervals + point_);
        if (!run_.output().empty() && (stop || (schedule_.wanted() && schedule_.due(points, look))))
          write_checkpoint();
        if (stop)
          throw Stopped(text("Stopped at %.3f s on request, after a checkpoint. Go on with --restart.", start + since));
      }
    point_ = 0;
    begun_ = false;
    ++n_cycles_;
    change_ = postprocessor_.change();
    if (coupling_ != nullptr)
      coupled_change_ = coupling_->change();
    postprocessor_.end_cycle(n_cycles_, change_.value, method_->mass_error());
  }

  void
  ArteriesProblem::write_checkpoint()
  {
    const ScopedTimer timer(run_.record(), "checkpoint");
    nlohmann::json    state = {{"cycles", n_cycles_},     {"point", point_},          {"begun", begun_},
                               {"blood", initial_blood_}, {"state", method_->save()}, {"results", postprocessor_.save()}};
    if (coupling_ != nullptr)
      state["coupling"] = coupling_->save();
    file_.write(state);
    schedule_.written();
    run_.log().detail(text("Checkpoint at %.3f s", method_->time()));
  }

  void
  ArteriesProblem::restore()
  {
    file_.read([this](const nlohmann::json &json) {
      method_->load(json.at("state").get<SavedState>());
      postprocessor_.load(json.at("results").get<std::map<std::string, SavedState>>());
      if (coupling_ != nullptr)
        coupling_->load(json.at("coupling").get<SavedState>());
      n_cycles_      = json.at("cycles").get<unsigned int>();
      initial_blood_ = json.at("blood").get<double>();
      point_         = json.at("point").get<long>();
      begun_         = json.at("begun").get<bool>();
    });
    run_.log().info(text("Restart at %.3f s, in cycle %u", method_->time(), n_cycles_ + 1));
  }

  void
  ArteriesProblem::run()
  {
    setup();
    const CycleParameters &time     = parameters_.time;
    const auto             begin    = std::chrono::steady_clock::now();
    bool                   repeated = false;
    do
      {
        step();
        repeated =
          n_cycles_ >= time.least && change_.value <= time.tolerance && coupled_change_.value <= time.tolerance;
        if (time.periodic && n_cycles_ > 1)
          run_.log().info(text("cycle %3u: pressure changed by %.2e of its mean, most in %s", n_cycles_, change_.value,
                               network_.vessels()[change_.place].name.c_str()) +
                          (coupling_ != nullptr ? text("; the circuit by %.2e, most %s", coupled_change_.value,
                                                       coupled_change_.where.c_str())
                                                : ""));
      }
    while (time.periodic && !repeated && n_cycles_ < time.most);

    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    {
      const ScopedTimer timer(run_.record(), "output");
      postprocessor_.write(*method_, n_cycles_, seconds);
      if (coupling_ != nullptr)
        {
          coupling_->write();
          run_.record().summary("change of blood in vessels and circuit", all_blood() / initial_blood_ - 1., "1");
        }
    }
    run_.log().info(text("%u cycles, %lu steps, %.3g cycles per second, %.2g ns per cell and stage", n_cycles_,
                         method_->steps(), n_cycles_ / seconds,
                         1e9 * seconds / (static_cast<double>(method_->stages()) * method_->n_cells())));
    if (time.periodic && !repeated && schedule_.wanted())
      write_checkpoint(); // to go on with more cycles
    if (time.periodic && !repeated && time.required)
      throw ConvergenceError(
        text("After %u cycles the pressure still changes by %.2e of its mean between two cycles, Time/Tolerance is "
             "%.2e; most in vessel \"",
             n_cycles_, change_.value, time.tolerance) +
        network_.vessels()[change_.place].name + "\"" +
        (coupling_ != nullptr
           ? text("; and the circuit by %.2e, most \"%s\"", coupled_change_.value, coupled_change_.where.c_str())
           : "") +
        ". Allow more cycles (Time/Largest number of cycles) and go on with --restart, start nearer to the mean "
        "pressure (Initial/Pressure), "
        "or accept it (Time/Must repeat = false). The results of the last cycle are in " +
        run_.output().string() + ".");
  }
} // namespace vht
