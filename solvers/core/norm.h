#pragma once

#include "solvers/core/types.h"

namespace vht
{
  /** The Euclidean norm of a vector that may hold infinite values or none: l2_norm() aborts on those in Debug. */
  double norm_or_nan(const Vector &vector);
} // namespace vht
