#pragma once

#include "solvers/core/mesh.h"
#include "solvers/core/types.h"

#include <deal.II/base/index_set.h>
#include <deal.II/base/quadrature.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/fe/fe.h>
#include <deal.II/fe/mapping.h>
#include <deal.II/lac/affine_constraints.h>

#include <memory>

namespace vht
{
  /** Do the polynomials of neighbours agree on the face between them? */
  enum class Continuity
  {
    continuous,   ///< P_p on tetrahedra, Q_p on hexahedra
    discontinuous ///< the polynomials of degree p of the reference cell: hexahedra alone
  };

  /**
   * Finite elements on a mesh: the one place that turns "degree p on this mesh" into deal.II's element, mapping and
   * quadrature for tetrahedra or hexahedra.
   *
   * The quadrature integrates products of two shape functions exactly on straight cells.
   */
  class FunctionSpace
  {
  public:
    /**
     * @param[in] degree        1 or 2 (deal.II 9.4 has no higher tetrahedra)
     * @param[in] n_components  1 for a scalar field
     * @throws InputError for a degree or continuity that the mesh's cells do not have
     */
    FunctionSpace(const Mesh  &mesh,
                  unsigned int degree,
                  unsigned int n_components = 1,
                  Continuity   continuity   = Continuity::continuous);

    FunctionSpace(const FunctionSpace &) = delete;

    const Mesh &
    mesh() const
    {
      return mesh_;
    }

    const dealii::DoFHandler<dim> &
    dofs() const
    {
      return dof_handler_;
    }

    const dealii::FiniteElement<dim> &
    element() const
    {
      return *element_;
    }

    const dealii::Mapping<dim> &
    mapping() const
    {
      return *mapping_;
    }

    const dealii::Quadrature<dim> &
    quadrature() const
    {
      return quadrature_;
    }

    const dealii::Quadrature<dim - 1> &
    face_quadrature() const
    {
      return face_quadrature_;
    }

    unsigned int
    degree() const
    {
      return element_->degree;
    }

    dealii::types::global_dof_index
    n_dofs() const
    {
      return dof_handler_.n_dofs();
    }

    const dealii::IndexSet &
    owned() const
    {
      return dof_handler_.locally_owned_dofs();
    }

    /** Degrees of freedom of owned and ghost cells. */
    const dealii::IndexSet &
    relevant() const
    {
      return relevant_;
    }

    /** Ghosted vector, zero. */
    Vector make_vector() const;

    /** Places of the owned degrees of freedom [m], in their local order; of a continuous space alone. */
    std::vector<Point> support_points() const;

  private:
    const Mesh                                 &mesh_;
    std::unique_ptr<dealii::FiniteElement<dim>> element_;
    std::unique_ptr<dealii::Mapping<dim>>       mapping_;
    dealii::Quadrature<dim>                     quadrature_;
    dealii::Quadrature<dim - 1>                 face_quadrature_;
    dealii::DoFHandler<dim>                     dof_handler_;
    dealii::IndexSet                            relevant_;
  };
} // namespace vht
