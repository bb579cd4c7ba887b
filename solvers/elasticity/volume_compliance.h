#pragma once

#include "solvers/core/types.h"

#include <array>

namespace vht
{
  /** dP_iI / dF_jJ in [3 i + I][3 j + J] [Pa]. */
  using ElasticTangent = std::array<std::array<double, 9>, 9>;

  /**
   * How much a pressure wave changes the volume of a body that does not resist it otherwise: what the Schur complement
   * of the pressure is at a point, apart from the mass matrix [1/Pa].
   *
   * For waves along the direction k it is b^T Q^-1 b, where Q_ij = k_I k_J dP_iI/dF_jJ is the acoustic tensor and
   * b = (cof F) k; here it is averaged over 13 directions (axes, diagonals of faces and of the cube). The mean matters:
   * soft directions yield the volume, and a mean *stiffness* overestimates what a fibre-reinforced or stretched tissue
   * resists by its stiffest direction alone. A pressure in the tangent leaves Q as it is.
   *
   * @param[in] tangent   not necessarily elliptic: directions without a positive value are left out
   * @param[in] cofactor  of the deformation gradient, [i][I]
   * @return zero where no direction has a positive value
   */
  double volume_compliance(const ElasticTangent &tangent, const double (&cofactor)[dim][dim]);
} // namespace vht
