#include "solvers/arteries/network_ends.h"

#include <algorithm>
#include <numeric>

namespace vht
{
  NetworkEnds::NetworkEnds(const Discretisation &discretisation, const NodeConditions &conditions)
    : nodes_(discretisation.network(), discretisation.blood().density, conditions)
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
  NetworkEnds::solve(const StageTime &stage)
  {
    const std::span<const EndState> states = nodes_.solve(curves_, stage);
    for (std::size_t i = 0; i < states.size(); ++i)
      {
        faces_[place_[i]].root = states[i].root;
        faces_[place_[i]].flow = states[i].flow;
      }
  }
} // namespace vht
