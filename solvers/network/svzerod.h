#pragma once

#include "solvers/network/parameters.h"

namespace vht::network
{
  /** In what the numbers of a file are; times are in seconds. */
  struct FileUnits
  {
    std::string pressure = "Pa", volume = "m^3";
  };

  /**
   * A circuit in the input format of svZeroDSolver (https://simvascular.github.io/documentation/rom_simulation.html).
   *
   * Read are vessels (BloodVessel, BloodVesselCRL), normal junctions, boundary conditions (FLOW, PRESSURE, RESISTANCE,
   * RCR, CORONARY, ClosedLoopRCR), valves (ValveTanh, PiecewiseValve), chambers (ChamberElastanceInductor,
   * LinearElastanceChamber), initial conditions, and the simulation parameters. Values become SI units.
   *
   * @param[out] time       beats, steps, scheme and start, as the file has them
   * @param[out] all_beats  the file wants all beats in the results
   * @throws InputError for what is not JSON (with line), lacks something, or holds a block that is not read
   */
  CircuitDescription
  read_svzerod(const std::filesystem::path &file, const FileUnits &units, TimeSteps &time, bool &all_beats);

  /**
   * The unknown that svZeroDSolver calls "pressure:A:B", "flow:A:B", "Vc:A" or "valve_status:A".
   * @throws InputError if there is none
   */
  std::size_t svzerod_unknown(const Circuit &circuit, const std::string &name);
} // namespace vht::network
