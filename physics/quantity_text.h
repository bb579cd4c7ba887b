#pragma once

#include <string>
#include <string_view>

namespace vht
{
  /**
   * A number with its SI unit as a person writes it, four digits at most: "59 Pa", "18.47 kPa", "0.5", "-2 kPa".
   * Thousands and millions get their prefix where the unit is a plain symbol; the unit "1" is left out.
   */
  std::string quantity_text(double value, std::string_view unit);
} // namespace vht
