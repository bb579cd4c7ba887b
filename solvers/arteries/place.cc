#include "solvers/arteries/place.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  PlaceValues
  values_at(const Place &place, const Discretisation &discretisation, const ArteryIntegrator &integrator)
  {
    const VesselCells &cells   = discretisation.vessels()[place.vessel];
    const Vessel      &vessel  = discretisation.network().vessels()[place.vessel];
    const double       at      = place.position * static_cast<double>(cells.n) - 0.5;
    const std::size_t  left    = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::floor(at)), 0,
                                                        static_cast<std::ptrdiff_t>(cells.n) - 2);
    const double       share   = at - static_cast<double>(left);
    const std::size_t  cell    = cells.first + left;
    const ArteryState &state   = integrator.state();
    const auto         between = [share](double first, double second) { return (1. - share) * first + share * second; };
    return {vessel.reference_pressure +
              between(integrator.transmural_pressure(cells, cell), integrator.transmural_pressure(cells, cell + 1)),
            between(state.flow[cell], state.flow[cell + 1]), between(state.area[cell], state.area[cell + 1])};
  }

  std::string
  column_of(std::string column, const Place &place)
  {
    return column.replace(column.find("NAME"), 4, place.name);
  }
} // namespace vht
