#pragma once

#include <string_view>

namespace vht
{
  /**
   * A number from a case file, in the unit that its parameter is documented in.
   *
   *     to_si("120 mmHg", "Pa")      15998.7
   *     to_si("5 L/min", "m^3/s")    8.333e-5
   *     to_si("1400 1/cm", "1/m")    1.4e5
   *     to_si("37 degC", "K")        310.15
   *     to_si("0.12", "S/m")         0.12, a plain number is taken as it is
   *
   * Parameters are documented in SI units, so what comes back is SI.
   *
   * A unit is a product of known symbols with SI prefixes: "mm^2/ms", "J/(kg K)", "Pa s", "uA/cm^2". A blank, "*" or
   * "·" multiplies, "/" divides, "^" raises to a whole power. A product after "/" needs parentheses, because
   * "J/kg K" is read in two ways. "1" is the unit of a plain number; "%" and "degree" are numbers too. Degrees Celsius
   * have an offset where they stand alone, and mean a difference inside a product ("W/(m degC)").
   *
   * @param text  the number, with or without a unit behind it
   * @param unit  the unit of the parameter
   * @throws InputError if the text holds no finite number, the unit is unknown (with the closest known one), or it
   *         measures something else than @p unit does
   */
  double to_si(std::string_view text, std::string_view unit);

  /**
   * What one @p unit is in the coherent SI unit of the same kind: 133.322 for "mmHg", pi/180 for "degree".
   * The offset of degrees Celsius is not in it.
   * @throws InputError if the unit is unknown
   */
  double unit_factor(std::string_view unit);
} // namespace vht
