#pragma once

#include "solvers/arteries/network.h"

namespace vht
{
  struct PlaceInTime
  {
    const Vessel &vessel;
    double        position; ///< from its start [m]
    double        time;     ///< [s]
  };

  struct AreaAndFlow
  {
    double area; ///< [m^2]
    double flow; ///< [m^3/s]
  };

  /** @throws ConvergenceError with place, time and values where an area is not positive or a flow not finite */
  void report_if_collapsed(const PlaceInTime &place, const AreaAndFlow &now, const AreaAndFlow &before);

  /** A value is no number, but no place shows it. @throws ConvergenceError always */
  [[noreturn]] void report_not_a_number(double time);
} // namespace vht
