#include "solvers/arteries/galerkin.h"

#include "physics/error.h"
#include "solvers/arteries/collapse.h"

#include <deal.II/base/time_stepping.h>
#include <deal.II/lac/vector.h>

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    /** The first and the last point of a cell are its faces. */
    unsigned int
    point_at(const GalerkinSpace &space, bool distal)
    {
      return distal ? space.n_points() - 1 : 0;
    }
  } // namespace

  GalerkinMethod::GalerkinMethod(const Discretisation &discretisation,
                                 unsigned int          degree,
                                 const NodeConditions &conditions)
    : space_(discretisation, degree)
    , ends_(discretisation, conditions)
    , fluxes_(discretisation.size())
  {
    using namespace dealii::TimeStepping;
    const LowStorageRungeKutta<dealii::Vector<double>> method(degree < 3 ? LOW_STORAGE_RK_STAGE3_ORDER3
                                                                         : LOW_STORAGE_RK_STAGE5_ORDER4);
    std::vector<double>                                ahead, weights;
    method.get_coefficients(ahead, weights, stage_times_);
    ahead.resize(weights.size(), weights.back()); // the last stage leads to the end of the step
    for (std::size_t i = 0; i < weights.size(); ++i)
      stages_.push_back({ahead[i], weights[i]});
    start(space_.at_rest(conditions.initial_pressure));
  }

  void
  GalerkinMethod::start(const ArteryState &state)
  {
    state_       = state;
    stage_state_ = state;
    begin(ends_.nodes());
  }

  double
  GalerkinMethod::longest_step()
  {
    const double longest = stable_step(space_, state_);
    if (!std::isfinite(longest))
      report_collapse();
    return longest;
  }

  void
  GalerkinMethod::arrive()
  {
    for (std::size_t number = 0; number < ends_.ends().size(); ++number)
      {
        const VesselEnd  &end      = ends_.ends()[number];
        const std::size_t cell     = space_.discretisation().vessels()[end.vessel].last(end.distal);
        const std::size_t i        = space_.index(cell, point_at(space_, end.distal));
        const double      pressure = space_.stiffness[i] * (std::sqrt(stage_state_.area[i]) - space_.root_reference[i]);
        ends_.arrive(number, pressure, stage_state_.flow[i]);
      }
  }

  void
  GalerkinMethod::step(double size)
  {
    for (std::size_t i = 0; i < stages_.size(); ++i)
      {
        const double since = stage_times_[i] * size;
        arrive();
        ends_.solve({time() + since, since, stages_[i].weight});
        if (!galerkin_stage(space_, ends_.faces(), size, stages_[i], stage_state_, state_, fluxes_))
          report_collapse();
      }
    ends_.nodes().advance(size);
  }

  PlaceValues
  GalerkinMethod::at(std::size_t vessel, double position) const
  {
    const Discretisation     &d     = space_.discretisation();
    const VesselCells        &cells = d.vessels()[vessel];
    const double              place = position * static_cast<double>(cells.n);
    const double              cell  = std::clamp(std::floor(place), 0., static_cast<double>(cells.n - 1));
    const std::vector<double> share = space_.polynomials(place - cell);
    PlaceValues               values{d.network().vessels()[vessel].reference_pressure, 0., 0.};
    for (unsigned int point = 0; point < space_.n_points(); ++point)
      {
        const std::size_t i = space_.index(cells.first + static_cast<std::size_t>(cell), point);
        values.pressure += share[point] * space_.stiffness[i] * (std::sqrt(state_.area[i]) - space_.root_reference[i]);
        values.flow += share[point] * state_.flow[i];
        values.area += share[point] * state_.area[i];
      }
    return values;
  }

  double
  GalerkinMethod::volume() const
  {
    return space_.volume(state_);
  }

  void
  GalerkinMethod::save_vessels(SavedState &state) const
  {
    state["area"]       = {state_.area.begin(), state_.area.end()};
    state["flow"]       = {state_.flow.begin(), state_.flow.end()};
    state["stage area"] = {stage_state_.area.begin(), stage_state_.area.end()};
    state["stage flow"] = {stage_state_.flow.begin(), stage_state_.flow.end()};
  }

  void
  GalerkinMethod::load_vessels(const SavedState &state)
  {
    if (state.at("area").size() != state_.area.size() || state.count("stage area") == 0)
      throw InputError(
        "The checkpoint is that of a network with another number of cells, or of another scheme. Restart "
        "with the same table of vessels and the same Discretisation.");
    const auto copy = [&](const char *name, CellArray &to) {
      std::copy(state.at(name).begin(), state.at(name).end(), to.begin());
    };
    copy("area", state_.area);
    copy("flow", state_.flow);
    copy("stage area", stage_state_.area);
    copy("stage flow", stage_state_.flow);
  }

  void
  GalerkinMethod::report_collapse() const
  {
    const Discretisation &d = space_.discretisation();
    for (std::size_t v = 0; v < d.vessels().size(); ++v)
      {
        const VesselCells &cells = d.vessels()[v];
        for (std::size_t cell = cells.first; cell < cells.first + cells.n; ++cell)
          for (unsigned int point = 0; point < space_.n_points(); ++point)
            {
              const std::size_t i = space_.index(cell, point);
              report_if_collapsed({d.network().vessels()[v], space_.position(cells, cell, point), time()},
                                  {stage_state_.area[i], stage_state_.flow[i]}, {state_.area[i], state_.flow[i]});
            }
      }
    report_not_a_number(time());
  }
} // namespace vht
