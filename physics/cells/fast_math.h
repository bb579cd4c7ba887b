#pragma once

#include <bit>
#include <cstdint>
#include <limits>

/**
 * Exponential and logarithm without branches, tables or calls, so that the compiler turns a loop over nodes that holds
 * dozens of them into SIMD code.
 *
 * They rely on the order of their additions: never compile with -fassociative-math or -ffast-math. The tests hold them
 * to four units in the last place against std::exp and std::log.
 */
namespace vht::fast
{
  /** first where the condition holds, else second; SIMD types bring their own. */
  [[gnu::always_inline]] inline double
  select(bool condition, double first, double second)
  {
    return condition ? first : second;
  }

  /**
   * e^x for x in [-708, 709]; outside, the value at the nearer end, so never zero and never infinite. NaN stays NaN.
   *
   * x = n ln 2 + r with |r| <= ln 2 / 2; e^r = 1 + r + r^2 q(r), where q is of degree 9 through Chebyshev nodes
   * (relative error 2e-17).
   */
  [[gnu::always_inline]] inline double
  exp(double x)
  {
    constexpr double log2_e   = 0x1.71547652b82fep+0;
    constexpr double ln2_high = 0x1.62e42fee00000p-1; // its last 21 bits are zero: n * ln2_high is exact
    constexpr double ln2_low  = 0x1.a39ef35793c76p-33;
    constexpr double rounder  = 0x1.8p52; // the sum with it has no room for a fraction, and n in its lowest bits

    x = x < -708. ? -708. : x;
    x = x > 709. ? 709. : x;

    const double rounded = x * log2_e + rounder;
    const double n       = rounded - rounder;
    const double r       = (x - n * ln2_high) - n * ln2_low;

    double q = 2.510038549551032e-08;
    q        = q * r + 2.7620088445409746e-07;
    q        = q * r + 2.7557268459997064e-06;
    q        = q * r + 2.4801521295954376e-05;
    q        = q * r + 1.9841269863053618e-04;
    q        = q * r + 1.3888888917213717e-03;
    q        = q * r + 8.333333333330062e-03;
    q        = q * r + 4.166666666662413e-02;
    q        = q * r + 1.6666666666666669e-01;
    q        = q * r + 0.5;

    const double power_of_two = std::bit_cast<double>((std::bit_cast<std::uint64_t>(rounded) + 1023u) << 52);
    return (1. + (r + r * r * q)) * power_of_two;
  }

  /**
   * ln x for normal x > 0. NaN for NaN, zero, negative and subnormal numbers; infinity is taken for 2^1024.
   *
   * x = 2^k m with m in [1/sqrt 2, sqrt 2); ln m = 2 artanh f with f = (m - 1) / (m + 1); artanh f = f + f^3 p(f^2),
   * where p is of degree 6 through Chebyshev nodes (relative error 5e-18).
   */
  [[gnu::always_inline]] inline double
  log(double x)
  {
    constexpr double        ln2_high       = 0x1.62e42fee00000p-1;
    constexpr double        ln2_low        = 0x1.a39ef35793c76p-33;
    constexpr std::uint64_t one            = 0x3ff0000000000000u;
    constexpr std::uint64_t sqrt_half      = 0x3fe6a09e667f3bcdu;
    constexpr std::uint64_t two_to_52      = 0x4330000000000000u;
    constexpr double        two_to_52_1023 = 0x1p52 + 1023.;

    // The exponent is counted from sqrt(1/2) on. As unsigned bits it still carries its bias of 1023, which goes away
    // when it becomes a floating-point number: below 2^52 the lowest bits of 2^52 + k are k.
    const std::uint64_t bits   = std::bit_cast<std::uint64_t>(x);
    const std::uint64_t biased = (bits + (one - sqrt_half)) >> 52;
    const double        k      = std::bit_cast<double>(biased | two_to_52) - two_to_52_1023;
    const double        m      = std::bit_cast<double>(bits - ((biased - 1023u) << 52));

    const double f = (m - 1.) / (m + 1.);
    const double s = f * f;

    double p = 0.07308292712444311;
    p        = p * s + 0.07665855309105386;
    p        = p * s + 0.09091444727837474;
    p        = p * s + 0.11111105565129939;
    p        = p * s + 0.14285714313001635;
    p        = p * s + 0.19999999999949722;
    p        = p * s + 0.3333333333333335;

    const double result = k * ln2_high + (2. * f + (2. * f * s * p + k * ln2_low));
    return x >= std::numeric_limits<double>::min() ? result : std::numeric_limits<double>::quiet_NaN();
  }

  /** x / (e^x - 1), continued smoothly through x = 0, where it is 1. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  x_over_expm1(const Number &x, const Number &exp_x)
  {
    // Below 1e-3 the series errs by x^4 / 720 < 2e-15, and the quotient would lose digits as 1e-16 / x.
    const auto   near   = x * x < 1e-6;
    const Number series = 1. - x * (0.5 - x * (1. / 12.));
    return select(near, series, x / select(near, Number(1.), exp_x - 1.));
  }
} // namespace vht::fast
