#pragma once

#include "physics/materials/jet.h"

#include <type_traits>
#include <utility>

namespace vht
{
  /** Eigenvalues c_a and unit eigenvectors n_a of the right Cauchy-Green tensor C = 1 + 2 E at eight points. */
  struct Spectrum
  {
    std::array<Pack, 3>                value;
    std::array<std::array<Pack, 3>, 3> vector; ///< [a][i]
  };

  /** One Jacobi rotation: makes the entry (p, q) of the symmetric matrix zero; k is the third index. */
  [[gnu::always_inline]] inline void
  rotate(std::array<std::array<Pack, 3>, 3> &matrix, Spectrum &spectrum, std::size_t p, std::size_t q, std::size_t k)
  {
    // t = tan of the angle, the smaller root of t^2 + t (m_qq - m_pp) / m_pq - 1 = 0; a matrix that is diagonal stays
    const Pack twice      = 2. * matrix[p][q];
    const Pack difference = matrix[q][q] - matrix[p][p];
    const Pack size       = sqrt(square(difference) + square(twice));
    const Pack divisor    = select(difference < 0., difference - size, difference + size);
    const Pack t          = select(size > 0., twice / select(size > 0., divisor, 1.), 0.);
    const Pack cosine = 1. / sqrt(1. + square(t)), sine = t * cosine;

    matrix[p][p] = matrix[p][p] - t * matrix[p][q];
    matrix[q][q] = matrix[q][q] + t * matrix[p][q];
    matrix[p][q] = matrix[q][p] = 0.;
    const Pack kp = matrix[k][p], kq = matrix[k][q];
    matrix[k][p] = matrix[p][k] = cosine * kp - sine * kq;
    matrix[k][q] = matrix[q][k] = sine * kp + cosine * kq;
    for (std::size_t i = 0; i < 3; ++i)
      {
        const Pack vp         = spectrum.vector[p][i];
        const Pack vq         = spectrum.vector[q][i];
        spectrum.vector[p][i] = cosine * vp - sine * vq;
        spectrum.vector[q][i] = sine * vp + cosine * vq;
      }
  }

  /** Jacobi's method: orthogonal eigenvectors also where eigenvalues coincide. E as in MaterialBlock. */
  [[gnu::always_inline]] inline Spectrum
  spectrum_of(const std::array<Pack, 6> &E)
  {
    const Pack                         one(1.), zero(0.);
    std::array<std::array<Pack, 3>, 3> C = {
      {{1. + 2. * E[0], E[3], E[4]}, {E[3], 1. + 2. * E[1], E[5]}, {E[4], E[5], 1. + 2. * E[2]}}};
    Spectrum spectrum;
    spectrum.vector = {{{one, zero, zero}, {zero, one, zero}, {zero, zero, one}}};

    // The convergence is quadratic; five sweeps reach the last bit from any start, see the test.
    for (int sweep = 0; sweep < 5; ++sweep)
      {
        rotate(C, spectrum, 0, 1, 2);
        rotate(C, spectrum, 0, 2, 1);
        rotate(C, spectrum, 1, 2, 0);
      }
    spectrum.value = {C[0][0], C[1][1], C[2][2]};
    return spectrum;
  }

  /** Of the values of jets that are the six variables themselves. */
  template <int order>
  [[gnu::always_inline]] inline Spectrum
  spectrum_of(const std::array<Jet<order>, 6> &E)
  {
    std::array<Pack, 6> values;
    for (std::size_t i = 0; i < 6; ++i)
      values[i] = E[i].value;
    return spectrum_of(values);
  }

  /** sinh(x) / x. */
  [[gnu::always_inline]] inline Pack
  sinh_over_x(const Pack &x)
  {
    // Below 0.15 the series errs by x^10 / 11! < 2e-16, and the quotient would lose digits.
    const Pack x2     = square(x);
    const Pack series = 1. + x2 / 6. * (1. + x2 / 20. * (1. + x2 / 42. * (1. + x2 / 72.)));
    const Pack e      = exp(x);
    return select(x2 < 0.0225, series, (e - 1. / e) / (2. * select(x2 < 0.0225, 1., x)));
  }

  /**
   * tr C^q = sum c_a^q with its derivatives by the strain, for Number = Pack, Jet<1> or Jet<2> of the six variables.
   *
   *     d / dE_k       = sum_a  q c_a^(q-1) n_a.A_k n_a,      A_k = dC / dE_k
   *     d^2 / dE_k E_l = sum_ab D_ab (n_a.A_k n_b) (n_a.A_l n_b)
   *
   * D_ab is the divided difference of q c^(q-1), with p = q - 1 and L = ln(c_a / c_b)
   *
   *     D_ab = q (c_a^p - c_b^p) / (c_a - c_b) = q p (c_a c_b)^((p-1)/2) (sinh(p L/2) / (p L/2)) / (sinh(L/2) / (L/2))
   *
   * which is exact to rounding for equal and nearly equal eigenvalues as for different ones.
   */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  trace_of_power(const Spectrum &spectrum, double q)
  {
    std::array<Pack, 3> logarithm, power;
    for (std::size_t a = 0; a < 3; ++a)
      {
        logarithm[a] = log(spectrum.value[a]);
        power[a]     = exp(q * logarithm[a]);
      }
    const Pack trace = power[0] + power[1] + power[2];
    if constexpr (std::is_same_v<Number, Pack>)
      return trace;
    else
      {
        Number result(0.);
        result.value = trace;
        for (std::size_t a = 0; a < 3; ++a)
          for (std::size_t b = a; b < 3; ++b)
            {
              // A_k has a 2 on the diagonal or two ones off it
              const auto         &m = spectrum.vector[a], &n = spectrum.vector[b];
              std::array<Pack, 6> component;
              for (std::size_t i = 0; i < 3; ++i)
                component[i] = 2. * m[i] * n[i];
              component[3] = m[0] * n[1] + m[1] * n[0];
              component[4] = m[0] * n[2] + m[2] * n[0];
              component[5] = m[1] * n[2] + m[2] * n[1];

              if (a == b)
                {
                  const Pack slope = q * power[a] / spectrum.value[a];
                  for (std::size_t k = 0; k < 6; ++k)
                    result.first[k] += slope * component[k];
                }
              if constexpr (std::is_same_v<Number, Jet<2>>)
                {
                  const double p            = q - 1.;
                  const Pack   half         = 0.5 * (logarithm[a] - logarithm[b]);
                  const Pack   middle       = exp(0.5 * (p - 1.) * (logarithm[a] + logarithm[b]));
                  const double multiplicity = a == b ? 1. : 2.;
                  const Pack   D = multiplicity * q * p * middle * (sinh_over_x(p * half) / sinh_over_x(half));
                  for (std::size_t k = 0, kl = 0; k < 6; ++k)
                    for (std::size_t l = k; l < 6; ++l, ++kl)
                      result.second[kl] += D * component[k] * component[l];
                }
            }
        return result;
      }
  }
} // namespace vht
