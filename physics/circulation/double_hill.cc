#include "physics/circulation/double_hill.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  Parameters
  DoubleHill::parameters()
  {
    return {{"Onset", &onset_, "s", -1e3, 1e3, "of contraction in the beat", {-1., 2.}},
            {"Contraction time", &contraction_time_, "s", 1e-6, 1e3, "tau_1", {0.01, 1.}},
            {"Relaxation time", &relaxation_time_, "s", 1e-6, 1e3, "tau_2", {0.01, 1.}},
            {"Contraction steepness", &contraction_rate_, "1", 0.1, 100., "m_1", {1., 10.}},
            {"Relaxation steepness", &relaxation_rate_, "1", 0.1, 100., "m_2", {1., 50.}}};
  }

  double
  DoubleHill::raw(double since) const
  {
    const double rising  = std::pow(since / contraction_time_, contraction_rate_);
    const double falling = std::pow(since / relaxation_time_, relaxation_rate_);
    return rising / (1. + rising) / (1. + falling);
  }

  void
  DoubleHill::prepare(double period)
  {
    if (contraction_time_ > period || relaxation_time_ > period)
      throw InputError("Activation \"double Hill\": a time constant of " +
                       quantity_text(std::max(contraction_time_, relaxation_time_), "s") +
                       " is longer than the beat of " + quantity_text(period, "s") + ". Shorten it.");
    period_ = period;

    // The maximum by golden sections around the best of a coarse search: e has one maximum in a beat.
    constexpr unsigned int n    = 1000;
    unsigned int           best = 0;
    for (unsigned int i = 0; i <= n; ++i)
      if (raw(period * i / n) > raw(period * best / n))
        best = i;
    double       low = period * (best == 0 ? 0 : best - 1) / n, high = std::min(period, period * (best + 1) / n);
    const double section = 0.5 * (std::sqrt(5.) - 1.);
    while (high - low > 1e-9 * period)
      {
        const double a = high - section * (high - low), b = low + section * (high - low);
        (raw(a) > raw(b) ? high : low) = raw(a) > raw(b) ? b : a;
      }
    factor_ = 1. / raw(0.5 * (low + high));
  }

  double
  DoubleHill::at(double time) const
  {
    return factor_ * raw(time_since(time, onset_, period_));
  }
} // namespace vht
