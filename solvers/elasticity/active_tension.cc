#include "solvers/elasticity/active_tension.h"

#include "physics/contraction/prescribed_tension.h"

#include <deal.II/base/mpi.h>

#include <algorithm>

namespace vht
{
  std::vector<bool>
  cells_of_regions(const Mesh &mesh, const std::vector<std::string> &regions, const std::string &asked_by)
  {
    std::vector<unsigned int> tags;
    for (const std::string &region : regions)
      tags.push_back(mesh.region(region, asked_by));
    std::vector<bool> result;
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        result.push_back(tags.empty() || std::find(tags.begin(), tags.end(), cell->material_id()) != tags.end());
    return result;
  }

  ActiveTension::ActiveTension(const ActiveTensionParameters &parameters, ElasticityOperator &equation)
    : parameters_(parameters)
    , equation_(equation)
  {
    if (auto *prescribed = dynamic_cast<PrescribedTension *>(parameters.contraction.get()))
      {
        const TimeTable table(parameters.table, parameters.where_table);
        prescribed->set_curve(table.times(), table.values());
        prescribed->check();
      }
    if (!parameters.drive.empty())
      drive_.emplace(parameters.drive, parameters.where_drive);

    contracts_ = cells_of_regions(equation.space().mesh(), parameters.regions, parameters.where_regions);
    n_points_  = contracts_.size() * equation.quadrature().size();
    equation.tensions().assign(n_points_, {});
    const std::size_t n_blocks = (n_points_ + Contraction::block_size - 1) / Contraction::block_size;
    states_.resize(n_blocks * parameters.contraction->n_states() * Contraction::block_size);
    parameters.contraction->fill_initial(states_);
    trial_ = states_;
    Contraction::Block one, zero;
    one.fill(1.);
    zero.fill(0.);
    stretch_.assign(n_blocks, one);
    rate_.assign(n_blocks, zero);
    stress_.assign(n_points_, 0.);
  }

  void
  ActiveTension::advance(double time, double dt, std::vector<double> &states, bool write)
  {
    constexpr std::size_t size     = Contraction::block_size;
    const Contraction    &law      = *parameters_.contraction;
    const std::size_t     per_cell = equation_.quadrature().size();
    Contraction::Block    drive, tension, stiffness;
    drive.fill(drive_ ? drive_->at(time + dt / 2.) : 0.);
    for (std::size_t b = 0; b < stretch_.size(); ++b)
      {
        law.advance(time, dt, drive, stretch_[b], rate_[b], states.data() + b * law.n_states() * size, tension,
                    stiffness);
        for (std::size_t i = 0; write && i < size && b * size + i < n_points_; ++i)
          {
            const std::size_t point = b * size + i;
            if (contracts_[point / per_cell])
              equation_.tensions()[point] = {tension[i], parameters_.stabilised ? stiffness[i] : 0., stretch_[b][i]};
          }
      }
  }

  void
  ActiveTension::apply(double time, double dt, double part)
  {
    trial_ = states_;
    advance(time, part * dt, trial_, true);
  }

  double
  ActiveTension::accept(double time, double dt, const ElasticityOperator::State &state)
  {
    advance(time, dt, states_, true); // the tensions are those at the end of the step
    double work = 0.;
    equation_.measure(state, [&](std::size_t number, const auto &, std::span<const CellPoint> points,
                                 std::span<const PointMeasures> measures) {
      for (std::size_t q = 0; q < measures.size(); ++q)
        {
          const std::size_t point = number * measures.size() + q;
          const double      now   = measures[q].fibre_stretch;
          double           &old   = stretch_[point / Contraction::block_size][point % Contraction::block_size];
          work -= points[q].weight * 0.25 * (stress_[point] + measures[q].active_stress) * (now * now - old * old);
          rate_[point / Contraction::block_size][point % Contraction::block_size] = (now - old) / dt;
          old                                                                     = now;
          stress_[point]                                                          = measures[q].active_stress;
        }
    });
    return dealii::Utilities::MPI::sum(work, equation_.space().mesh().communicator());
  }

  std::size_t
  ActiveTension::n_values() const
  {
    return parameters_.contraction->n_states() + 3;
  }

  std::vector<double>
  ActiveTension::save() const
  {
    constexpr std::size_t size = Contraction::block_size;
    const std::size_t     n    = parameters_.contraction->n_states();
    std::vector<double>   values;
    values.reserve(n_points_ * n_values());
    for (std::size_t point = 0; point < n_points_; ++point)
      {
        const std::size_t b = point / size, i = point % size;
        for (std::size_t k = 0; k < n; ++k)
          values.push_back(states_[(b * n + k) * size + i]);
        values.push_back(stretch_[b][i]);
        values.push_back(rate_[b][i]);
        values.push_back(stress_[point]);
      }
    return values;
  }

  void
  ActiveTension::load(const std::vector<double> &values)
  {
    constexpr std::size_t size = Contraction::block_size;
    const std::size_t     n    = parameters_.contraction->n_states();
    auto                  next = values.begin();
    for (std::size_t point = 0; point < n_points_; ++point)
      {
        const std::size_t b = point / size, i = point % size;
        for (std::size_t k = 0; k < n; ++k)
          states_[(b * n + k) * size + i] = *next++;
        stretch_[b][i] = *next++;
        rate_[b][i]    = *next++;
        stress_[point] = *next++;
      }
  }
} // namespace vht
