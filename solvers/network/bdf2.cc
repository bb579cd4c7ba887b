#include "solvers/network/bdf2.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <algorithm>
#include <cmath>

namespace vht::network
{
  namespace
  {
    constexpr double first_step    = 1e-5;  // of a beat: too short for an error
    constexpr double shortest_step = 1e-12; // of a beat
    constexpr double longest_step  = 0.05;  // of a beat: a longer one might jump over a twitch
  }                                         // namespace

  Bdf2::Bdf2(const Circuit &circuit, const IntegratorParameters &parameters)
    : Integrator(circuit, parameters)
    , tolerance_(parameters.tolerance)
  {
  }

  void
  Bdf2::start(double time, const Values &value, const Values &rate)
  {
    Integrator::start(time, value, rate);
    n_known_ = 0;
    wanted_  = first_step * solver_.circuit().period();
    before_ = before_that_ = value;
  }

  double
  Bdf2::attempt(double step)
  {
    candidate_ = value_ + step * rate_;
    if (n_known_ == 0)
      {
        n_iterations_ += solver_.solve(time_ + step, 1. / step, -value_ / step, candidate_);
        return 0.;
      }

    const double ratio = step / last_step_;
    const double now = (1. + 2. * ratio) / (1. + ratio) / step, last = -(1. + ratio) / step,
                 past   = ratio * ratio / (1. + ratio) / step;
    const Values offset = last * value_ + past * before_;
    n_iterations_ += solver_.solve(time_ + step, now, offset, candidate_);
    if (n_known_ == 1)
      return 0.;

    const double two = step + last_step_, three = two + step_before_;
    const double missed_by_scheme = step * step * two * two / (6. * (2. * step + last_step_));
    const double missed_by_guess  = step * two * three / 6.;
    const double share            = missed_by_scheme / (missed_by_scheme + missed_by_guess);
    const Values slope = (value_ - before_) / last_step_, slope_before = (before_ - before_that_) / step_before_;
    const Values guess = value_ + step * (slope + two * (slope - slope_before) / (last_step_ + step_before_));

    double error = 0.;
    for (std::size_t i = 0; i < solver_.circuit().size(); ++i)
      if (solver_.circuit().is_differential()[i])
        error = std::max(error, share * std::abs(candidate_[i] - guess[i]) / (tolerance_ * solver_.scale(i)));
    return error;
  }

  void
  Bdf2::accept(double step)
  {
    rate_ = (candidate_ - value_) / step;
    for (std::size_t i = 0; i < solver_.circuit().size(); ++i)
      if (!solver_.circuit().is_differential()[i])
        rate_[i] = 0.; // as a first guess the last value is better than a line through a jump
    before_that_ = before_;
    before_      = value_;
    value_       = candidate_;
    step_before_ = last_step_;
    last_step_   = step;
    time_ += step;
    n_known_ = std::min(n_known_ + 1, 2u);
    ++n_steps_;
  }

  void
  Bdf2::advance_to(double time)
  {
    const double beat = solver_.circuit().period();
    while (time - time_ > 1e-13 * std::max(beat, std::abs(time)))
      {
        // Equal steps up to the end rather than a last one that is tiny.
        const double left = time - time_;
        const double step = left / std::ceil(left / std::min(wanted_, longest_step * beat) * (1. - 1e-9));
        double       error;
        try
          {
            error = attempt(step);
          }
        catch (const ConvergenceError &)
          {
            if (step < 4. * shortest_step * beat)
              throw;
            wanted_ = 0.25 * step;
            continue;
          }
        if (error > 1.)
          {
            wanted_ = step * std::max(0.2, 0.9 / std::cbrt(error));
            if (wanted_ < shortest_step * beat)
              throw ConvergenceError("The circuit needs steps below " + quantity_text(wanted_, "s") + " at t = " +
                                     quantity_text(time_, "s") + ". Is a constant of the wrong magnitude?");
            continue;
          }
        accept(step);
        wanted_ = step * std::min(2., 0.9 / std::cbrt(std::max(error, 1e-9)));
      }
    time_ = time;
  }

  std::map<std::string, std::vector<double>>
  Bdf2::save()
  {
    auto       state     = Integrator::save();
    const auto plain     = [](const Values &v) { return std::vector<double>(v.data(), v.data() + v.size()); };
    state["before"]      = plain(before_);
    state["before that"] = plain(before_that_);
    state["steps"]       = {last_step_, step_before_, wanted_, static_cast<double>(n_known_)};
    return state;
  }

  void
  Bdf2::load(const std::map<std::string, std::vector<double>> &state)
  {
    Integrator::load(state);
    const auto size   = static_cast<Eigen::Index>(solver_.circuit().size());
    before_           = Eigen::Map<const Values>(state.at("before").data(), size);
    before_that_      = Eigen::Map<const Values>(state.at("before that").data(), size);
    const auto &steps = state.at("steps");
    last_step_        = steps[0];
    step_before_      = steps[1];
    wanted_           = steps[2];
    n_known_          = static_cast<unsigned int>(steps[3]);
  }
} // namespace vht::network
