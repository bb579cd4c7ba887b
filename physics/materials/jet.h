#pragma once

#include "physics/materials/material.h"
#include "physics/pack.h"

#include <array>
#include <cstddef>

namespace vht
{
  /**
   * A function of six variables at eight points: its value, its gradient and, for order 2, its Hessian. Arithmetic with
   * jets differentiates a formula as it evaluates it, exactly (forward automatic differentiation):
   *
   *     f g:   (f g)_i = f g_i + g f_i,    (f g)_ij = f g_ij + g f_ij + f_i g_j + f_j g_i
   *     h(f):  h_i = h' f_i,               h_ij = h' f_ij + h'' f_i f_j
   *
   * A formula that is written for any Number (Pack, Jet<1>, Jet<2>) gives energy, stress or stiffness. The Hessian
   * is stored as MaterialBlock::Stiffness is. All is inlined, as with Pack.
   */
  template <int order>
  struct Jet
  {
    static_assert(order == 1 || order == 2);

    static constexpr std::size_t n_variables = 6;
    static constexpr std::size_t n_second    = order == 2 ? n_variables * (n_variables + 1) / 2 : 0;

    Pack                          value;
    std::array<Pack, n_variables> first;
    std::array<Pack, n_second>    second;

    Jet() = default;

    /** A constant. */
    [[gnu::always_inline]] Jet(double constant)
      : value(constant)
    {
#pragma GCC unroll 21
      for (std::size_t i = 0; i < n_variables; ++i)
        first[i] = Pack(0.);
#pragma GCC unroll 21
      for (std::size_t ij = 0; ij < n_second; ++ij)
        second[ij] = Pack(0.);
    }

    /** The variable number @p i. */
    [[gnu::always_inline]] static Jet
    variable(std::size_t i, const Pack &value)
    {
      Jet x(0.);
      x.value    = value;
      x.first[i] = Pack(1.);
      return x;
    }

    /** h(x), given h and its derivatives at the value of x. */
    [[gnu::always_inline]] static Jet
    chain(const Jet &x, const Pack &h, const Pack &slope, const Pack &curvature)
    {
      Jet result;
      result.value = h;
#pragma GCC unroll 21
      for (std::size_t i = 0; i < n_variables; ++i)
        result.first[i] = slope * x.first[i];
      if constexpr (order == 2)
#pragma GCC unroll 21
        for (std::size_t i = 0, ij = 0; i < n_variables; ++i)
          {
            const Pack factor = curvature * x.first[i];
#pragma GCC unroll 6
            for (std::size_t j = i; j < n_variables; ++j, ++ij)
              result.second[ij] = slope * x.second[ij] + factor * x.first[j];
          }
      return result;
    }

    [[gnu::always_inline]] friend Jet
    operator*(const Jet &x, const Jet &y)
    {
      Jet result;
      result.value = x.value * y.value;
#pragma GCC unroll 21
      for (std::size_t i = 0; i < n_variables; ++i)
        result.first[i] = x.value * y.first[i] + y.value * x.first[i];
      if constexpr (order == 2)
#pragma GCC unroll 21
        for (std::size_t i = 0, ij = 0; i < n_variables; ++i)
#pragma GCC unroll 6
          for (std::size_t j = i; j < n_variables; ++j, ++ij)
            result.second[ij] =
              (x.value * y.second[ij] + x.first[i] * y.first[j]) + (y.value * x.second[ij] + x.first[j] * y.first[i]);
      return result;
    }

    [[gnu::always_inline]] friend Jet
    operator+(const Jet &x, const Jet &y)
    {
      Jet result;
      result.value = x.value + y.value;
#pragma GCC unroll 21
      for (std::size_t i = 0; i < n_variables; ++i)
        result.first[i] = x.first[i] + y.first[i];
#pragma GCC unroll 21
      for (std::size_t ij = 0; ij < n_second; ++ij)
        result.second[ij] = x.second[ij] + y.second[ij];
      return result;
    }

    [[gnu::always_inline]] friend Jet
    operator*(double factor, const Jet &x)
    {
      const Pack lanes(factor);
      Jet        result;
      result.value = lanes * x.value;
#pragma GCC unroll 21
      for (std::size_t i = 0; i < n_variables; ++i)
        result.first[i] = lanes * x.first[i];
#pragma GCC unroll 21
      for (std::size_t ij = 0; ij < n_second; ++ij)
        result.second[ij] = lanes * x.second[ij];
      return result;
    }

    [[gnu::always_inline]] friend Jet
    operator+(double number, const Jet &x)
    {
      Jet result   = x;
      result.value = result.value + number;
      return result;
    }

    /** Lane by lane x where the condition holds, else y. */
    [[gnu::always_inline]] friend Jet
    select(const Pack::Mask &condition, const Jet &x, const Jet &y)
    {
      Jet result;
      result.value = select(condition, x.value, y.value);
#pragma GCC unroll 21
      for (std::size_t i = 0; i < n_variables; ++i)
        result.first[i] = select(condition, x.first[i], y.first[i]);
#pragma GCC unroll 21
      for (std::size_t ij = 0; ij < n_second; ++ij)
        result.second[ij] = select(condition, x.second[ij], y.second[ij]);
      return result;
    }

    // What follows is made of what stands above.

    [[gnu::always_inline]] friend Jet
    operator*(const Jet &x, double factor)
    {
      return factor * x;
    }

    [[gnu::always_inline]] friend Jet
    operator+(const Jet &x, double number)
    {
      return number + x;
    }

    [[gnu::always_inline]] friend Jet
    operator-(const Jet &x)
    {
      return -1. * x;
    }

    [[gnu::always_inline]] friend Jet
    operator-(const Jet &x, const Jet &y)
    {
      return x + -1. * y;
    }

    [[gnu::always_inline]] friend Jet
    operator-(const Jet &x, double number)
    {
      return -number + x;
    }

    [[gnu::always_inline]] friend Jet
    operator-(double number, const Jet &x)
    {
      return number + -1. * x;
    }

    [[gnu::always_inline]] friend Jet
    operator/(double number, const Jet &x)
    {
      const Pack inverse = 1. / x.value, h = number * inverse, slope = -h * inverse;
      return chain(x, h, slope, -2. * slope * inverse);
    }

    [[gnu::always_inline]] friend Jet
    operator/(const Jet &x, const Jet &y)
    {
      return x * (1. / y);
    }

    [[gnu::always_inline]] friend Jet
    operator/(const Jet &x, double number)
    {
      return 1. / number * x;
    }

    [[gnu::always_inline]] friend Pack::Mask
    operator<(const Jet &x, double number)
    {
      return x.value < number;
    }

    [[gnu::always_inline]] friend Pack::Mask
    operator>(const Jet &x, double number)
    {
      return x.value > number;
    }

    [[gnu::always_inline]] friend Jet
    exp(const Jet &x)
    {
      const Pack h = exp(x.value);
      return chain(x, h, h, h);
    }

    /** NaN where x is not positive. */
    [[gnu::always_inline]] friend Jet
    log(const Jet &x)
    {
      const Pack slope = 1. / x.value;
      return chain(x, log(x.value), slope, -slope * slope);
    }

    [[gnu::always_inline]] friend Jet
    sqrt(const Jet &x)
    {
      const Pack h = sqrt(x.value), slope = 0.5 / h;
      return chain(x, h, slope, -0.5 * slope / x.value);
    }

    /** x^exponent for x > 0, else NaN. */
    [[gnu::always_inline]] friend Jet
    pow(const Jet &x, double exponent)
    {
      const Pack h = pow(x.value, exponent), inverse = 1. / x.value, slope = exponent * h * inverse;
      return chain(x, h, slope, (exponent - 1.) * slope * inverse);
    }

    [[gnu::always_inline]] friend Jet
    square(const Jet &x)
    {
      return chain(x, x.value * x.value, 2. * x.value, 2.);
    }

    /** 1 / (1 + e^-x), from 0 to 1; its derivatives do not overflow. */
    [[gnu::always_inline]] friend Jet
    logistic(const Jet &x)
    {
      const Pack h = logistic(x.value), slope = h * (1. - h);
      return chain(x, h, slope, slope * (1. - 2. * h));
    }
  };
} // namespace vht
