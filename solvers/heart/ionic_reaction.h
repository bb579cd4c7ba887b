#pragma once

#include "physics/cells/cell_model.h"
#include "solvers/core/function_space.h"
#include "solvers/heart/stimulus.h"
#include "solvers/reaction_diffusion/reaction.h"

#include <deal.II/base/aligned_vector.h>
#include <deal.II/base/table.h>

#include <memory>
#include <vector>

namespace vht
{
  /**
   * The cells of the heart muscle as the reaction of the monodomain equation: dV/dt = -I_ion(V, w) / C_m + stimulus.
   *
   * A cell sits at each node. How its current enters the weak form decides how fast fronts move on coarse meshes
   * (Pathmanathan et al. 2011, doi:10.1002/cnm.1438):
   *
   *     nodal            I_ion at the nodes, interpolated: cheap, mass matrix times a vector
   *     state-variable   V and w interpolated to the quadrature points, I_ion evaluated there: exact for the
   *                      interpolated state. Done in the cells across which V varies; elsewhere both agree
   *
   * Nodes of several regions belong to the region that comes first in the file's order of tags.
   */
  class IonicReaction final : public Reaction
  {
  public:
    /** Cells of one kind in some regions of the mesh. */
    struct Tissue
    {
      std::unique_ptr<CellModel> model;
      std::vector<unsigned int>  regions; ///< tags
    };

    struct Settings
    {
      bool   state_variable_interpolation = true;
      double interpolation_threshold      = 5e-3; ///< spread of V in a cell from which on it is done [V]
      bool   lumped_mass                  = false;
    };

    /** @throws InputError when a region of the mesh has no cells */
    IonicReaction(const FunctionSpace &space, std::vector<Tissue> tissues, Stimuli stimuli, const Settings &settings);

    void react(double time, double step, const Vector &u, Vector &rate, Vector &weak) override;

    bool
    has_weak_part() const override
    {
      return settings_.state_variable_interpolation || !stimuli_.empty();
    }

    std::vector<StateField> state_fields() override;

    /** Resting potential of the cell at each owned degree of freedom [V]. */
    Vector resting_potential() const;

    /** Values of one state at the owned degrees of freedom, NaN where the cells have no such state. */
    std::vector<double> state(std::size_t index) const;

    /** Cells of this rank in which the current was evaluated at quadrature points in the last step. */
    std::size_t
    n_interpolated_cells() const
    {
      return n_front_cells_;
    }

  private:
    /** The cells of one model: their nodes, and their states in the blocks that the model wants. */
    struct Group
    {
      std::unique_ptr<CellModel>    model;
      std::vector<unsigned int>     nodes; ///< local indices of degrees of freedom, ghosts after the owned ones
      dealii::AlignedVector<double> states;
      std::vector<std::size_t>      mesh_cells; ///< rows of cell_nodes_ all of whose nodes are in this group
      std::vector<std::size_t>      front;      ///< those of mesh_cells across which V varies now
      std::vector<double>           front_current;
    };

    void assign_nodes(std::vector<Tissue> &tissues);
    void collect_mesh_cells();
    void advance(Group &group, double step, const Vector &u);
    void find_front(Group &group, const Vector &u) const;
    void evaluate_at_quadrature_points(Group &group, const Vector &u);
    void interpolate(const Group  &group,
                     std::size_t   first,
                     std::size_t   count,
                     const Vector &u,
                     double       *v,
                     double       *states) const;
    void add_difference(const Group &group, Vector &weak) const;
    void set_state(std::size_t index, const std::vector<double> &values);

    const FunctionSpace      &space_;
    Stimuli                   stimuli_;
    Settings                  settings_;
    std::vector<Group>        groups_;
    std::vector<unsigned int> group_of_, place_of_; ///< of each local degree of freedom
    std::vector<double>       current_;             ///< I_ion / C_m at the local degrees of freedom [V/s]

    unsigned int              nodes_per_cell_ = 0, points_per_cell_ = 0;
    std::vector<unsigned int> cell_nodes_; ///< local degrees of freedom of each owned cell
    std::vector<double>       weights_;    ///< of the quadrature points of each owned cell [m^3]
    dealii::Table<2, double>  shape_;      ///< [point][node]
    std::size_t               n_front_cells_ = 0;
  };
} // namespace vht
