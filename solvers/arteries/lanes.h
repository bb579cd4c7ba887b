#pragma once

#include "solvers/core/simd.h"

#include <array>
#include <cmath>

/** What the kernels of the arteries compute with; see solvers/core/simd.h for its place among the includes. */
namespace vht
{
  [[gnu::always_inline]] inline Lanes
  load(const double *first)
  {
    Lanes lanes;
    lanes.load(first);
    return lanes;
  }

  [[gnu::always_inline]] inline Lanes
  set(double value)
  {
    Lanes lanes;
    lanes = value;
    return lanes;
  }

  /** From each lane by a function of numbers in single precision, to its digits. */
  template <typename Function>
  [[gnu::always_inline]] inline Lanes
  in_single_precision(const Lanes &x, const Function &function)
  {
    alignas(64) std::array<double, n_lanes> lanes;
    x.store(lanes.data());
#pragma GCC ivdep
    for (double &lane : lanes)
      lane = function(static_cast<float>(lane));
    return load(lanes.data());
  }

  /**
   * 1 / sqrt(x), to the last bits: a guess of 14 bits or more and one step of fourth order. Several times as fast as
   * the processor's own root and division in double precision.
   */
  [[gnu::always_inline]] inline Lanes
  inverse_root(const Lanes &x)
  {
#ifdef __AVX512F__
    Lanes guess;
    guess.data = _mm512_rsqrt14_pd(x.data);
#else
    const Lanes guess = in_single_precision(x, [](float value) { return 1.f / std::sqrt(value); });
#endif
    const Lanes gap = set(1.) - x * guess * guess;
    return guess + guess * gap * (set(0.5) + gap * (set(0.375) + set(0.3125) * gap));
  }

  /** 1 / x in the same way. */
  [[gnu::always_inline]] inline Lanes
  inverse(const Lanes &x)
  {
#ifdef __AVX512F__
    Lanes guess;
    guess.data = _mm512_rcp14_pd(x.data);
#else
    const Lanes guess = in_single_precision(x, [](float value) { return 1.f / value; });
#endif
    const Lanes gap = set(1.) - x * guess;
    return guess + guess * gap * (set(1.) + gap * (set(1.) + gap));
  }
} // namespace vht
