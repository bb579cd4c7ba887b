#include "solvers/elasticity/operator.h"

#include "physics/error.h"
#include "solvers/core/paired_cells.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

using namespace dealii;

namespace vht
{
  namespace
  {
    CellTables
    make_tables(const MixedSpace &space, const dealii::Quadrature<dim> &quadrature)
    {
      const FiniteElement<dim> &element = space.nodes().element(), &pressure = space.pressures().element();
      const unsigned int        stride = (element.dofs_per_cell + 7) / 8 * 8, n_points = quadrature.size();
      CellTables                tables{element.dofs_per_cell,
                        pressure.dofs_per_cell,
                        n_points,
                        stride,
                        std::vector<double>(n_points * 3 * stride),
                        std::vector<double>(n_points * stride),
                        std::vector<double>(n_points * cell_limits::pressures)};
      for (unsigned int q = 0; q < n_points; ++q)
        {
          for (unsigned int a = 0; a < element.dofs_per_cell; ++a)
            {
              const Tensor gradient        = element.shape_grad(a, quadrature.point(q));
              tables.value[q * stride + a] = element.shape_value(a, quadrature.point(q));
              for (unsigned int k = 0; k < dim; ++k)
                tables.gradient[(q * 3 + k) * stride + a] = gradient[k];
            }
          for (unsigned int k = 0; k < pressure.dofs_per_cell; ++k)
            tables.pressure[q * cell_limits::pressures + k] = pressure.shape_value(k, quadrature.point(q));
        }
      return tables;
    }

    void
    gather(const Vector                               &field,
           const std::vector<types::global_dof_index> &nodes,
           double (&values)[3][cell_limits::nodes])
    {
      for (std::size_t a = 0; a < nodes.size(); ++a)
        for (unsigned int i = 0; i < dim; ++i)
          values[i][a] = field(3 * nodes[a] + i);
    }

    /** Ghosts are there for as long as this lives. */
    class WithGhosts
    {
    public:
      explicit WithGhosts(std::initializer_list<const Vector *> fields)
        : fields_(fields)
      {
        for (const Vector *field : fields_)
          if (field != nullptr)
            field->update_ghost_values();
      }

      ~WithGhosts()
      {
        for (const Vector *field : fields_)
          if (field != nullptr)
            field->zero_out_ghost_values();
      }

    private:
      std::vector<const Vector *> fields_;
    };
  } // namespace

  MixedMatrices::MixedMatrices(const MixedSpace &space, bool compressible)
    : stiffness(space.nodes(), 3, space.nodes(), 3)
    , gradient(space.nodes(), 3, space.pressures(), 1)
    , divergence(space.pressures(), 1, space.nodes(), 3)
    , schur(space.pressures(), 1, space.pressures(), 1)
  {
    if (compressible)
      compression = std::make_unique<CellMatrix>(space.pressures(), 1, space.pressures(), 1);
  }

  dealii::Quadrature<dim>
  ElasticityOperator::quadrature_for(const Mesh &mesh)
  {
    // Exact for products of two gradients of degree 2 and a coefficient of degree 3 (tetrahedra: 14 points).
    if (mesh.is_simplex())
      return QWitherdenVincentSimplex<dim>(3);
    return QGauss<dim>(3);
  }

  ElasticityOperator::ElasticityOperator(const MixedSpace                     &space,
                                         const std::map<unsigned int, Tissue> &tissues,
                                         const AxesOfCell                     &axes,
                                         std::vector<GivenDisplacement>        given)
    : space_(space)
    , quadrature_(quadrature_for(space.mesh()))
    , kernel_(std::make_unique<CellKernel>(make_tables(space, quadrature_)))
  {
    std::map<unsigned int, unsigned char> place;
    double                                modulus = 0.;
    for (const auto &[region, tissue] : tissues)
      {
        place[region] = tissues_.size();
        tissues_.push_back(tissue);
        compressible_ |= std::isfinite(tissue.bulk_modulus);
        modulus = std::max(modulus, shear_modulus(*tissue.material));
      }
    for (const auto &cell : space.mesh().triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        tissue_of_cell_.push_back(place.at(cell->material_id()));
    volume_scale_ = modulus / space.mesh().mean_edge_length();
    place_points(axes);
    find_given(given);
  }

  void
  ElasticityOperator::place_points(const AxesOfCell &axes)
  {
    FEValues<dim>        values(space_.nodes().mapping(), space_.nodes().element(), quadrature_,
                                update_inverse_jacobians | update_JxW_values | update_quadrature_points);
    std::vector<Matrix3> axes_of_cell(quadrature_.size(), unit_symmetric_tensor<dim>());
    points_.reserve(tissue_of_cell_.size() * quadrature_.size());
    for (const auto &cell : space_.nodes().dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          if (axes)
            axes(cell, values.get_quadrature_points(), axes_of_cell);
          for (unsigned int q = 0; q < quadrature_.size(); ++q)
            {
              CellPoint  point;
              const auto inverse = values.inverse_jacobian(q);
              for (unsigned int i = 0; i < dim; ++i)
                for (unsigned int I = 0; I < dim; ++I)
                  {
                    point.axes[i][I] = axes_of_cell[q][i][I];
                    point.map[i][I]  = 0.;
                    for (unsigned int d = 0; d < dim; ++d)
                      point.map[i][I] += inverse[i][d] * axes_of_cell[q][d][I];
                  }
              point.weight = values.JxW(q);
              points_.push_back(point);
            }
        }
  }

  void
  ElasticityOperator::find_given(const std::vector<GivenDisplacement> &given)
  {
    const auto                                                &dofs = space_.nodes().dofs();
    std::map<types::global_dof_index, std::array<double, dim>> values;
    std::map<types::global_dof_index, unsigned char>           mask;
    std::map<types::global_dof_index, Point>                   places;
    if (std::any_of(given.begin(), given.end(), [](const auto &each) { return bool(each.value); }))
      DoFTools::map_dofs_to_support_points(space_.nodes().mapping(), dofs, places);

    for (const GivenDisplacement &each : given)
      {
        const IndexSet nodes = DoFTools::extract_boundary_dofs(dofs, ComponentMask(), {each.surface});
        for (const auto node : nodes)
          {
            const Tensor value = each.value ? each.value(places.at(node)) : Tensor();
            for (unsigned int i = 0; i < dim; ++i)
              if (each.component[i])
                {
                  mask[node] |= 1u << i;
                  values[node][i] = value[i];
                }
          }
      }

    // The cells around a node of an owned cell are owned or ghosts: each rank knows all that is given on its cells.
    std::vector<types::global_dof_index> nodes(space_.nodes().element().dofs_per_cell);
    for (const auto &cell : dofs.active_cell_iterators())
      if (cell->is_locally_owned())
        {
          cell->get_dof_indices(nodes);
          for (const auto node : nodes)
            {
              const auto          found = mask.find(node);
              const unsigned char bits  = found == mask.end() ? 0 : found->second;
              given_of_cell_.push_back(bits);
              for (unsigned int i = 0; i < dim; ++i)
                if ((bits >> i & 1u) != 0 && space_.nodes().owned().is_element(node))
                  given_[3 * node + i] = values[node][i];
            }
        }
  }

  void
  ElasticityOperator::impose(Vector &displacement, double factor) const
  {
    for (const auto &[dof, value] : given_)
      displacement(dof) = factor * value;
  }

  std::vector<Point>
  ElasticityOperator::vertices(const Vector &displacement) const
  {
    const IndexSet    &owned = space_.vertices().owned();
    std::vector<Point> places(owned.n_elements());
    const WithGhosts   ghosts({&displacement});
    for_each_cell_of_both(space_.nodes(), space_.vertices(), false,
                          [&](const auto &cell, const auto &nodes, const auto &corners) {
                            for (std::size_t k = 0; k < corners.size(); ++k)
                              if (owned.is_element(corners[k]))
                                for (unsigned int i = 0; i < dim; ++i)
                                  places[owned.index_within_set(corners[k])][i] =
                                    cell->vertex(k)[i] + (kernel_->is_loaded() ? 0. : displacement(3 * nodes[k] + i));
                          });
    return places;
  }

  template <typename Visit>
  void
  ElasticityOperator::for_each_cell(const State &state, const Visit &visit) const
  {
    const WithGhosts ghosts({state.displacement, state.velocity, state.acceleration, state.pressure});
    std::size_t      number = 0;
    CellState        local;
    for_each_cell_of_both(space_.nodes(), space_.pressures(), false,
                          [&](const auto &cell, const auto &nodes, const auto &corners) {
                            gather(*state.displacement, nodes, local.displacement);
                            if (state.velocity != nullptr)
                              gather(*state.velocity, nodes, local.velocity);
                            if (state.acceleration != nullptr)
                              gather(*state.acceleration, nodes, local.acceleration);
                            for (std::size_t k = 0; k < corners.size(); ++k)
                              local.pressure[k] = (*state.pressure)(corners[k]);
                            visit(number, cell, nodes, corners, local);
                            ++number;
                          });
  }

  std::span<const CellPoint>
  ElasticityOperator::points_of(std::size_t cell) const
  {
    return std::span(points_).subspan(cell * quadrature_.size(), quadrature_.size());
  }

  std::span<const FibreTension>
  ElasticityOperator::tensions_of(std::size_t cell) const
  {
    if (tensions_.empty())
      return {};
    return std::span(tensions_).subspan(cell * quadrature_.size(), quadrature_.size());
  }

  void
  ElasticityOperator::set_body_force(const std::function<Tensor(const Point &)> &force)
  {
    FEValues<dim> values(space_.nodes().mapping(), space_.nodes().element(), quadrature_, update_quadrature_points);
    force_at_points_.clear();
    for (const auto &cell : space_.nodes().dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          for (const Point &point : values.get_quadrature_points())
            force_at_points_.push_back(force(point));
        }
  }

  void
  ElasticityOperator::add_body_force(std::size_t cell, CellForces &forces) const
  {
    if (body_force_.norm_square() == 0. && force_at_points_.empty())
      return;
    const CellTables &tables = kernel_->tables();
    const auto        points = points_of(cell);
    for (unsigned int q = 0; q < tables.n_points; ++q)
      {
        Tensor force = body_force_;
        if (!force_at_points_.empty())
          force += force_at_points_[cell * tables.n_points + q];
        force *= points[q].weight;
        for (unsigned int i = 0; i < dim; ++i)
          for (unsigned int a = 0; a < tables.n_nodes; ++a)
            forces.displacement[i][a] -= force[i] * tables.value[q * tables.stride + a];
      }
  }

  double
  ElasticityOperator::work_of_body_force(const Tensor &force, const Vector &displacement) const
  {
    if (force.norm_square() == 0.)
      return 0.;
    const Vector      pressure = space_.make_pressure();
    const CellTables &tables   = kernel_->tables();
    double            work     = 0.;
    for_each_cell({&displacement, &pressure}, [&](std::size_t      number, const auto &, const auto &, const auto &,
                                                  const CellState &local) {
      const auto points = points_of(number);
      for (unsigned int q = 0; q < tables.n_points; ++q)
        for (unsigned int i = 0; i < dim; ++i)
          for (unsigned int a = 0; a < tables.n_nodes; ++a)
            work += points[q].weight * force[i] * tables.value[q * tables.stride + a] * local.displacement[i][a];
    });
    return Utilities::MPI::sum(work, space_.mesh().communicator());
  }

  void
  ElasticityOperator::residual(const State &state, Vector &residual) const
  {
    Vector     displacement = space_.make_displacement(), pressure = space_.make_pressure();
    CellForces forces;
    double     smallest = std::numeric_limits<double>::infinity();
    Point      place;
    for_each_cell(state, [&](std::size_t number, const auto &cell, const auto &nodes, const auto &corners,
                             const CellState &local) {
      kernel_->forces(points_of(number), tissues_[tissue_of_cell_[number]], local, tensions_of(number), forces);
      if (!(forces.smallest_volume_ratio >= smallest))
        {
          smallest = std::isnan(forces.smallest_volume_ratio) ? -std::numeric_limits<double>::infinity()
                                                              : forces.smallest_volume_ratio;
          place    = cell->center();
        }
      add_body_force(number, forces);
      for (std::size_t a = 0; a < nodes.size(); ++a)
        for (unsigned int i = 0; i < dim; ++i)
          displacement(3 * nodes[a] + i) += forces.displacement[i][a];
      for (std::size_t k = 0; k < corners.size(); ++k)
        pressure(corners[k]) += forces.pressure[k];
    });
    add_surface_loads(loads_, state, displacement);
    add_surface_loads(controlled_loads_, state, displacement);
    displacement.compress(VectorOperation::add);
    pressure.compress(VectorOperation::add);
    pressure *= volume_scale_;
    for (const auto &[dof, value] : given_)
      displacement(dof) = 0.;
    space_.join(displacement, pressure, residual);
    refuse_if_broken(smallest, place);
  }

  void
  ElasticityOperator::measure(const State &state, const VisitMeasures &visit) const
  {
    std::vector<PointMeasures> measures(quadrature_.size());
    for_each_cell(state, [&](std::size_t number, const auto &cell, const auto &, const auto &, const CellState &local) {
      kernel_->measure(points_of(number), tissues_[tissue_of_cell_[number]], local, tensions_of(number), measures);
      visit(number, cell, points_of(number), measures);
    });
  }

  void
  ElasticityOperator::refuse_if_broken(double smallest_volume_ratio, const Point &place) const
  {
    const auto found = Utilities::MPI::min_max_avg(smallest_volume_ratio, space_.mesh().communicator());
    if (found.min > 0.)
      return;
    Tensor where = place;
    MPI_Bcast(where.begin_raw(), dim, MPI_DOUBLE, found.min_index, space_.mesh().communicator());
    std::ostringstream text;
    text.precision(3);
    if (std::isinf(found.min))
      text << "The strain is beyond what the material's law can express";
    else
      text << "A cell is turned inside out (volume ratio " << found.min << ")";
    text << " around (" << where[0] * 1e3 << ", " << where[1] * 1e3 << ", " << where[2] * 1e3 << ") mm.";
    throw ConvergenceError(text.str());
  }

  void
  ElasticityOperator::add_surface_loads(const std::vector<SurfaceLoad> &loads, const State &state, Vector &forces) const
  {
    if (loads.empty())
      return;
    const Vector     none     = space_.make_displacement();
    const Vector    &velocity = state.velocity != nullptr ? *state.velocity : none;
    const Vector    &present  = kernel_->is_loaded() ? none : *state.displacement; // from the cells to where they are
    const WithGhosts ghosts({&present, &velocity});
    for_each_loaded_face(space_, loads, present, velocity, nullptr,
                         [&](std::size_t, const auto &nodes, const FaceTerms &terms) {
                           for (std::size_t a = 0; a < nodes.size(); ++a)
                             for (unsigned int i = 0; i < dim; ++i)
                               forces(3 * nodes[a] + i) += terms.forces[3 * a + i];
                         });
  }

  Vector
  ElasticityOperator::forces_of(const std::vector<SurfaceLoad> &loads, const State &state) const
  {
    Vector forces = space_.make_displacement();
    add_surface_loads(loads, state, forces);
    forces.compress(VectorOperation::add);
    for (const auto &[dof, value] : given_)
      forces(dof) = 0.;
    return forces;
  }

  namespace
  {
    /** Take out the rows and columns of given displacements; the diagonal keeps its size. */
    void
    fix_given(const unsigned char *given, const CellTables &tables, CellMatrices &matrices)
    {
      const unsigned int n = tables.n_nodes, stride = tables.stride;
      for (unsigned int a = 0; a < n; ++a)
        for (unsigned int i = 0; given[a] != 0 && i < dim; ++i)
          if ((given[a] >> i & 1u) != 0)
            {
              double      *row      = matrices.stiffness + (3 * a + i) * 3 * stride;
              const double diagonal = std::abs(row[i * stride + a]);
              std::fill_n(row, 3 * stride, 0.);
              for (unsigned int r = 0; r < 3 * n; ++r)
                matrices.stiffness[(r * 3 + i) * stride + a] = 0.;
              row[i * stride + a] = diagonal;
              std::fill_n(matrices.gradient + (3 * a + i) * cell_limits::pressures, tables.n_pressures, 0.);
              for (unsigned int k = 0; k < tables.n_pressures; ++k)
                matrices.divergence[(k * 3 + i) * stride + a] = 0.;
            }
    }
  } // namespace

  void
  ElasticityOperator::linearise(const State &state, const StateRates &rates, MixedMatrices &matrices) const
  {
    const CellTables &tables         = kernel_->tables();
    const auto        local_matrices = std::make_unique<CellMatrices>();
    CellForces        forces;
    for (CellMatrix *matrix : {&matrices.stiffness, &matrices.gradient, &matrices.divergence, &matrices.schur})
      matrix->begin();
    if (matrices.compression)
      matrices.compression->begin();

    for_each_cell(state, [&](std::size_t number, const auto &, const auto &, const auto &, const CellState &local) {
      CellMatrices &m = *local_matrices;
      kernel_->linearise(points_of(number), tissues_[tissue_of_cell_[number]], local, rates, tensions_of(number),
                         forces, m);
      for (unsigned int entry = 0; entry < tables.n_pressures * 3 * tables.stride; ++entry)
        m.divergence[entry] *= volume_scale_;
      for (unsigned int entry = 0; entry < cell_limits::pressures * cell_limits::pressures; ++entry)
        {
          m.compression[entry] *= volume_scale_;
          m.schur[entry] *= volume_scale_;
        }
      fix_given(&given_of_cell_[number * tables.n_nodes], tables, m);
      matrices.stiffness.add(number, m.stiffness, tables.stride);
      matrices.gradient.add(number, m.gradient, cell_limits::pressures);
      matrices.divergence.add(number, m.divergence, tables.stride);
      matrices.schur.add(number, m.schur, cell_limits::pressures);
      if (matrices.compression)
        matrices.compression->add(number, m.compression, cell_limits::pressures);
    });
    add_surface_loads(loads_, state, rates, matrices);
    add_surface_loads(controlled_loads_, state, rates, matrices);

    for (CellMatrix *matrix : {&matrices.stiffness, &matrices.gradient, &matrices.divergence, &matrices.schur})
      matrix->end();
    if (matrices.compression)
      matrices.compression->end();
  }

  void
  ElasticityOperator::add_surface_loads(const std::vector<SurfaceLoad> &loads,
                                        const State                    &state,
                                        const StateRates               &rates,
                                        MixedMatrices                  &matrices) const
  {
    if (loads.empty() || kernel_->is_loaded()) // where they are is known
      return;
    const CellTables   &tables = kernel_->tables();
    const unsigned int  n = tables.n_nodes, stride = tables.stride;
    std::vector<double> local(9 * n * stride);
    const Vector        none     = space_.make_displacement();
    const Vector       &velocity = state.velocity != nullptr ? *state.velocity : none;
    const WithGhosts    ghosts({state.displacement, &velocity});
    for_each_loaded_face(space_, loads, *state.displacement, velocity, &rates,
                         [&](std::size_t number, const auto &, const FaceTerms &terms) {
                           const unsigned char *given = &given_of_cell_[number * n];
                           for (unsigned int a = 0; a < n; ++a)
                             for (unsigned int i = 0; i < dim; ++i)
                               for (unsigned int b = 0; b < n; ++b)
                                 for (unsigned int j = 0; j < dim; ++j)
                                   {
                                     const bool fixed = ((given[a] >> i | given[b] >> j) & 1u) != 0;
                                     local[((3 * a + i) * 3 + j) * stride + b] =
                                       fixed ? 0. : terms.stiffness(3 * a + i, 3 * b + j);
                                   }
                           matrices.stiffness.add(number, local.data(), stride);
                         });
  }
} // namespace vht
