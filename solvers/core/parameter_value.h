#pragma once

#include "solvers/core/parameters.h"

#include <string>
#include <vector>

namespace vht
{
  // Values of a case file as text and back. The readers throw InputError that says what is wrong with the text; the
  // caller adds where it stands and what is allowed.

  /** A number with or without unit, in SI. "inf" is a number here: no limit. */
  double read_quantity(const std::string &text, const std::string &unit, const Bounds &bounds);

  /** "1, 2, 3 mm": a unit behind the last number alone holds for all of them. */
  std::vector<double> read_quantities(const std::string &text, const std::string &unit, const Bounds &bounds);

  unsigned read_count(const std::string &text, const Bounds &bounds);

  bool read_switch(const std::string &text);

  /** Comma separated; without the blanks around the items. An empty text is an empty list. */
  std::vector<std::string> read_list(const std::string &text);

  /** The shortest text that reads back as the same number. */
  std::string number_text(double value);

  /** "5e-05 s"; without a unit for plain numbers; empty for NaN, which stands for "not given". */
  std::string quantity_text(double value, const std::string &unit);
  std::string quantities_text(const std::vector<double> &values, const std::string &unit);

  std::string list_text(const std::vector<std::string> &items);

  /** "from 0 to 1 s", "at least 0 s", ""; for documentation and messages. */
  std::string bounds_text(const Bounds &bounds, const std::string &unit);
} // namespace vht
