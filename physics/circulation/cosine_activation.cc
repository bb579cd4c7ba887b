#include "physics/circulation/cosine_activation.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <cmath>
#include <numbers>

namespace vht
{
  Parameters
  CosineActivation::parameters()
  {
    return {{"Onset", &onset_, "s", -1e3, 1e3, "of contraction in the beat", {-1., 2.}},
            {"Contraction", &contraction_, "s", 1e-6, 1e3, "its duration", {0.02, 1.}},
            {"Relaxation", &relaxation_, "s", 1e-6, 1e3, "its duration", {0.02, 1.}}};
  }

  void
  CosineActivation::prepare(double period)
  {
    if (contraction_ + relaxation_ > period)
      throw InputError("Activation \"cosine\": contraction and relaxation last " +
                       quantity_text(contraction_ + relaxation_, "s") + ", longer than the beat of " +
                       quantity_text(period, "s") + ". Shorten them.");
    period_ = period;
  }

  double
  CosineActivation::at(double time) const
  {
    constexpr double pi    = std::numbers::pi;
    const double     since = time_since(time, onset_, period_);
    if (since < contraction_)
      return 0.5 * (1. - std::cos(pi * since / contraction_));
    if (since < contraction_ + relaxation_)
      return 0.5 * (1. + std::cos(pi * (since - contraction_) / relaxation_));
    return 0.;
  }
} // namespace vht
