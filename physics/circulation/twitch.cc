#include "physics/circulation/twitch.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <cmath>
#include <numbers>

namespace vht
{
  Parameters
  Twitch::parameters()
  {
    return {{"Onset", &onset_, "s", -1e3, 1e3, "of the twitch in the beat", {-1., 2.}},
            {"Duration", &duration_, "s", 1e-6, 1e3, "of the twitch; 0.3 to 0.5 s", {0.05, 1.}}};
  }

  void
  Twitch::prepare(double period)
  {
    if (duration_ > period)
      throw InputError("Activation \"twitch\": the twitch lasts " + quantity_text(duration_, "s") +
                       ", longer than the beat of " + quantity_text(period, "s") + ". Shorten Duration.");
    period_ = period;
  }

  double
  Twitch::at(double time) const
  {
    const double since = time_since(time, onset_, period_);
    return since < duration_ ? 0.5 * (1. - std::cos(2. * std::numbers::pi * since / duration_)) : 0.;
  }
} // namespace vht
