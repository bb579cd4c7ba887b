#pragma once

#include <cmath>

namespace vht
{
  class ParameterSection;

  /** Section "Time" of a case file. */
  struct TimeParameters
  {
    double end  = 0.1;  ///< [s]
    double step = 5e-5; ///< [s]

    void declare(ParameterSection &section);
  };

  /**
   * Constant steps from zero to the end. Times are products and not sums, so that a restarted run has the very same
   * ones as an uninterrupted run.
   */
  class TimeControl
  {
  public:
    explicit TimeControl(const TimeParameters &parameters)
      : end_(parameters.end)
      , step_size_(parameters.step)
      , n_steps_(std::llround(std::ceil(parameters.end / parameters.step * (1. - 1e-12))))
    {
    }

    double
    time() const
    {
      return start_ + step_size_ * (step_ - first_step_);
    }

    double
    step_size() const
    {
      return step_size_;
    }

    unsigned int
    step() const
    {
      return step_;
    }

    bool
    finished() const
    {
      return step_ >= n_steps_;
    }

    /** Part of the simulated time that is done, for the progress bar. */
    double
    fraction() const
    {
      return n_steps_ == 0 ? 1. : static_cast<double>(step_) / n_steps_;
    }

    void
    advance()
    {
      ++step_;
    }

    /** Does a step that ends now complete another @p interval [s]? An interval of zero is never due. */
    bool
    due(double interval) const
    {
      if (interval <= 0.)
        return false;
      const double tolerance = 1e-6 * step_size_;
      return std::floor((time() + tolerance) / interval) > std::floor((time() - step_size_ + tolerance) / interval);
    }

    /** Go on from a checkpoint; the step size may have changed since it was written. */
    void
    restart_at(double time, unsigned int step)
    {
      const double n = time / step_size_;
      if (std::abs(n - std::round(n)) < 1e-6 && std::llround(n) == step)
        {
          start_      = 0.;
          first_step_ = 0;
        }
      else
        {
          start_      = time;
          first_step_ = step;
        }
      step_    = step;
      n_steps_ = step + std::llround(std::ceil((end_ - time) / step_size_ * (1. - 1e-12)));
    }

  private:
    double       end_, step_size_, start_ = 0.;
    unsigned int first_step_ = 0, step_ = 0;
    unsigned int n_steps_;
  };
} // namespace vht
