#include "solvers/arteries/viscous_wall.h"

#include <cmath>

namespace vht
{
  void
  ViscousWall::step(double step, ArteryState &state)
  {
    if (discretisation_.viscous_walls)
      for (const VesselCells &cells : discretisation_.vessels())
        if (discretisation_.damping[cells.first] > 0.)
          this->step(cells, step, state);
  }

  void
  ViscousWall::step(const VesselCells &cells, double step, ArteryState &state)
  {
    const std::size_t n = cells.n;
    conductivity_.assign(n + 1, 0.); // at the faces; zero at both ends
    for (std::size_t i = 1; i < n; ++i)
      {
        const std::size_t left = cells.first + i - 1, right = left + 1;
        conductivity_[i] = 0.5 * (discretisation_.damping[left] + discretisation_.damping[right]) /
                           std::sqrt(0.5 * (state.area[left] + state.area[right]));
      }

    // Thomas' algorithm.
    upper_.resize(n);
    right_side_.resize(n);
    for (std::size_t i = 0; i < n; ++i)
      {
        const std::size_t cell = cells.first + i;
        const double      factor =
          0.5 * step * state.area[cell] / (discretisation_.blood().density * cells.width * cells.width);
        const double low = factor * conductivity_[i], high = factor * conductivity_[i + 1];
        double       value = state.flow[cell];
        if (i > 0)
          value -= low * (state.flow[cell] - state.flow[cell - 1]);
        if (i + 1 < n)
          value += high * (state.flow[cell + 1] - state.flow[cell]);
        const double pivot = 1. + low + high - (i > 0 ? low * upper_[i - 1] : 0.);
        upper_[i]          = high / pivot;
        right_side_[i]     = (value + (i > 0 ? low * right_side_[i - 1] : 0.)) / pivot;
      }
    for (std::size_t i = n; i-- > 0;)
      state.flow[cells.first + i] = right_side_[i] + (i + 1 < n ? upper_[i] * state.flow[cells.first + i + 1] : 0.);
  }

  double
  ViscousWall::pressure(const ArteryState &state, const VesselCells &vessel, std::size_t cell) const
  {
    if (!(discretisation_.damping[cell] > 0.))
      return 0.;
    // As step() sees it: the slopes at both faces, none at an end.
    const double left   = cell > vessel.first ? state.flow[cell] - state.flow[cell - 1] : 0.;
    const double right  = cell + 1 < vessel.first + vessel.n ? state.flow[cell + 1] - state.flow[cell] : 0.;
    const double growth = -0.5 * (left + right) / vessel.width; // of the area [m^2/s]
    return discretisation_.damping[cell] / std::sqrt(state.area[cell]) * growth;
  }
} // namespace vht
