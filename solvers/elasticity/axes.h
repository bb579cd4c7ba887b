#pragma once

#include "solvers/core/types.h"

namespace vht
{
  // The kernels keep small matrices as arrays.

  inline Matrix3
  to_tensor(const double (&values)[3][3])
  {
    Matrix3 result;
    for (unsigned int i = 0; i < dim; ++i)
      for (unsigned int j = 0; j < dim; ++j)
        result[i][j] = values[i][j];
    return result;
  }

  inline void
  set(double (&values)[3][3], const Matrix3 &tensor)
  {
    for (unsigned int i = 0; i < dim; ++i)
      for (unsigned int j = 0; j < dim; ++j)
        values[i][j] = tensor[i][j];
  }

  /**
   * Lines of the tissue after it has moved, component i of line I in [i][I], made orthonormal: the first keeps its
   * direction, the second the plane of both.
   */
  Matrix3 orthonormal(const Matrix3 &lines);
} // namespace vht
