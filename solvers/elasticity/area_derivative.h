#pragma once

#include "solvers/core/types.h"

namespace vht
{
  /**
   * How the area vector cof F n of a face changes with the displacement of a node: entry (i, j) is
   *
   *     d (cof F n)_i / d u_j = eps_ijk eps_IJK n_I F_kK dN/dX_J
   *
   * @param[in] F         deformation gradient at the point
   * @param[in] normal    of the reference, n
   * @param[in] gradient  of the node's shape function, dN/dX [1/m]
   */
  inline Matrix3
  area_derivative(const Matrix3 &F, const Tensor &normal, const Tensor &gradient)
  {
    constexpr int sign[3][3] = {{0, 1, -1}, {-1, 0, 1}, {1, -1, 0}};

    const Tensor across = dealii::cross_product_3d(normal, gradient);
    Matrix3      result;
    for (unsigned int i = 0; i < dim; ++i)
      for (unsigned int j = 0; j < dim; ++j)
        if (i != j)
          result[i][j] = sign[i][j] * (F[3 - i - j] * across);
    return result;
  }
} // namespace vht
