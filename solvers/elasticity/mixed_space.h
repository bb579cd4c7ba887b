#pragma once

#include "solvers/core/function_space.h"

#include <optional>
#include <string>

namespace vht
{
  /**
   * Displacement of degree 2 and a pressure of degree 1 on one mesh. With a continuous pressure Q2/Q1 or P2/P1, the
   * pair of Taylor and Hood (1973, doi:10.1016/0045-7930(73)90027-3). With a discontinuous one Q2/P1disc, on hexahedra:
   * the volume of each cell is kept by itself (Girault and Raviart 1986, doi:10.1007/978-3-642-61623-5).
   *
   * The displacement has three components at each node of a scalar space, component c of node n being degree of freedom
   * 3 n + c. An unknown holds the owned displacements of a rank and then its owned pressures, without ghosts.
   */
  class MixedSpace
  {
  public:
    /** @throws InputError for a discontinuous pressure on tetrahedra: the pair is not stable there */
    explicit MixedSpace(const Mesh &mesh, Continuity of_pressure = Continuity::continuous);

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

    /** The scalar space of degree 1 whose nodes are the vertices of the mesh. */
    const FunctionSpace &
    vertices() const
    {
      return vertices_ ? *vertices_ : pressures_;
    }

    /** "Q2/Q1", "P2/P1" or "Q2/P1disc". */
    std::string name() const;

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
    FunctionSpace                nodes_, pressures_;
    std::optional<FunctionSpace> vertices_; ///< unless the pressures stand there
    dealii::IndexSet             owned_displacements_, relevant_displacements_, owned_unknowns_;
  };
} // namespace vht
