#include "solvers/core/newton.h"

#include "physics/error.h"
#include "solvers/core/log.h"
#include "solvers/core/norm.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace vht
{
  namespace
  {
    // Armijo's constant: the residual has to fall by this part of what the linear model promises.
    constexpr double sufficient_decrease = 1e-4;

    // Full steps: a residual may grow by this in one step, and over that of the first guess before all hope is gone.
    constexpr double accepted_growth = 1000.;
    constexpr double hopeless_growth = 1e6;

    std::string
    text_of(const std::vector<double> &residuals)
    {
      std::ostringstream text;
      for (std::size_t i = 0; i < residuals.size(); ++i)
        text << (i == 0 ? "" : ", ") << residuals[i];
      return text.str();
    }

    /** Minimum of the parabola through |F|^2 at 0 and at the trial with the slope that Newton's step has at 0. */
    double
    next_length(double length, double norm, double trial_norm)
    {
      if (!std::isfinite(trial_norm))
        return length / 2.;
      const double start = norm * norm, trial = trial_norm * trial_norm, slope = -2. * start;
      const double best = -slope * length * length / (2. * (trial - start - slope * length));
      return std::clamp(best, 0.1 * length, 0.5 * length);
    }
  } // namespace

  double
  residual_norm(NonlinearSystem &system, const Vector &u, Vector &f)
  {
    try
      {
        system.residual(u, f);
      }
    catch (const ConvergenceError &)
      {
        return std::numeric_limits<double>::infinity();
      }
    const double norm = norm_or_nan(f);
    return std::isfinite(norm) ? norm : std::numeric_limits<double>::infinity();
  }

  void
  NewtonParameters::declare(ParameterSection &section)
  {
    section.add("Relative tolerance", relative_tolerance, "1", {1e-15, 1e-1},
                "Residual against that of the first guess");
    section.add("Absolute tolerance", absolute_tolerance, "1", {0., 1e300}, "Residual at which the iteration ends");
    section.add("Maximum iterations", maximum_iterations, {1, 1000}, "Iterations after which the solve has failed");
    section.add_choice("Globalisation", globalisation, {"line search", "full steps"},
                       "line search: the residual has to fall in every step; full steps: steps are shortened only "
                       "where the residual does not exist");
    section.add("Maximum step reductions", maximum_step_reductions, {0, 60}, "Trials of the line search");
  }

  Newton::Newton(const NewtonParameters &parameters, Log &log)
    : parameters_(parameters)
    , log_(log)
  {
  }

  NewtonResult
  Newton::solve(NonlinearSystem &system, Vector &u) const
  {
    Vector f(u), step(u), trial(u);
    system.residual(u, f);

    NewtonResult result;
    double       norm       = norm_or_nan(f);
    const double tolerance  = std::max(parameters_.relative_tolerance * norm, parameters_.absolute_tolerance);
    const bool   full_steps = parameters_.globalisation == "full steps";
    result.residuals.push_back(norm);
    if (!std::isfinite(norm))
      throw ConvergenceError("Newton's method cannot start: the residual of the first guess is not a number.");

    while (norm > tolerance)
      {
        if (result.iterations == parameters_.maximum_iterations)
          throw ConvergenceError("Newton's method did not converge in " + std::to_string(result.iterations) +
                                 " iterations. Residuals: " + text_of(result.residuals));
        if (norm > hopeless_growth * result.residuals.front())
          throw ConvergenceError("Newton's method diverges. Residuals: " + text_of(result.residuals));
        system.linearise(u);
        step = 0.;
        result.linear_iterations += system.solve(f, step);
        ++result.iterations;

        double       length     = 1.;
        unsigned int reductions = 0;
        double       trial_norm;
        for (;; ++reductions)
          {
            trial = u;
            trial.add(length, step);
            trial_norm = residual_norm(system, trial, f);
            if (full_steps ? trial_norm <= accepted_growth * norm
                           : trial_norm <= (1. - sufficient_decrease * length) * norm)
              break;
            if (reductions == parameters_.maximum_step_reductions)
              throw ConvergenceError("Newton's line search found no step that lowers the residual after " +
                                     std::to_string(reductions) +
                                     " reductions. Residuals: " + text_of(result.residuals));
            length = next_length(length, norm, trial_norm);
          }
        u    = trial;
        norm = trial_norm;
        result.residuals.push_back(norm);
        result.step_reductions += reductions;

        std::ostringstream line;
        line << "Newton " << result.iterations << ": residual " << norm << ", step length " << length;
        log_.detail(line.str());
      }
    result.residual = norm;
    return result;
  }
} // namespace vht
