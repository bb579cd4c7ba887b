#pragma once

#include <deal.II/base/point.h>
#include <deal.II/base/tensor.h>
#include <deal.II/lac/la_parallel_vector.h>

namespace vht
{
  /** Everything is three-dimensional; plane problems run one cell thick between symmetry planes. */
  constexpr int dim = 3;

  using Point  = dealii::Point<dim>;
  using Tensor = dealii::Tensor<1, dim>;

  /** Second-order tensor: conductivity, permeability, deformation gradient. */
  using Matrix3 = dealii::Tensor<2, dim>;

  /** Distributed values of the degrees of freedom: owned ones first, then ghosts. PETSc sees the owned part in place.
   */
  using Vector = dealii::LinearAlgebra::distributed::Vector<double>;
} // namespace vht
