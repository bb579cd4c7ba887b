#include "solvers/arteries/operator.h"

#include <cmath>

namespace vht
{
  ArteryOperator::ArteryOperator(const Discretisation &discretisation, const NodeConditions &conditions)
    : discretisation_(discretisation)
    , ends_(discretisation, conditions)
  {
  }

  void
  ArteryOperator::arrive(std::size_t number, ArteryState &state)
  {
    const Discretisation &d     = discretisation_;
    const VesselEnd      &end   = ends_.ends()[number];
    const VesselCells    &cells = d.vessels()[end.vessel];
    const std::size_t     last = cells.last(end.distal), ghost = cells.ghost(end.distal);
    const std::size_t     before   = 2 * last - ghost;
    const auto            pressure = [&](std::size_t i) {
      return d.stiffness[i] * (std::sqrt(state.area[i]) - d.root_reference[i]);
    };

    // The ghost continues the straight line, so that the reconstruction finds the one-sided slope.
    const double at_last = pressure(last), beyond = 2. * at_last - pressure(before);
    const double root = d.root_reference[ghost] + beyond / d.stiffness[ghost];
    state.area[ghost] = root * root;
    state.flow[ghost] = 2. * state.flow[last] - state.flow[before];
    ends_.arrive(number, 0.5 * (at_last + beyond), 0.5 * (state.flow[last] + state.flow[ghost]));
  }

  void
  ArteryOperator::evaluate(ArteryState &state, const StageTime &stage)
  {
    for (std::size_t i = 0; i < ends_.ends().size(); ++i)
      arrive(i, state);
    ends_.solve(stage);
  }

  void
  ArteryOperator::record(ArteryState &state, double time)
  {
    for (std::size_t i = 0; i < ends_.ends().size(); ++i)
      arrive(i, state);
    ends_.record(time);
  }

  double
  ArteryOperator::volume(const ArteryState &state) const
  {
    double volume = 0.;
    for (const VesselCells &cells : discretisation_.vessels())
      for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
        volume += state.area[i] * cells.width;
    return volume;
  }
} // namespace vht
