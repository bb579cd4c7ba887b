#include "solvers/arteries/node_solver.h"

#include "physics/error.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <tuple>

namespace vht
{
  namespace
  {
    constexpr unsigned int most_iterations = 50, most_halvings = 12;
    constexpr double       tolerance = 1e-13; // of the pressure by density c^2, of the flow by A c
    constexpr double       accepted  = 1e-10;

    std::string
    number(const char *format, double value)
    {
      std::array<char, 64> text;
      std::snprintf(text.data(), text.size(), format, value);
      return text.data();
    }

    [[noreturn]] void
    fail(const std::string &what, std::span<const EndCurve> ends)
    {
      std::string values;
      for (const EndCurve &end : ends)
        {
          const EndCurve::Point point = end.at(end.root());
          values += (values.empty() ? "" : "; ") + number("area %.4g m^2", end.root() * end.root()) +
                    number(", velocity %.4g m/s", point.velocity) + number(", pressure %.4g Pa", point.pressure);
        }
      throw ConvergenceError(what + " The vessels arrive with " + values + ".");
    }

    void
    check_arrival(std::span<const EndCurve> ends)
    {
      for (const EndCurve &end : ends)
        if (!(end.root() > 0.))
          fail("A vessel has collapsed there.", ends);
    }

    /** Root of a function that gives value and slope, from the arriving state; the value is relative to its scale. */
    template <typename Function>
    EndState
    solve(const EndCurve &end, unsigned long &n_iterations, const Function &function)
    {
      check_arrival({&end, 1});
      double root         = end.root();
      auto [value, slope] = function(root);
      for (unsigned int iteration = 0; iteration < most_iterations && !(std::abs(value) <= tolerance); ++iteration)
        {
          ++n_iterations;
          double       step   = -value / slope;
          const double before = std::abs(value);
          for (unsigned int halving = 0; halving < most_halvings; ++halving, step *= 0.5)
            {
              if (!(root + step > 0.))
                continue;
              std::tie(value, slope) = function(root + step);
              if (std::abs(value) < before)
                break;
            }
          if (!(std::abs(value) < before))
            {
              value = before;
              break;
            }
          root += step;
        }
      if (!(std::abs(value) < accepted)) // between the two lies round-off
        fail("Newton's method did not converge: its residual is " + number("%.3g", std::abs(value)) + " of the scale.",
             {&end, 1});
      return {root, end.at(root).flow};
    }
  } // namespace

  NodeSolver::Pressure
  NodeSolver::pressure_in_node(const EndCurve &end, const EndLoss &loss, const EndCurve::Point &point) const
  {
    const double into = end.law().sign * point.flow;
    return {(total_pressure_ ? point.total_pressure : point.pressure) -
              (loss.linear + loss.quadratic * std::abs(into)) * into,
            (total_pressure_ ? point.total_slope : point.pressure_slope) -
              (loss.linear + 2. * loss.quadratic * std::abs(into)) * end.law().sign * point.flow_slope};
  }

  NodeSolver::Residual
  NodeSolver::residual(std::span<const EndCurve> ends,
                       std::span<const EndLoss>  losses,
                       std::span<const double>   roots,
                       double                    pressure) const
  {
    Residual result;
    double   flow_scale = 0., pressure_scale = 0., largest_gap = 0.;
    for (std::size_t i = 0; i < ends.size(); ++i)
      {
        const EndCurve::Point point = ends[i].at(roots[i]);
        const Pressure        own   = pressure_in_node(ends[i], losses[i], point);
        const double          c     = ends[i].speed(roots[i]);
        result.gaps[i]              = own.value - pressure;
        result.pressure_slopes[i]   = own.slope;
        result.flow_slopes[i]       = ends[i].law().sign * point.flow_slope;
        result.flow += ends[i].law().sign * point.flow;
        flow_scale += roots[i] * roots[i] * c;
        pressure_scale = std::max(pressure_scale, ends[i].law().density * c * c);
        largest_gap    = std::max(largest_gap, std::abs(result.gaps[i]));
      }
    result.size = std::max(largest_gap / pressure_scale, std::abs(result.flow) / flow_scale);
    return result;
  }

  void
  NodeSolver::junction(std::span<const EndCurve> ends,
                       std::span<const EndLoss>  losses,
                       std::span<EndState>       states) const
  {
    if (ends.size() > most_ends)
      fail("More than " + std::to_string(most_ends) + " vessels meet.", ends);
    check_arrival(ends);

    const std::size_t             n = ends.size();
    std::array<double, most_ends> roots, steps, trial;
    double                        pressure = 0.;
    for (std::size_t i = 0; i < n; ++i)
      {
        roots[i] = ends[i].root();
        pressure += pressure_in_node(ends[i], losses[i], ends[i].at(roots[i])).value / static_cast<double>(n);
      }

    Residual now = residual(ends, losses, {roots.data(), n}, pressure);
    for (unsigned int iteration = 0; iteration < most_iterations && !(now.size <= tolerance); ++iteration)
      {
        ++n_iterations;
        // Root i moves by (dP - gap_i) / slope_i; the flows then have to vanish, which gives dP.
        double gain = 0., rest = now.flow;
        for (std::size_t i = 0; i < n; ++i)
          {
            gain += now.flow_slopes[i] / now.pressure_slopes[i];
            rest -= now.flow_slopes[i] * now.gaps[i] / now.pressure_slopes[i];
          }
        const double pressure_step = -rest / gain;
        for (std::size_t i = 0; i < n; ++i)
          steps[i] = (pressure_step - now.gaps[i]) / now.pressure_slopes[i];

        double       part   = 1.;
        const double before = now.size;
        for (unsigned int halving = 0; halving < most_halvings; ++halving, part *= 0.5)
          {
            bool open = true;
            for (std::size_t i = 0; i < n; ++i)
              {
                trial[i] = roots[i] + part * steps[i];
                open     = open && trial[i] > 0.;
              }
            if (!open)
              continue;
            now = residual(ends, losses, {trial.data(), n}, pressure + part * pressure_step);
            if (now.size < before)
              break;
          }
        if (!(now.size < before))
          {
            now.size = before;
            break;
          }
        roots = trial;
        pressure += part * pressure_step;
      }
    if (!(now.size < accepted)) // between the two lies round-off
      fail("Newton's method at the junction did not converge: its residual is " + number("%.3g", now.size) +
             " of the scale.",
           ends);
    // What Newton's tolerance leaves of the flows goes to one of them: no blood may be lost in many steps.
    double rest = 0.;
    for (std::size_t i = 0; i < n; ++i)
      {
        states[i] = {roots[i], ends[i].at(roots[i]).flow};
        rest += ends[i].law().sign * states[i].flow;
      }
    const std::size_t widest = std::max_element(roots.begin(), roots.begin() + n) - roots.begin();
    states[widest].flow -= ends[widest].law().sign * rest;
  }

  EndState
  NodeSolver::terminal(const EndCurve &end, const EndLoss &loss, const Terminal::Relation &relation) const
  {
    const double c = end.speed(end.root()), scale = end.law().density * c * c;
    // A large resistance times the round-off of the flow must not look like a residual.
    const double whole = scale + relation.resistance * end.root() * end.root() * c;
    return solve(end, n_iterations, [&](double root) {
      const EndCurve::Point point = end.at(root);
      const double          into  = end.law().sign * point.flow;
      const double          drop  = relation.resistance + loss.linear + loss.quadratic * std::abs(into);
      const double          slope = drop + loss.quadratic * std::abs(into);
      return std::pair((point.pressure - relation.offset - drop * into) / whole,
                       (point.pressure_slope - slope * end.law().sign * point.flow_slope) / whole);
    });
  }

  EndState
  NodeSolver::inflow(const EndCurve &end, double flow) const
  {
    const double scale = end.root() * end.root() * end.speed(end.root());
    return solve(end, n_iterations, [&](double root) {
      const EndCurve::Point point = end.at(root);
      return std::pair((-end.law().sign * point.flow - flow) / scale, -end.law().sign * point.flow_slope / scale);
    });
  }
} // namespace vht
