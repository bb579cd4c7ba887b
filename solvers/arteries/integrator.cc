#include "solvers/arteries/integrator.h"

#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

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
    using Stage                   = ArteryOperator::Stage;
    const Discretisation &network = equations_.discretisation();

    equations_.evaluate(state_, time_, size, Stage::begin);
    if (!advance_stage(network, equations_.ends(), size, 0., state_, state_, stage_))
      report_collapse(stage_);
    equations_.evaluate(stage_, time_ + size, size, Stage::end);
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
    const double volume = equations_.volume(state_);
    return (equations_.inflow_volume() - equations_.outflow_volume() - (volume - initial_volume_)) / volume;
  }

  std::map<std::string, std::vector<double>>
  ArteryIntegrator::save() const
  {
    auto state    = equations_.save();
    state["area"] = {state_.area.begin(), state_.area.end()};
    state["flow"] = {state_.flow.begin(), state_.flow.end()};
    state["time"] = {time_, static_cast<double>(steps_), initial_volume_};
    return state;
  }

  void
  ArteryIntegrator::load(const std::map<std::string, std::vector<double>> &state)
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

  PlaceValues
  ArteryIntegrator::at(std::size_t vessel, double position) const
  {
    const Discretisation &d     = equations_.discretisation();
    const VesselCells    &cells = d.vessels()[vessel];
    const double          at    = position * static_cast<double>(cells.n) - 0.5;
    const auto            left  = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::floor(at)), 0,
                                                 static_cast<std::ptrdiff_t>(cells.n) - 2);
    const double          share = at - static_cast<double>(left);
    const std::size_t     cell  = cells.first + static_cast<std::size_t>(left);
    const auto between = [share](double first, double second) { return (1. - share) * first + share * second; };
    return {d.network().vessels()[vessel].reference_pressure +
              between(transmural_pressure(cells, cell), transmural_pressure(cells, cell + 1)),
            between(state_.flow[cell], state_.flow[cell + 1]), between(state_.area[cell], state_.area[cell + 1])};
  }

  void
  ArteryIntegrator::report_collapse(const ArteryState &state) const
  {
    const Discretisation &d = equations_.discretisation();
    for (std::size_t v = 0; v < d.vessels().size(); ++v)
      {
        const VesselCells &cells = d.vessels()[v];
        for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
          if (!(state.area[i] > 0.) || !std::isfinite(state.flow[i]))
            {
              char text[160];
              std::snprintf(
                text, sizeof text,
                "%.4g of its %.4g m, time %.6g s: area %.4g m^2, flow %.4g m^3/s (before the step %.4g and %.4g).",
                (static_cast<double>(i - cells.first) + 0.5) * cells.width, d.network().vessels()[v].length, time_,
                state.area[i], state.flow[i], state_.area[i], state_.flow[i]);
              throw ConvergenceError("Vessel \"" + d.network().vessels()[v].name +
                                     "\" has no positive area any more at " + text +
                                     " The pressure outside is too high, the flow is drawn faster than a wave "
                                     "runs, or a unit of the inlet is wrong; otherwise lower "
                                     "Discretisation/Courant number.");
            }
      }
    throw ConvergenceError("The network has a value that is not a number at time " + std::to_string(time_) + " s.");
  }
} // namespace vht
