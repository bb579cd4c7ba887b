#pragma once

#include "solvers/core/cell_matrix.h"
#include "solvers/elasticity/cell_kernel.h"
#include "solvers/elasticity/surface_load.h"

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace vht
{
  /** Material axes at a quadrature point of an owned cell, component i of axis I in [i][I]. */
  using AxesOfCell = std::function<void(const Mesh::Triangulation::active_cell_iterator &cell,
                                        const std::vector<Point>                        &points,
                                        std::vector<Matrix3>                            &axes)>;

  /** Components of the displacement that are given on a surface. */
  struct GivenDisplacement
  {
    unsigned int                         surface;
    std::array<bool, 3>                  component = {true, true, true};
    std::function<Tensor(const Point &)> value     = {}; ///< at full load [m]; empty for zero
  };

  /** The derivative at a state: [stiffness, gradient; divergence, compression], and what replaces its Schur complement.
   */
  struct MixedMatrices
  {
    /** Collective. */
    MixedMatrices(const MixedSpace &space, bool compressible);

    CellMatrix                  stiffness, gradient, divergence, schur;
    std::unique_ptr<CellMatrix> compression; ///< null for an incompressible body
  };

  /**
   * A body at finite strain: the residual and its derivative for a given state. See CellKernel for the equations.
   *
   * Rows of given displacements are zero, with a positive diagonal in the derivative. The volume's equations are
   * multiplied by volume_scale(), so that both kinds are forces [N] of like size, and one norm measures both.
   */
  class ElasticityOperator
  {
  public:
    /** Vectors stand without ghosts; null means zero. */
    struct State
    {
      const Vector *displacement;
      const Vector *pressure;
      const Vector *velocity     = nullptr;
      const Vector *acceleration = nullptr;
    };

    /**
     * @param[in] tissues  what each region is made of, by tag; what they point to must outlive the operator
     * @param[in] axes     of the tissue; empty for the coordinates' axes
     */
    ElasticityOperator(const MixedSpace                     &space,
                       const std::map<unsigned int, Tissue> &tissues,
                       const AxesOfCell                     &axes,
                       std::vector<GivenDisplacement>        given);

    const MixedSpace &
    space() const
    {
      return space_;
    }

    /** The quadrature that axes and tensions are wanted at: on this mesh, and of this operator. */
    static dealii::Quadrature<dim> quadrature_for(const Mesh &mesh);

    const dealii::Quadrature<dim> &
    quadrature() const
    {
      return quadrature_;
    }

    /** Does any region have a finite bulk modulus? */
    bool
    is_compressible() const
    {
      return compressible_;
    }

    double
    volume_scale() const
    {
      return volume_scale_;
    }

    /** Loads that act from now on. */
    void
    set_loads(std::vector<SurfaceLoad> loads, const Tensor &body_force = Tensor())
    {
      loads_      = std::move(loads);
      body_force_ = body_force;
    }

    /** Further loads, such as pressures that are unknowns. */
    void
    set_controlled_loads(std::vector<SurfaceLoad> loads)
    {
      controlled_loads_ = std::move(loads);
    }

    /** Forces of loads on the displacements at a state, zero where those are given. Collective. */
    Vector forces_of(const std::vector<SurfaceLoad> &loads, const State &state) const;

    /** Work of a force per reference volume [N/m^3] on a displacement without ghosts [J]. Collective. */
    double work_of_body_force(const Tensor &force, const Vector &displacement) const;

    /** A force per reference volume that depends on the place [N/m^3], on top of that of set_loads(). */
    void set_body_force(const std::function<Tensor(const Point &)> &force);

    /** Tension at each quadrature point of the owned cells, cell after cell; empty for passive tissue. */
    std::vector<FibreTension> &
    tensions()
    {
      return tensions_;
    }

    /**
     * The tissue's axes at the points of the owned cells as the body without displacement has them: nine values for
     * each point, component i of axis I at 3 i + I. They are orthonormal unless the body is stressed at rest
     * (prestress).
     */
    std::vector<double> axes_at_rest() const;

    /** Stress the body at rest: it has come from orthonormal axes to these. The determinants must be positive. */
    void set_axes_at_rest(std::span<const double> axes);

    /** Let the body at rest have the stress that this state has; its displacement is then to be set to zero. */
    void keep_stress(const State &state);

    /**
     * The mesh is the body under load from now on, and the displacement leads to it (inverse elasticity, see
     * CellKernel). Pressures act alone: of other loads it is not known where they act.
     */
    void
    take_mesh_as_loaded()
    {
      kernel_->take_as_loaded();
    }

    /** Write @p factor times the given displacements into the owned part of @p displacement. */
    void impose(Vector &displacement, double factor) const;

    /** The owned displacements that are given, with their values at full load [m]. */
    const std::map<dealii::types::global_dof_index, double> &
    given() const
    {
      return given_;
    }

    /** Which components of the nodes of an owned cell are given: bit i for component i. */
    std::span<const unsigned char>
    given_of_cell(std::size_t cell) const
    {
      const std::size_t n = space_.nodes().element().dofs_per_cell;
      return std::span(given_of_cell_).subspan(cell * n, n);
    }

    /** Places of the vertices in the deformed body [m], in the order of the owned degrees of freedom of
     * MixedSpace::vertices(). */
    std::vector<Point> vertices(const Vector &displacement) const;

    /**
     * Forces of a state, as an unknown. Collective.
     * @throws ConvergenceError where the strain is beyond the material's law or a cell is turned inside out, with the
     * place
     */
    void residual(const State &state, Vector &residual) const;

    /** Called for each owned cell with its number among the owned ones, its iterator, and what is at its points. */
    using VisitMeasures = std::function<void(std::size_t                                      number,
                                             const Mesh::Triangulation::active_cell_iterator &cell,
                                             std::span<const CellPoint>                       points,
                                             std::span<const PointMeasures>                   measures)>;

    /** Strain and stress everywhere. Collective. */
    void measure(const State &state, const VisitMeasures &visit) const;

    /** The derivative at a state. @throws as residual() */
    void linearise(const State &state, const StateRates &rates, MixedMatrices &matrices) const;

  private:
    template <typename Visit>
    void for_each_cell(const State &state, const Visit &visit) const;

    void find_given(const std::vector<GivenDisplacement> &given);
    void place_points(const AxesOfCell &axes);
    void add_body_force(std::size_t cell, CellForces &forces) const;
    void add_surface_loads(const std::vector<SurfaceLoad> &loads, const State &state, Vector &forces) const;
    void add_surface_loads(const std::vector<SurfaceLoad> &loads,
                           const State                    &state,
                           const StateRates               &rates,
                           MixedMatrices                  &matrices) const;
    void refuse_if_broken(double smallest_volume_ratio, const Point &place) const;

    std::span<const CellPoint>    points_of(std::size_t cell) const;
    std::span<const FibreTension> tensions_of(std::size_t cell) const;

    const MixedSpace           &space_;
    dealii::Quadrature<dim>     quadrature_;
    std::unique_ptr<CellKernel> kernel_;
    std::vector<Tissue>         tissues_;
    std::vector<unsigned char>  tissue_of_cell_;
    std::vector<CellPoint>      points_;
    bool                        compressible_ = false;
    double                      volume_scale_ = 1.;

    std::vector<unsigned char>                        given_of_cell_; ///< bit i of entry (cell, node): component i
    std::map<dealii::types::global_dof_index, double> given_;         ///< owned, at full load [m]
    std::vector<SurfaceLoad>                          loads_, controlled_loads_;
    Tensor                                            body_force_;
    std::vector<Tensor>                               force_at_points_; ///< empty: none
    std::vector<FibreTension>                         tensions_;
  };
} // namespace vht
