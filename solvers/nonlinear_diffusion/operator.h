#pragma once

#include "physics/diffusion/conductivity.h"
#include "solvers/core/function_space.h"

#include <deal.II/lac/petsc_sparse_matrix.h>

#include <functional>
#include <map>

namespace vht
{
  /** What drives the temperature. Asked once, when the operator is made; surfaces in neither map are insulated. */
  struct DiffusionLoads
  {
    using Field = std::function<double(const Point &)>;

    Field                         source;      ///< heat set free [W/m^3]; empty for none
    std::map<unsigned int, Field> temperature; ///< by the tag of the surface that is kept at it [K]
    std::map<unsigned int, Field> inflow;      ///< by the tag of the surface: heat flux into the body [W/m^2]
  };

  /**
   * Stationary heat conduction, -div(k(T) grad T) = f, in its weak form for a given temperature T:
   *
   *     F_i(T)    = (k grad T, grad phi_i) - (f, phi_i) - <q, phi_i>
   *     dF_i/dT_j = (k grad phi_j, grad phi_i) + (k' phi_j grad T, grad phi_i)
   *
   * Where the temperature is given, F is zero and its derivative a positive diagonal. The derivative is not symmetric.
   */
  class DiffusionOperator
  {
  public:
    using Matrix = dealii::PETScWrappers::MPI::SparseMatrix;

    /** The space and the law must outlive the operator. Collective. */
    DiffusionOperator(const FunctionSpace &space, const Conductivity &law, const DiffusionLoads &loads);

    const FunctionSpace &
    space() const
    {
      return space_;
    }

    const Conductivity &
    law() const
    {
      return law_;
    }

    /** Write the given temperatures of the surfaces into @p temperature. */
    void impose(Vector &temperature) const;

    /** F(T) [W]; the ghosts of @p temperature are not used. Collective. */
    void residual(const Vector &temperature, Vector &residual) const;

    /** Give @p matrix the pattern of the derivative. Collective. */
    void shape(Matrix &matrix) const;

    /** dF/dT [W/K]. Collective. */
    void derivative(const Vector &temperature, Matrix &matrix) const;

  private:
    void fix_temperatures(const DiffusionLoads &loads);
    void assemble_loads(const DiffusionLoads &loads);

    const FunctionSpace                              &space_;
    const Conductivity                               &law_;
    std::map<dealii::types::global_dof_index, double> given_; ///< temperatures of surfaces, owned and ghosts
    dealii::AffineConstraints<double>                 fixed_; ///< no change there
    Vector                                            loads_; ///< (f, phi) + <q, phi>
  };
} // namespace vht
