#include "solvers/arteries/operator.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace vht
{
  ArteryOperator::ArteryOperator(const Discretisation &discretisation, const NodeConditions &conditions)
    : discretisation_(discretisation)
    , nodes_(discretisation.network(), discretisation.blood().density, conditions)
  {
    for (const VesselEnd &end : nodes_.ends())
      {
        curves_.emplace_back(discretisation.end_law(end));
        faces_.push_back({discretisation.vessels()[end.vessel].face(end.distal), end.distal, 0., 0.});
      }
    std::vector<std::size_t> order(faces_.size());
    std::iota(order.begin(), order.end(), 0);
    std::sort(order.begin(), order.end(), [&](auto a, auto b) { return faces_[a].face < faces_[b].face; });
    place_.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i)
      place_[order[i]] = i;
    std::sort(faces_.begin(), faces_.end(), [](const EndFace &a, const EndFace &b) { return a.face < b.face; });
  }

  void
  ArteryOperator::arrive(std::size_t number, ArteryState &state)
  {
    const Discretisation &d     = discretisation_;
    const VesselEnd      &end   = nodes_.ends()[number];
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
    curves_[number].arrive(0.5 * (at_last + beyond), 0.5 * (state.flow[last] + state.flow[ghost]));
  }

  void
  ArteryOperator::evaluate(ArteryState &state, const StageTime &stage)
  {
    for (std::size_t i = 0; i < curves_.size(); ++i)
      arrive(i, state);
    const std::span<const EndState> states = nodes_.solve(curves_, stage);
    for (std::size_t i = 0; i < states.size(); ++i)
      {
        faces_[place_[i]].root = states[i].root;
        faces_[place_[i]].flow = states[i].flow;
      }
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
