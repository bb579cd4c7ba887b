#pragma once

#include "solvers/arteries/network.h"

#include <filesystem>

namespace vht
{
  /**
   * Read vessels from a table, one per row. Units stand in the heads of the columns and are converted to SI:
   *
   *     vessel, start node, end node, length [mm], proximal radius [mm], distal radius [mm], Young's modulus [MPa]
   *
   * and as far as needed: wall thickness [mm], profile order [1], reference pressure [Pa], wall viscosity [Pa s],
   * R1 [Pa s/m^3], R2 [Pa s/m^3], C [m^3/Pa], total resistance [Pa s/m^3], reflection [1], terminal pressure [Pa].
   * An empty cell means "not given". Columns of other names are errors, except "comment".
   *
   * @throws InputError that names file, row and column
   */
  std::vector<Vessel> read_segments(const std::filesystem::path &file);
} // namespace vht
