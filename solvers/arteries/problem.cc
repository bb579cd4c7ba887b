#include "solvers/arteries/problem.h"

#include "physics/error.h"
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

  ArteriesProblem::ArteriesProblem(const ArteriesParameters &parameters, Run &run)
    : parameters_(parameters)
    , run_(run)
    , network_(parameters.read_network())
    , discretisation_(network_, parameters.blood, parameters.discretisation)
    , operator_(discretisation_, parameters.read_conditions(network_))
    , integrator_(operator_, state_at_rest(discretisation_, parameters.initial_pressure))
    , postprocessor_(parameters, network_, run)
    , file_(run, "arteries")
    , schedule_(parameters.checkpoint, run.communicator())
  {
  }

  void
  ArteriesProblem::setup()
  {
    run_.log().info(text("%zu vessels, %zu nodes, %zu cells", network_.vessels().size(), network_.nodes().size(),
                         discretisation_.n_cells()));
    run_.record().note("network/vessels", static_cast<double>(network_.vessels().size()));
    run_.record().note("network/cells", static_cast<double>(discretisation_.n_cells()));
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
        postprocessor_.record(0., integrator_);
        begun_ = true;
      }
    while (point_ < n_intervals)
      {
        ++point_;
        const double since = period * static_cast<double>(point_) / static_cast<double>(n_intervals);
        integrator_.advance_to(start + since);
        postprocessor_.record(since, integrator_);
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
    postprocessor_.end_cycle(n_cycles_, change_.value, integrator_.mass_error());
  }

  void
  ArteriesProblem::write_checkpoint()
  {
    const ScopedTimer timer(run_.record(), "checkpoint");
    file_.write({{"cycles", n_cycles_},
                 {"point", point_},
                 {"begun", begun_},
                 {"state", integrator_.save()},
                 {"results", postprocessor_.save()}});
    schedule_.written();
    run_.log().detail(text("Checkpoint at %.3f s", integrator_.time()));
  }

  void
  ArteriesProblem::restore()
  {
    file_.read([this](const nlohmann::json &json) {
      using Numbers = std::map<std::string, std::vector<double>>;
      integrator_.load(json.at("state").get<Numbers>());
      postprocessor_.load(json.at("results").get<std::map<std::string, Numbers>>());
      n_cycles_ = json.at("cycles").get<unsigned int>();
      point_    = json.at("point").get<long>();
      begun_    = json.at("begun").get<bool>();
    });
    run_.log().info(text("Restart at %.3f s, in cycle %u", integrator_.time(), n_cycles_ + 1));
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
        repeated = n_cycles_ >= time.least && change_.value <= time.tolerance;
        if (time.periodic && n_cycles_ > 1)
          run_.log().info(text("cycle %3u: pressure changed by %.2e of its mean, most in %s", n_cycles_, change_.value,
                               network_.vessels()[change_.place].name.c_str()));
      }
    while (time.periodic && !repeated && n_cycles_ < time.most);

    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    {
      const ScopedTimer timer(run_.record(), "output");
      postprocessor_.write(integrator_, n_cycles_, seconds);
    }
    run_.log().info(text("%u cycles, %lu steps, %.3g cycles per second, %.2g ns per cell and stage", n_cycles_,
                         integrator_.steps(), n_cycles_ / seconds,
                         1e9 * seconds / (2. * integrator_.steps() * discretisation_.n_cells())));
    if (time.periodic && !repeated && schedule_.wanted())
      write_checkpoint(); // to go on with more cycles
    if (time.periodic && !repeated && time.required)
      throw ConvergenceError(
        text("After %u cycles the pressure still changes by %.2e of its mean between two cycles, Time/Tolerance is "
             "%.2e; most in vessel \"",
             n_cycles_, change_.value, time.tolerance) +
        network_.vessels()[change_.place].name +
        "\". Allow more cycles (Time/Largest number of cycles) and go on with --restart, start nearer to the mean "
        "pressure (Initial/Pressure), "
        "or accept it (Time/Must repeat = false). The results of the last cycle are in " +
        run_.output().string() + ".");
  }
} // namespace vht
