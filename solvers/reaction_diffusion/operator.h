#pragma once

#include "solvers/core/function_space.h"

#include <deal.II/base/symmetric_tensor.h>

#include <petscmat.h>

#include <memory>
#include <string>
#include <vector>

namespace vht
{
  /** D at the quadrature points of this rank's cells [m^2/s]: entry [active cell index * points per cell + point]. */
  using DiffusionTensors = std::vector<dealii::SymmetricTensor<2, dim>>;

  /**
   * The discrete form of u_t = div(D grad u) + r, zero flux on the boundary, one implicit Euler step in increments:
   *
   *     (M + dt K) du = dt (M r - K u)
   *
   *     M  mass matrix, consistent or lumped
   *     K  integral of grad phi_i . D grad phi_j
   *     r  reaction at the degrees of freedom
   */
  class DiffusionOperator
  {
  public:
    virtual ~DiffusionOperator() = default;

    /** Right-hand side dt (M rate - K u); ghosts of both are up to date. Owned entries of @p dst are set. */
    virtual void increment(Vector &dst, const Vector &u, const Vector &rate) const = 0;

    /** M + dt K for PETSc: assembled, or a shell that knows its diagonal. */
    virtual Mat system() const = 0;

    /** "assembled" or "matrix-free, 8 lanes". */
    virtual std::string description() const = 0;
  };

  /**
   * Assembled matrices on tetrahedra and for degree 1, sum factorisation without matrices on hexahedra of degree 2: the
   * faster way in each case.
   *
   * @param[in] tensors  D at the quadrature points of @p space; not needed afterwards
   * @param[in] mass     "consistent" or "lumped"
   * @param[in] step     dt [s]
   * @throws InputError for a lumped mass where it would not be positive (tetrahedra of degree 2)
   */
  std::unique_ptr<DiffusionOperator> make_diffusion_operator(const FunctionSpace    &space,
                                                             const DiffusionTensors &tensors,
                                                             const std::string      &mass,
                                                             double                  step);

  /** The two ways by name, for tests that compare them. */
  std::unique_ptr<DiffusionOperator>
  make_assembled_diffusion(const FunctionSpace &space, const DiffusionTensors &tensors, bool lumped, double step);
  std::unique_ptr<DiffusionOperator>
  make_matrix_free_diffusion(const FunctionSpace &space, const DiffusionTensors &tensors, bool lumped, double step);
} // namespace vht
