#pragma once

#include "physics/materials/distortion.h"

#include <array>

namespace vht
{
  // Invariants of the right Cauchy-Green tensor C = 1 + 2 E, from a Green strain as in MaterialBlock: E_ff, E_ss, E_nn,
  // 2 E_fs, 2 E_fn, 2 E_sn, which are also C_fs, C_fn, C_sn.

  /** I1 - 3 = tr C - 3: exact where the strain is small. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  first_invariant_less_3(const std::array<Number, 6> &E)
  {
    return 2. * (E[0] + E[1] + E[2]);
  }

  /** I2 - 3, where I2 = ((tr C)^2 - C:C) / 2: the sum of the principal minors. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  second_invariant_less_3(const std::array<Number, 6> &E)
  {
    return 4. * (E[0] + E[1] + E[2] + E[0] * E[1] + E[0] * E[2] + E[1] * E[2]) -
           (square(E[3]) + square(E[4]) + square(E[5]));
  }

  /** I3 = det C = J^2. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  third_invariant(const std::array<Number, 6> &E)
  {
    const Number f = 1. + 2. * E[0], s = 1. + 2. * E[1], n = 1. + 2. * E[2];
    return f * (s * n - square(E[5])) - E[3] * (E[3] * n - E[4] * E[5]) + E[4] * (E[3] * E[5] - E[4] * s);
  }

  /** J^(-2/3), which takes the change of volume out of C. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  volume_factor(const std::array<Number, 6> &E)
  {
    return pow(third_invariant(E), -1. / 3.);
  }

  /** J^(-2/3) I1 - 3. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  isochoric_first_invariant_less_3(const std::array<Number, 6> &E)
  {
    const Number factor = volume_factor(E);
    return factor * first_invariant_less_3(E) + 3. * (factor - 1.);
  }

  /** The strain itself, or (J^(-2/3) C - 1) / 2, the strain of the distortion alone; with twice the shear as before. */
  template <typename Number>
  [[gnu::always_inline]] inline std::array<Number, 6>
  distorting(const std::array<Number, 6> &E, Distortion distortion)
  {
    if (distortion == Distortion::full)
      return E;

    const Number          factor = volume_factor(E), offset = 0.5 * (factor - 1.);
    std::array<Number, 6> result;
    for (std::size_t i = 0; i < 3; ++i)
      {
        result[i]     = factor * E[i] + offset;
        result[i + 3] = factor * E[i + 3];
      }
    return result;
  }
} // namespace vht
