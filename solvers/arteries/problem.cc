#include "solvers/arteries/problem.h"

#include "physics/error.h"
#include "solvers/core/run.h"

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
    , operator_(discretisation_, parameters.read_conditions(network_), coupling)
    , integrator_(operator_, state_at_rest(discretisation_, parameters.initial_pressure))
    , postprocessor_(parameters, discretisation_, run)
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
  }

  void
  ArteriesProblem::step()
  {
    const ScopedTimer timer(run_.record(), "cycles");
    const double      period = parameters_.time.period, start = n_cycles_ * period;
    const long        n_intervals = std::max(2l, std::lround(period / parameters_.time.interval));
    const double      all         = parameters_.time.periodic ? parameters_.time.most : 1.;

    postprocessor_.begin_cycle();
    if (coupling_ != nullptr)
      coupling_->begin_cycle();
    postprocessor_.record(0., integrator_);
    if (n_cycles_ == 0)
      integrator_.record();
    for (long i = 1; i <= n_intervals; ++i)
      {
        const double since = period * static_cast<double>(i) / static_cast<double>(n_intervals);
        integrator_.advance_to(start + since);
        postprocessor_.record(since, integrator_);
        integrator_.record();
        if (i % 64 == 0)
          {
            run_.log().progress((n_cycles_ + since / period) / all,
                                text("cycle %u, t = %.3f s", n_cycles_ + 1, start + since));
            if (run_.stop_requested())
              throw Error(ExitCode::numerical_failure,
                          "Stopped by a signal. Networks write no checkpoints; run the case again.");
          }
      }
    ++n_cycles_;
    change_ = postprocessor_.change();
    if (coupling_ != nullptr)
      coupled_change_ = coupling_->change();
    postprocessor_.end_cycle(n_cycles_, change_, integrator_.mass_error());
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
                               network_.vessels()[change_.vessel].name.c_str()) +
                          (coupling_ != nullptr ? text("; the circuit by %.2e, most %s", coupled_change_.value,
                                                       coupled_change_.where.c_str())
                                                : ""));
      }
    while (time.periodic && !repeated && n_cycles_ < time.most);

    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    {
      const ScopedTimer timer(run_.record(), "output");
      postprocessor_.write(integrator_, n_cycles_, seconds);
      if (coupling_ != nullptr)
        {
          coupling_->write();
          run_.record().summary("change of blood in vessels and circuit", integrator_.change_of_all_blood(), "1");
        }
    }
    run_.log().info(text("%u cycles, %lu steps, %.3g cycles per second, %.2g ns per cell and stage", n_cycles_,
                         integrator_.steps(), n_cycles_ / seconds,
                         1e9 * seconds / (2. * integrator_.steps() * discretisation_.n_cells())));
    if (time.periodic && !repeated && time.required)
      throw ConvergenceError(
        text("After %u cycles the pressure still changes by %.2e of its mean between two cycles, Time/Tolerance is "
             "%.2e; most in vessel \"",
             n_cycles_, change_.value, time.tolerance) +
        network_.vessels()[change_.vessel].name + "\"" +
        (coupling_ != nullptr
           ? text("; and the circuit by %.2e, most \"%s\"", coupled_change_.value, coupled_change_.where.c_str())
           : "") +
        ". Allow more cycles (Time/Largest number of cycles), start nearer to the mean pressure (Initial/Pressure), "
        "or accept it (Time/Must repeat = false). The results of the last cycle are in " +
        run_.output().string() + ".");
  }
} // namespace vht
