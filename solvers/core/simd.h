#pragma once

/**
 * Vector lanes for the matrix-free operators, whatever width the installed deal.II was built with.
 *
 * A package-built deal.II sets DEAL_II_VECTORIZATION_WIDTH_IN_BITS to 0, so that VectorizedArray<double> has one lane
 * whatever the compiler flags are. The wider specialisations are in its headers all the same: raising the macro only
 * while vectorization.h is read declares them and leaves the default width, and with it the library's binary interface,
 * as it was. Include this header before any other deal.II header that needs the wide type, and name the type in full.
 *
 * vht::Lanes is the widest double array for this translation unit's target; the templates of MatrixFree for it are
 * instantiated in solvers/core/simd_instantiations.cc alone.
 */

#include <deal.II/base/config.h>
#include <deal.II/base/numbers.h>

#if DEAL_II_VECTORIZATION_WIDTH_IN_BITS == 0
#  undef DEAL_II_VECTORIZATION_WIDTH_IN_BITS
#  if defined(__AVX512F__)
#    define DEAL_II_VECTORIZATION_WIDTH_IN_BITS 512
#  elif defined(__AVX__)
#    define DEAL_II_VECTORIZATION_WIDTH_IN_BITS 256
#  elif defined(__SSE2__)
#    define DEAL_II_VECTORIZATION_WIDTH_IN_BITS 128
#  else
#    define DEAL_II_VECTORIZATION_WIDTH_IN_BITS 0
#  endif
#  define VHT_WIDTH_RAISED 1
#endif

#include <deal.II/base/vectorization.h>

namespace vht
{
  constexpr unsigned int n_lanes =
    DEAL_II_VECTORIZATION_WIDTH_IN_BITS == 0 ? 1 : DEAL_II_VECTORIZATION_WIDTH_IN_BITS / 64;

  using Lanes = dealii::VectorizedArray<double, n_lanes>;
} // namespace vht

#ifdef VHT_WIDTH_RAISED
#  undef DEAL_II_VECTORIZATION_WIDTH_IN_BITS
#  define DEAL_II_VECTORIZATION_WIDTH_IN_BITS 0
static_assert(dealii::VectorizedArray<double>::size() == 1, "the library's default width must not change");
#endif
