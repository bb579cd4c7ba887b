#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/vessel_end.h"

namespace vht
{
  /**
   * Pressure drop over a short narrowing, Young & Tsai 1973, doi:10.1016/0021-9290(73)90012-9:
   *
   *     dp = K_v mu / D_0 U + K_t density / 2 (A_0 / A_s - 1)^2 U |U|
   *     K_v = 32 (0.83 L_s + 1.64 D_s) / D_0 (A_0 / A_s)^2,    K_t = 1.52
   *
   *     U, A_0, D_0  mean velocity, area and diameter of the vessel
   *     A_s, D_s     area and diameter of the narrow part, L_s its length
   *
   * The inertia of the blood in the narrow part is left out: it is that of a few millimetres.
   *
   * @param[in] radius          of the vessel [m]
   * @param[in] area_reduction  1 - A_s / A_0, from 0 to below 1
   */
  inline EndLoss
  stenosis_loss(double radius, double area_reduction, double length, const BloodParameters &blood)
  {
    const double area = std::numbers::pi * radius * radius, ratio = 1. / (1. - area_reduction);
    const double diameter = 2. * radius, narrow = diameter / std::sqrt(ratio);
    const double viscous = 32. * (0.83 * length + 1.64 * narrow) / diameter * ratio * ratio;
    return {viscous * blood.viscosity / (diameter * area),
            1.52 * 0.5 * blood.density * (ratio - 1.) * (ratio - 1.) / (area * area)};
  }
} // namespace vht
