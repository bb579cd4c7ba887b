#include "solvers/arteries/finite_volumes.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  PlaceValues
  FiniteVolumeMethod::at(std::size_t vessel, double position) const
  {
    const VesselCells &cells = discretisation_.vessels()[vessel];
    // A straight line through the two cells that are nearest, also towards the ends.
    const double       at      = position * static_cast<double>(cells.n) - 0.5;
    const double       left    = std::clamp(std::floor(at), 0., static_cast<double>(cells.n - 2));
    const double       share   = at - left;
    const std::size_t  cell    = cells.first + static_cast<std::size_t>(left);
    const ArteryState &state   = integrator_.state();
    const auto         between = [share](double first, double second) { return (1. - share) * first + share * second; };
    return {discretisation_.network().vessels()[vessel].reference_pressure +
              between(integrator_.transmural_pressure(cells, cell), integrator_.transmural_pressure(cells, cell + 1)),
            between(state.flow[cell], state.flow[cell + 1]), between(state.area[cell], state.area[cell + 1])};
  }
} // namespace vht
