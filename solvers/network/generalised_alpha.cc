#include "solvers/network/generalised_alpha.h"

namespace vht::network
{
  GeneralisedAlpha::GeneralisedAlpha(const Circuit &circuit, const IntegratorParameters &parameters)
    : Integrator(circuit, parameters)
    , alpha_m_(0.5 * (3. - parameters.spectral_radius) / (1. + parameters.spectral_radius))
    , alpha_f_(1. / (1. + parameters.spectral_radius))
    , gamma_(0.5 + alpha_m_ - alpha_f_)
  {
  }

  void
  GeneralisedAlpha::advance_to(double time)
  {
    const double step   = time - time_;
    const double factor = alpha_m_ / (gamma_ * alpha_f_ * step);
    const Values offset = (1. - alpha_m_ / gamma_) * rate_ - factor * value_;
    Values       stage  = value_;
    n_iterations_ += solver_.solve(time_ + alpha_f_ * step, factor, offset, stage);

    const Values change = (stage - value_) / alpha_f_;
    rate_               = (change / step - (1. - gamma_) * rate_) / gamma_;
    value_ += change;
    time_ = time;
    ++n_steps_;
  }
} // namespace vht::network
