#include "solvers/arteries/integrator.h"

#include "physics/error.h"
#include "solvers/arteries/collapse.h"
#include "solvers/arteries/kernel.h"
#include "solvers/arteries/method.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  ArteryIntegrator::ArteryIntegrator(ArteryOperator &equations, ArteryState initial)
    : equations_(equations)
    , state_(std::move(initial))
    , stage_(state_)
    , next_(state_)
    , viscous_wall_(equations.discretisation())
    , initial_volume_(equations.volume(state_))
  {
  }

  void
  ArteryIntegrator::advance_to(double time)
  {
    if (time <= time_)
      return;
    const double longest = stable_step(equations_.discretisation(), state_);
    if (!std::isfinite(longest))
      report_collapse(state_);
    const double n     = std::max(1., std::ceil((time - time_) / longest));
    const double start = time_, size = (time - time_) / n;
    for (double i = 0.; i < n; ++i)
      {
        step(size);
        time_ = start + (time - start) * (i + 1.) / n;
      }
  }

  void
  ArteryIntegrator::step(double size)
  {
    const Discretisation &network = equations_.discretisation();

    equations_.evaluate(state_, {time_, 0., 0.5, size});
    if (!advance_stage(network, equations_.ends(), size, 0., state_, state_, stage_))
      report_collapse(stage_);
    equations_.evaluate(stage_, {time_ + size, size, 0.5, size});
    if (!advance_stage(network, equations_.ends(), size, 0.5, state_, stage_, next_))
      report_collapse(next_);
    equations_.advance(size);
    viscous_wall_.step(size, next_);
    std::swap(state_, next_);
    ++steps_;
  }

  double
  ArteryIntegrator::mass_error() const
  {
    return vht::mass_error(equations_.nodes(), initial_volume_, equations_.volume(state_));
  }

  SavedState
  ArteryIntegrator::save() const
  {
    auto state    = equations_.save();
    state["area"] = {state_.area.begin(), state_.area.end()};
    state["flow"] = {state_.flow.begin(), state_.flow.end()};
    state["time"] = {time_, static_cast<double>(steps_), initial_volume_};
    return state;
  }

  void
  ArteryIntegrator::load(const SavedState &state)
  {
    if (state.at("area").size() != state_.area.size())
      throw InputError("The checkpoint is that of a network with another number of cells. Restart with the same table "
                       "of vessels.");
    equations_.load(state);
    std::copy(state.at("area").begin(), state.at("area").end(), state_.area.begin());
    std::copy(state.at("flow").begin(), state.at("flow").end(), state_.flow.begin());
    time_           = state.at("time")[0];
    steps_          = static_cast<unsigned long>(state.at("time")[1]);
    initial_volume_ = state.at("time")[2];
  }

  double
  ArteryIntegrator::transmural_pressure(const VesselCells &vessel, std::size_t cell) const
  {
    const Discretisation &d = equations_.discretisation();
    return d.stiffness[cell] * (std::sqrt(state_.area[cell]) - d.root_reference[cell]) +
           viscous_wall_.pressure(state_, vessel, cell);
  }

  void
  ArteryIntegrator::report_collapse(const ArteryState &state) const
  {
    const Discretisation &d = equations_.discretisation();
    for (std::size_t v = 0; v < d.vessels().size(); ++v)
      {
        const VesselCells &cells = d.vessels()[v];
        for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
          report_if_collapsed({d.network().vessels()[v], (static_cast<double>(i - cells.first) + 0.5) * cells.width,
                               time_},
                              {state.area[i], state.flow[i]}, {state_.area[i], state_.flow[i]});
      }
    report_not_a_number(time_);
  }
} // namespace vht
