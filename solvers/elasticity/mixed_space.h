#pragma once

#include "solvers/core/function_space.h"

namespace vht
{
  /**
   * Displacement of degree 2 and a continuous pressure of degree 1 on one mesh: Q2/Q1 or P2/P1, the pair of Taylor and
   * Hood (1973, doi:10.1016/0045-7930(73)90027-3).
   *
   * The displacement has three components at each node of a scalar space, component c of node n being degree of freedom
   * 3 n + c. An unknown holds the owned displacements of a rank and then its owned pressures, without ghosts.
   */
  class MixedSpace
  {
  public:
    explicit MixedSpace(const Mesh &mesh);

    const Mesh &
    mesh() const
    {
      return nodes_.mesh();
    }

    /** The scalar space of the displacement's nodes. */
    const FunctionSpace &
    nodes() const
    {
      return nodes_;
    }

    const FunctionSpace &
    pressures() const
    {
      return pressures_;
    }

    dealii::types::global_dof_index
    n_unknowns() const
    {
      return 3 * nodes_.n_dofs() + pressures_.n_dofs();
    }

    std::size_t
    n_owned_displacements() const
    {
      return 3 * nodes_.owned().n_elements();
    }

    /** Ghosted, zero. */
    Vector make_displacement() const;
    Vector make_pressure() const;
    Vector make_unknown() const;

    /** With so many further values at the end of the first rank's part, which split() and join() leave alone. */
    Vector make_unknown(std::size_t n_further) const;

    /** Owned values alone are copied. */
    void split(const Vector &unknown, Vector &displacement, Vector &pressure) const;
    void join(const Vector &displacement, const Vector &pressure, Vector &unknown) const;

  private:
    FunctionSpace    nodes_, pressures_;
    dealii::IndexSet owned_displacements_, relevant_displacements_, owned_unknowns_;
  };
} // namespace vht
