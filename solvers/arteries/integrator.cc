#include "solvers/arteries/integrator.h"

#include "physics/error.h"
#include "solvers/arteries/collapse.h"
#include "solvers/arteries/kernel.h"

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
  {
    begin(equations.nodes());
  }

  double
  ArteryIntegrator::longest_step()
  {
    const double longest = stable_step(equations_.discretisation(), state_);
    if (!std::isfinite(longest))
      report_collapse(state_);
    return longest;
  }

  void
  ArteryIntegrator::step(double size)
  {
    const Discretisation &network = equations_.discretisation();

    equations_.evaluate(state_, {time(), 0., 0.5, size});
    if (!advance_stage(network, equations_.ends(), size, 0., state_, state_, stage_))
      report_collapse(stage_);
    equations_.evaluate(stage_, {time() + size, size, 0.5, size});
    if (!advance_stage(network, equations_.ends(), size, 0.5, state_, stage_, next_))
      report_collapse(next_);
    equations_.advance(size);
    viscous_wall_.step(size, next_);
    std::swap(state_, next_);
  }

  void
  ArteryIntegrator::save_vessels(SavedState &state) const
  {
    state["area"] = {state_.area.begin(), state_.area.end()};
    state["flow"] = {state_.flow.begin(), state_.flow.end()};
  }

  void
  ArteryIntegrator::load_vessels(const SavedState &state)
  {
    if (state.at("area").size() != state_.area.size())
      throw InputError("The checkpoint is that of a network with another number of cells. Restart with the same table "
                       "of vessels.");
    std::copy(state.at("area").begin(), state.at("area").end(), state_.area.begin());
    std::copy(state.at("flow").begin(), state.at("flow").end(), state_.flow.begin());
  }

  PlaceValues
  ArteryIntegrator::at(std::size_t vessel, double position) const
  {
    const Discretisation &d     = equations_.discretisation();
    const VesselCells    &cells = d.vessels()[vessel];
    const double          at    = position * static_cast<double>(cells.n) - 0.5;
    const double          left  = std::clamp(std::floor(at), 0., static_cast<double>(cells.n - 2));
    const double          share = at - left;
    const std::size_t     cell  = cells.first + static_cast<std::size_t>(left);
    const auto between = [share](double first, double second) { return (1. - share) * first + share * second; };
    return {d.network().vessels()[vessel].reference_pressure +
              between(transmural_pressure(cells, cell), transmural_pressure(cells, cell + 1)),
            between(state_.flow[cell], state_.flow[cell + 1]), between(state_.area[cell], state_.area[cell + 1])};
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
                               time()},
                              {state.area[i], state.flow[i]}, {state_.area[i], state_.flow[i]});
      }
    report_not_a_number(time());
  }
} // namespace vht
