#pragma once

#include "solvers/arteries/network.h"

#include <filesystem>

namespace vht
{
  /** Is this a network of openBF (.yaml, .yml), not a table? */
  bool is_openbf(const std::filesystem::path &file);

  /**
   * The vessels of an openBF configuration, in SI units:
   *
   *     network: - label, sn, tn, L, E, R0 or Rp and Rd, h0, gamma_profile, Pext; R1, R2, Cc or Rt at the end
   *
   * Nodes have the numbers sn and tn as names. R1 and Cc without R2 are a matched windkessel: R1 is then the total
   * resistance. The number of cells M, blood, solver and inlet file are not taken over: the case has entries of its
   * own. Vessels taper from Rp to Rd, which openBF's version 2 does not do.
   *
   * @throws InputError that names the vessel and the key; also where the program was built without yaml-cpp
   */
  std::vector<Vessel> read_openbf(const std::filesystem::path &file);
} // namespace vht
