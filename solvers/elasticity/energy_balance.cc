#include "solvers/elasticity/energy_balance.h"

#include <deal.II/base/mpi.h>

#include <utility>

namespace vht
{
  namespace
  {
    constexpr std::pair<const char *, double Energies::*> numbers_of[] = {{"strain energy", &Energies::strain},
                                                                          {"kinetic energy", &Energies::kinetic},
                                                                          {"dissipated energy", &Energies::dissipated},
                                                                          {"work of the tension", &Energies::tension},
                                                                          {"work of the loads", &Energies::loads}};
  } // namespace

  EnergyBalance::EnergyBalance(const ElasticityOperator       &equation,
                               const std::deque<Cavity>       &cavities,
                               const std::vector<std::size_t> &controlled,
                               bool                            is_dynamic)
    : equation_(equation)
    , cavities_(cavities)
    , controlled_(controlled)
    , is_dynamic_(is_dynamic)
    , cavity_work_(cavities.size(), 0.)
  {
  }

  void
  EnergyBalance::find_energies(const ElasticityOperator::State &state)
  {
    double strain = 0., kinetic = 0., power = 0.;
    equation_.measure(state, [&](std::size_t, const auto &, std::span<const CellPoint> points,
                                 std::span<const PointMeasures> measures) {
      for (std::size_t q = 0; q < points.size(); ++q)
        {
          strain += points[q].weight * measures[q].strain_energy;
          kinetic += points[q].weight * measures[q].kinetic_energy;
          power += points[q].weight * measures[q].viscous_power;
        }
    });
    const MPI_Comm communicator = equation_.space().mesh().communicator();
    energies_.strain            = dealii::Utilities::MPI::sum(strain, communicator);
    energies_.kinetic           = dealii::Utilities::MPI::sum(kinetic, communicator);
    viscous_power_              = dealii::Utilities::MPI::sum(power, communicator);
  }

  std::vector<double>
  EnergyBalance::volumes(const Vector &displacement) const
  {
    std::vector<double> result;
    displacement.update_ghost_values();
    for (const Cavity &cavity : cavities_)
      result.push_back(cavity.volume(displacement));
    displacement.zero_out_ghost_values();
    return result;
  }

  void
  EnergyBalance::start(const Moment &now)
  {
    find_energies(now.state);
    if (!is_dynamic_)
      viscous_power_ = 0.;
  }

  void
  EnergyBalance::add_step(double        dt,
                          const Moment &before,
                          const Moment &now,
                          const Tensor &body_force,
                          double        tension_work)
  {
    const double power_before = viscous_power_;
    find_energies(now.state);
    energies_.dissipated += dt * (is_dynamic_ ? 0.5 * (power_before + viscous_power_) : viscous_power_);
    energies_.tension += tension_work;

    Vector moved = *now.state.displacement;
    moved -= *before.state.displacement;
    energies_.loads -= 0.5 * (moved * equation_.forces_of(before.loads, before.state));
    energies_.loads -= 0.5 * (moved * equation_.forces_of(now.loads, now.state));
    energies_.loads += equation_.work_of_body_force(body_force, moved);

    const auto old_volumes = volumes(*before.state.displacement), new_volumes = volumes(*now.state.displacement);
    std::vector<double> work;
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      {
        work.push_back(0.5 * (before.cavity_pressures[c] + now.cavity_pressures[c]) *
                       (new_volumes[c] - old_volumes[c]));
        cavity_work_[c] += work[c];
      }
    for (const std::size_t c : controlled_)
      energies_.loads += work[c];
  }

  void
  EnergyBalance::save(std::map<std::string, double> &numbers) const
  {
    for (const auto &[name, value] : numbers_of)
      numbers[name] = energies_.*value;
    numbers["viscous power"] = viscous_power_;
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      numbers["work of cavity " + std::to_string(c)] = cavity_work_[c];
  }

  void
  EnergyBalance::load(const std::map<std::string, double> &numbers)
  {
    for (const auto &[name, value] : numbers_of)
      energies_.*value = numbers.at(name);
    viscous_power_ = numbers.at("viscous power");
    for (std::size_t c = 0; c < cavities_.size(); ++c)
      cavity_work_[c] = numbers.at("work of cavity " + std::to_string(c));
  }
} // namespace vht
