#include "solvers/elasticity/axes.h"

namespace vht
{
  Matrix3
  orthonormal(const Matrix3 &lines)
  {
    Tensor column[dim];
    for (unsigned int I = 0; I < dim; ++I)
      for (unsigned int i = 0; i < dim; ++i)
        column[I][i] = lines[i][I];
    column[0] /= column[0].norm();
    column[1] -= (column[1] * column[0]) * column[0];
    column[1] /= column[1].norm();
    const Tensor third = dealii::cross_product_3d(column[0], column[1]);
    column[2]          = third * (third * column[2] > 0. ? 1. : -1.);
    Matrix3 result;
    for (unsigned int I = 0; I < dim; ++I)
      for (unsigned int i = 0; i < dim; ++i)
        result[i][I] = column[I][i];
    return result;
  }
} // namespace vht
