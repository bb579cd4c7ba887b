#pragma once

#include <span>
#include <vector>

namespace vht
{
  /**
   * When a wave arrives: the foot of a pressure curve, where the tangent at the steepest point of the rise from its
   * lowest to its highest value meets the lowest one (intersecting tangents: Chiu et al. 1991, Am. Heart J. 121:1460).
   * The steepest point is the summit of a parabola through three differences: its time is finer than the points.
   *
   * @param[in] times     equally spaced [s]
   * @param[in] pressure  [Pa]
   * @param[in] periodic  the last point is the first one again; the foot may then lie before the first point
   * @return [s]; not a number where the pressure never rises
   */
  double wave_foot(std::span<const double> times, std::span<const double> pressure, bool periodic);

  /** What is recorded at a place, row by row. */
  struct WaveRecord
  {
    std::vector<double> times;    ///< [s]
    std::vector<double> pressure; ///< [Pa]
    std::vector<double> velocity; ///< [m/s]
    std::vector<double> area;     ///< [m^2]
    std::vector<double> speed;    ///< of waves at that moment [m/s]
  };

  /**
   * A curve as a sum of waves that run forward and backward, Parker 2009, doi:10.1007/s11517-009-0439-y:
   *
   *     dp_+- = (dp +- density c dU) / 2,    dI = dp dU / dt^2
   *
   * with the wave speed c of the moment, so that it holds for waves of any height. All start at zero in the first row.
   * Friction and a velocity profile that is not flat (alpha above 1) are left out of it.
   */
  struct SeparatedWaves
  {
    std::vector<double> forward_pressure, backward_pressure; ///< [Pa]
    std::vector<double> forward_flow, backward_flow; ///< A / (density c) dp_+ and its negative with dp_- [m^3/s]
    std::vector<double> intensity;                   ///< net, positive where forward waves prevail [W/(m^2 s^2)]

    /** Height of the backward wave over that of the forward wave [1]. */
    double reflection_magnitude = 0.;

    /** Height of the backward wave over the sum of both [1]. */
    double reflection_index = 0.;
  };

  /** @param[in] density  of blood [kg/m^3] */
  SeparatedWaves separate_waves(const WaveRecord &record, double density);
} // namespace vht
