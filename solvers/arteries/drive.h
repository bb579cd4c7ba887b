#pragma once

#include "solvers/core/time_table.h"

#include <functional>
#include <string>

namespace vht
{
  /**
   * A curve through the rows of a table.
   *
   * @param[in] interpolation  "linear", "makima" (modified Akima) or "pchip" (monotone cubic)
   * @param[in] period  [s]: the curve repeats; its last row may repeat the first. 0: constant before and after the rows
   * @throws InputError for a table that is longer than the period, or has too few rows for a smooth curve
   */
  std::function<double(double time)>
  make_drive(const TimeTable &series, const std::string &interpolation, double period, double factor);
} // namespace vht
