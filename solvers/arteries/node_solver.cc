#include "solvers/arteries/node_solver.h"

#include "physics/error.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>

namespace vht
{
  namespace
  {
    constexpr unsigned int most_iterations = 50, most_halvings = 12;
    // Of the pressure by density c^2, of the flow by A c: one more Newton step ends below the square, at 1e-13.
    constexpr double quadratic = 3e-7;

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

    double
    first_guess(const EndCurve &end, const EndState &state)
    {
      return state.root > 0. ? state.root : end.root();
    }

    /** A function of the root that is to vanish, relative to its scale, with its derivative. */
    struct Gap
    {
      double value, slope;
    };

    /** Root of a gap of the point that belongs to it on the curve of an end. */
    template <typename Function>
    void
    solve(const EndCurve &end, unsigned long &n_iterations, EndState &state, const Function &function)
    {
      check_arrival({&end, 1});
      double          root  = first_guess(end, state);
      EndCurve::Point point = end.at(root);
      Gap             gap   = function(point);
      for (unsigned int iteration = 0; iteration < most_iterations && !(std::abs(gap.value) <= quadratic); ++iteration)
        {
          ++n_iterations;
          double       step   = -gap.value / gap.slope;
          const double before = std::abs(gap.value);
          for (unsigned int halving = 0; halving < most_halvings; ++halving, step *= 0.5)
            {
              if (!(root + step > 0.))
                continue;
              point = end.at(root + step);
              gap   = function(point);
              if (std::abs(gap.value) < before)
                break;
            }
          if (!(std::abs(gap.value) < before))
            fail("Newton's method did not converge: its residual is " + number("%.3g", before) + " of the scale.",
                 {&end, 1});
          root += step;
        }
      if (!(std::abs(gap.value) <= quadratic))
        fail("Newton's method did not converge: its residual is " + number("%.3g", std::abs(gap.value)) +
               " of the scale.",
             {&end, 1});
      const double step = -gap.value / gap.slope;
      state             = {root + step, point.flow + point.flow_slope * step};
    }

    /**
     * What Newton's method leaves of the flow into a junction would add up over the steps, however little: each end
     * takes its share of it, by its admittance, so that blood is kept to round-off.
     */
    void
    conserve_flow(std::span<const EndCurve> ends, std::span<EndState> states)
    {
      const auto admittance = [&](std::size_t i) {
        return states[i].root * states[i].root / ends[i].speed(states[i].root);
      };
      double flow = 0., whole = 0.;
      for (std::size_t i = 0; i < ends.size(); ++i)
        {
          flow += ends[i].law().sign * states[i].flow;
          whole += admittance(i);
        }
      for (std::size_t i = 0; i < ends.size(); ++i)
        states[i].flow -= ends[i].law().sign * flow * admittance(i) / whole;
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

  void
  NodeSolver::evaluate(std::span<const EndCurve> ends,
                       std::span<const EndLoss>  losses,
                       std::span<const double>   roots,
                       Residual                 &result) const
  {
    result.flow = result.flow_scale = result.pressure_scale = 0.;
    for (std::size_t i = 0; i < ends.size(); ++i)
      {
        const EndCurve::Point point = ends[i].at(roots[i]);
        const Pressure        own   = pressure_in_node(ends[i], losses[i], point);
        result.gaps[i]              = own.value;
        result.pressure_slopes[i]   = own.slope;
        result.flow_slopes[i]       = ends[i].law().sign * point.flow_slope;
        result.flows[i]             = ends[i].law().sign * point.flow;
        result.flow += result.flows[i];
        result.flow_scale += roots[i] * roots[i] * point.speed;
        result.pressure_scale = std::max(result.pressure_scale, ends[i].law().density * point.speed * point.speed);
      }
  }

  void
  NodeSolver::Residual::set_pressure(std::size_t n, double pressure)
  {
    double largest_gap = 0.;
    for (std::size_t i = 0; i < n; ++i)
      {
        gaps[i] -= pressure;
        largest_gap = std::max(largest_gap, std::abs(gaps[i]));
      }
    size = std::max(largest_gap / pressure_scale, std::abs(flow) / flow_scale);
  }

  NodeSolver::Residual
  NodeSolver::residual(std::span<const EndCurve> ends,
                       std::span<const EndLoss>  losses,
                       std::span<const double>   roots,
                       double                    pressure) const
  {
    Residual result;
    evaluate(ends, losses, roots, result);
    result.set_pressure(ends.size(), pressure);
    return result;
  }

  double
  NodeSolver::newton_step(std::size_t n, const Residual &now, std::span<double> steps) const
  {
    // Root i moves by (dP - gap_i) / slope_i; the flows then have to vanish, which gives dP.
    double gain = 0., rest = now.flow;
    for (std::size_t i = 0; i < n; ++i)
      {
        const double ratio = now.flow_slopes[i] / now.pressure_slopes[i];
        gain += ratio;
        rest -= now.gaps[i] * ratio;
      }
    const double pressure_step = -rest / gain;
    for (std::size_t i = 0; i < n; ++i)
      steps[i] = (pressure_step - now.gaps[i]) / now.pressure_slopes[i];
    return pressure_step;
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
    for (std::size_t i = 0; i < n; ++i)
      roots[i] = first_guess(ends[i], states[i]);
    Residual now;
    evaluate(ends, losses, {roots.data(), n}, now);
    double pressure = std::accumulate(now.gaps.begin(), now.gaps.begin() + n, 0.) / static_cast<double>(n);
    now.set_pressure(n, pressure);

    double pressure_step = newton_step(n, now, steps);
    for (unsigned int iteration = 0; !(now.size <= quadratic); ++iteration)
      {
        ++n_iterations;
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
        if (!(now.size < before) || iteration >= most_iterations)
          fail("Newton's method at the junction did not converge: its residual is " + number("%.3g", before) +
                 " of the scale.",
               ends);
        roots = trial;
        pressure += part * pressure_step;
        pressure_step = newton_step(n, now, steps);
      }
    for (std::size_t i = 0; i < n; ++i)
      states[i] = {roots[i] + steps[i], ends[i].law().sign * (now.flows[i] + now.flow_slopes[i] * steps[i])};
    conserve_flow(ends, states);
  }

  void
  NodeSolver::terminal(const EndCurve           &end,
                       const EndLoss            &loss,
                       const Terminal::Relation &relation,
                       EndState                 &state) const
  {
    const double c = end.speed(end.root()), scale = end.law().density * c * c;
    // A large resistance times the round-off of the flow must not look like a residual.
    const double whole = scale + relation.resistance * end.root() * end.root() * c;
    solve(end, n_iterations, state, [&](const EndCurve::Point &point) {
      const double into  = end.law().sign * point.flow;
      const double drop  = relation.resistance + loss.linear + loss.quadratic * std::abs(into);
      const double slope = drop + loss.quadratic * std::abs(into);
      return Gap{(point.pressure - relation.offset - drop * into) / whole,
                 (point.pressure_slope - slope * end.law().sign * point.flow_slope) / whole};
    });
  }

  void
  NodeSolver::inflow(const EndCurve &end, double flow, EndState &state) const
  {
    const double scale = end.root() * end.root() * end.speed(end.root());
    solve(end, n_iterations, state, [&](const EndCurve::Point &point) {
      return Gap{(-end.law().sign * point.flow - flow) / scale, -end.law().sign * point.flow_slope / scale};
    });
  }
} // namespace vht
