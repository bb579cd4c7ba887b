#include "solvers/heart/ionic_reaction.h"

#include "physics/error.h"

#include <deal.II/base/mpi.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <array>
#include <limits>

namespace vht
{
  namespace
  {
    constexpr std::size_t block = CellModel::block_size;

    constexpr unsigned int nobody = std::numeric_limits<unsigned int>::max();
  } // namespace

  IonicReaction::IonicReaction(const FunctionSpace &space,
                               std::vector<Tissue>  tissues,
                               Stimuli              stimuli,
                               const Settings      &settings)
    : space_(space)
    , stimuli_(std::move(stimuli))
    , settings_(settings)
    , nodes_per_cell_(space.element().dofs_per_cell)
    , points_per_cell_(space.quadrature().size())
  {
    assign_nodes(tissues);
    if (settings_.state_variable_interpolation)
      collect_mesh_cells();
  }

  void
  IonicReaction::assign_nodes(std::vector<Tissue> &tissues)
  {
    const std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner =
      space_.make_vector().get_partitioner();
    const unsigned int n_owned = partitioner->locally_owned_size(), n_local = n_owned + partitioner->n_ghost_indices();
    // Ghosts are computed as well where their states are needed for interpolation: cheaper than sending the states.
    const unsigned int n_cells_here = settings_.state_variable_interpolation ? n_local : n_owned;

    std::vector<unsigned int> lowest_region(n_local, nobody);
    group_of_.assign(n_local, nobody);
    place_of_.assign(n_local, nobody);
    current_.assign(n_local, 0.);
    std::vector<dealii::types::global_dof_index> dofs(nodes_per_cell_);
    for (const auto &cell : space_.dofs().active_cell_iterators())
      if (!cell->is_artificial())
        {
          const unsigned int region = cell->material_id();
          const auto         tissue = std::find_if(tissues.begin(), tissues.end(), [&](const Tissue &t) {
            return std::find(t.regions.begin(), t.regions.end(), region) != t.regions.end();
          });
          if (tissue == tissues.end())
            throw InputError("Region " + std::to_string(region) + " of the mesh has no cell model.");
          cell->get_dof_indices(dofs);
          for (const auto dof : dofs)
            // Relevant nodes only: a ghost cell has nodes that this rank does not know.
            if (partitioner->in_local_range(dof) || partitioner->is_ghost_entry(dof))
              {
                const unsigned int local = partitioner->global_to_local(dof);
                if (region < lowest_region[local])
                  {
                    lowest_region[local] = region;
                    group_of_[local]     = tissue - tissues.begin();
                  }
              }
        }

    groups_.resize(tissues.size());
    for (std::size_t g = 0; g < tissues.size(); ++g)
      groups_[g].model = std::move(tissues[g].model);
    for (unsigned int i = 0; i < n_cells_here; ++i)
      {
        Group &group = groups_[group_of_[i]];
        place_of_[i] = group.nodes.size();
        group.nodes.push_back(i);
      }
    for (Group &group : groups_)
      {
        const std::size_t n_blocks = (group.nodes.size() + block - 1) / block;
        group.states.resize(n_blocks * block * group.model->n_states());
        group.model->fill_initial({group.states.begin(), group.states.size()});
      }
  }

  void
  IonicReaction::collect_mesh_cells()
  {
    const std::shared_ptr<const dealii::Utilities::MPI::Partitioner> partitioner =
      space_.make_vector().get_partitioner();
    dealii::FEValues<dim> values(space_.mapping(), space_.element(), space_.quadrature(),
                                 dealii::update_values | dealii::update_JxW_values);

    std::vector<dealii::types::global_dof_index> dofs(nodes_per_cell_);
    for (const auto &cell : space_.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          cell->get_dof_indices(dofs);
          const std::size_t row   = cell_nodes_.size() / nodes_per_cell_;
          const auto        first = partitioner->global_to_local(dofs[0]);
          bool              pure  = true;
          for (const auto dof : dofs)
            {
              cell_nodes_.push_back(partitioner->global_to_local(dof));
              pure &= group_of_[cell_nodes_.back()] == group_of_[first];
            }
          for (unsigned int q = 0; q < points_per_cell_; ++q)
            weights_.push_back(values.JxW(q));
          if (pure) // states of different models cannot be interpolated
            groups_[group_of_[first]].mesh_cells.push_back(row);
        }

    shape_.reinit(points_per_cell_, nodes_per_cell_);
    for (unsigned int q = 0; q < points_per_cell_; ++q)
      for (unsigned int i = 0; i < nodes_per_cell_; ++i)
        shape_(q, i) = space_.element().shape_value(i, space_.quadrature().point(q));
  }

  void
  IonicReaction::react(double time, double step, const Vector &u, Vector &rate, Vector &weak)
  {
    n_front_cells_ = 0;
    for (Group &group : groups_)
      {
        if (settings_.state_variable_interpolation)
          {
            find_front(group, u);
            evaluate_at_quadrature_points(group, u); // before the states move on
          }
        advance(group, step, u);
      }
    if (settings_.state_variable_interpolation)
      for (const Group &group : groups_)
        add_difference(group, weak);

    for (unsigned int i = 0; i < rate.locally_owned_size(); ++i)
      rate.local_element(i) = -current_[i];
    if (!stimuli_.empty())
      stimuli_.add(time, step, weak);
  }

  void
  IonicReaction::advance(Group &group, double step, const Vector &u)
  {
    const CellModel                      &model = *group.model;
    alignas(64) std::array<double, block> v, current;
    v.fill(model.resting_potential());
    for (std::size_t b = 0; b * block < group.nodes.size(); ++b)
      {
        const std::size_t   n     = std::min(block, group.nodes.size() - b * block);
        const unsigned int *nodes = group.nodes.data() + b * block;
        for (std::size_t i = 0; i < n; ++i)
          v[i] = u.local_element(nodes[i]);
        std::fill(v.begin() + n, v.end(), model.resting_potential());
        model.advance(step, v.data(), group.states.data() + b * block * model.n_states(), current.data());
        for (std::size_t i = 0; i < n; ++i)
          current_[nodes[i]] = current[i];
      }
  }

  void
  IonicReaction::find_front(Group &group, const Vector &u) const
  {
    group.front.clear();
    const double *values = u.begin();
    for (const std::size_t cell : group.mesh_cells)
      {
        const unsigned int *nodes = cell_nodes_.data() + cell * nodes_per_cell_;
        double              low = values[nodes[0]], high = low;
        for (unsigned int i = 1; i < nodes_per_cell_; ++i)
          {
            low  = std::min(low, values[nodes[i]]);
            high = std::max(high, values[nodes[i]]);
          }
        if (high - low > settings_.interpolation_threshold)
          group.front.push_back(cell);
      }
  }

  void
  IonicReaction::evaluate_at_quadrature_points(Group &group, const Vector &u)
  {
    // Quadrature points of as many cells as fit share a block of lanes.
    static_assert(block >= 27, "a block has to hold the quadrature points of at least one cell");
    const std::size_t cells_per_block = block / points_per_cell_;
    n_front_cells_ += group.front.size();

    group.front_current.resize(group.front.size() * points_per_cell_);
    alignas(64) std::array<double, block> v, current;
    dealii::AlignedVector<double>         states(group.model->n_states() * block);
    v.fill(group.model->resting_potential());
    group.model->fill_initial({states.begin(), states.size()});
    for (std::size_t first = 0; first < group.front.size(); first += cells_per_block)
      {
        const std::size_t count = std::min(cells_per_block, group.front.size() - first);
        interpolate(group, first, count, u, v.data(), states.begin());
        group.model->ionic_current(v.data(), states.begin(), current.data());
        std::copy_n(current.begin(), count * points_per_cell_, group.front_current.begin() + first * points_per_cell_);
      }
  }

  void
  IonicReaction::interpolate(const Group  &group,
                             std::size_t   first,
                             std::size_t   count,
                             const Vector &u,
                             double       *v,
                             double       *states) const
  {
    const std::size_t              n_states = group.model->n_states();
    std::array<const double *, 27> node_states;
    std::array<double, 27>         node_values;
    const auto                     to_points = [&](double *out) {
      for (unsigned int q = 0; q < points_per_cell_; ++q)
        {
          double sum = 0.;
          for (unsigned int i = 0; i < nodes_per_cell_; ++i)
            sum += shape_(q, i) * node_values[i];
          out[q] = sum;
        }
    };

    for (std::size_t c = 0; c < count; ++c)
      {
        const unsigned int *nodes = cell_nodes_.data() + group.front[first + c] * nodes_per_cell_;
        for (unsigned int i = 0; i < nodes_per_cell_; ++i)
          {
            const std::size_t place = place_of_[nodes[i]];
            node_states[i]          = group.states.data() + (place / block) * block * n_states + place % block;
            node_values[i]          = u.local_element(nodes[i]);
          }
        to_points(v + c * points_per_cell_);
        for (std::size_t k = 0; k < n_states; ++k)
          {
            for (unsigned int i = 0; i < nodes_per_cell_; ++i)
              node_values[i] = node_states[i][k * block];
            to_points(states + k * block + c * points_per_cell_);
          }
      }
  }

  void
  IonicReaction::add_difference(const Group &group, Vector &weak) const
  {
    // weak_j += integral of (I interpolated from the nodes - I of the interpolated state) phi_j; the first term in the
    // form, consistent or lumped, in which the mass matrix will have it.
    for (std::size_t c = 0; c < group.front.size(); ++c)
      {
        const unsigned int *nodes   = cell_nodes_.data() + group.front[c] * nodes_per_cell_;
        const double       *weights = weights_.data() + group.front[c] * points_per_cell_;
        for (unsigned int q = 0; q < points_per_cell_; ++q)
          {
            double nodal = 0.;
            if (!settings_.lumped_mass)
              for (unsigned int i = 0; i < nodes_per_cell_; ++i)
                nodal += shape_(q, i) * current_[nodes[i]];
            const double difference = nodal - group.front_current[c * points_per_cell_ + q];
            for (unsigned int j = 0; j < nodes_per_cell_; ++j)
              {
                const double lumped = settings_.lumped_mass ? current_[nodes[j]] : 0.;
                weak.local_element(nodes[j]) += (difference + lumped) * shape_(q, j) * weights[q];
              }
          }
      }
  }

  Vector
  IonicReaction::resting_potential() const
  {
    Vector rest = space_.make_vector();
    for (unsigned int i = 0; i < rest.locally_owned_size(); ++i)
      rest.local_element(i) = groups_[group_of_[i]].model->resting_potential();
    return rest;
  }

  std::vector<double>
  IonicReaction::state(std::size_t index) const
  {
    std::vector<double> values(space_.owned().n_elements(), std::numeric_limits<double>::quiet_NaN());
    for (const Group &group : groups_)
      if (const std::size_t n_states = group.model->n_states(); index < n_states)
        for (std::size_t p = 0; p < group.nodes.size() && group.nodes[p] < values.size(); ++p)
          values[group.nodes[p]] = group.states[((p / block) * n_states + index) * block + p % block];
    return values;
  }

  void
  IonicReaction::set_state(std::size_t index, const std::vector<double> &values)
  {
    Vector all = space_.make_vector();
    std::copy(values.begin(), values.end(), all.begin());
    all.update_ghost_values();
    for (Group &group : groups_)
      if (const std::size_t n_states = group.model->n_states(); index < n_states)
        for (std::size_t p = 0; p < group.nodes.size(); ++p)
          group.states[((p / block) * n_states + index) * block + p % block] = all.local_element(group.nodes[p]);
  }

  std::vector<StateField>
  IonicReaction::state_fields()
  {
    std::size_t n = 0;
    for (const Group &group : groups_)
      n = std::max(n, group.model->n_states());
    std::vector<StateField> fields;
    for (std::size_t k = 0; k < n; ++k)
      fields.push_back({"cell state " + std::to_string(k), [this, k]() { return state(k); },
                        [this, k](const std::vector<double> &values) { set_state(k, values); }});
    return fields;
  }
} // namespace vht
