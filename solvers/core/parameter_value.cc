#include "solvers/core/parameter_value.h"

#include "physics/error.h"
#include "physics/units.h"
#include "solvers/core/case_file_builder.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

namespace vht
{
  namespace
  {
    bool
    is_plain(const std::string &unit)
    {
      return unit.empty() || unit == "1";
    }

    /** What follows the number in the text; everything if it does not begin with one. */
    std::string
    unit_part(const std::string &text)
    {
      const char *begin  = text.data() + (text.starts_with('+') ? 1 : 0);
      double      number = 0;
      const auto  result = std::from_chars(begin, text.data() + text.size(), number);
      return trim(std::string_view(result.ptr, text.data() + text.size() - result.ptr));
    }

    void
    check_bounds(double value, const std::string &text, const Bounds &bounds, const std::string &unit)
    {
      if (value >= bounds.minimum && value <= bounds.maximum)
        return;
      // In another unit than the documented one the reader needs to see the value that was compared.
      const std::string converted = unit_part(text).empty() ? "" : " (" + quantity_text(value, unit) + ")";
      throw InputError("out of range" + converted + ".");
    }
  } // namespace

  double
  read_quantity(const std::string &text, const std::string &unit, const Bounds &bounds)
  {
    if (text.empty())
      throw InputError("no value.");
    const double value = text == "inf" ? HUGE_VAL : to_si(text, is_plain(unit) ? "1" : unit);
    check_bounds(value, text, bounds, unit);
    return value;
  }

  std::vector<double>
  read_quantities(const std::string &text, const std::string &unit, const Bounds &bounds)
  {
    std::vector<std::string> items = read_list(text);
    if (items.size() > 1)
      {
        const std::string common = unit_part(items.back());
        for (auto &item : items)
          {
            const bool bare = unit_part(item).empty();
            if (bare && !common.empty())
              item += " " + common;
            else if (!bare && common.empty())
              throw InputError("some numbers have a unit, but the last one has none: give it once, at the end.");
          }
      }
    std::vector<double> values;
    for (const auto &item : items)
      values.push_back(read_quantity(item, unit, bounds));
    return values;
  }

  unsigned
  read_count(const std::string &text, const Bounds &bounds)
  {
    long long  value  = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || result.ec == std::errc::invalid_argument || result.ptr != text.data() + text.size())
      throw InputError("not a whole number.");
    const double largest = std::min(bounds.maximum, double(std::numeric_limits<unsigned>::max()));
    if (result.ec != std::errc{} || double(value) < std::max(0., bounds.minimum) || double(value) > largest)
      throw InputError("out of range.");
    return static_cast<unsigned>(value);
  }

  bool
  read_switch(const std::string &text)
  {
    if (text == "true" || text == "yes" || text == "on")
      return true;
    if (text == "false" || text == "no" || text == "off")
      return false;
    throw InputError("neither true nor false.");
  }

  std::vector<std::string>
  read_list(const std::string &text)
  {
    std::vector<std::string> items;
    if (trim(text).empty())
      return items;
    for (std::size_t begin = 0, comma = 0; comma != std::string::npos; begin = comma + 1)
      {
        comma = text.find(',', begin);
        items.push_back(trim(std::string_view(text).substr(begin, comma - begin)));
        if (items.back().empty())
          throw InputError("nothing between two commas, or a comma at the end.");
      }
    return items;
  }

  std::string
  number_text(const double value)
  {
    char       text[32];
    const auto result = std::to_chars(text, text + sizeof text, value);
    return {text, result.ptr};
  }

  std::string
  quantity_text(const double value, const std::string &unit)
  {
    if (std::isnan(value))
      return "";
    return number_text(value) + (is_plain(unit) || std::isinf(value) ? "" : " " + unit);
  }

  std::string
  quantities_text(const std::vector<double> &values, const std::string &unit)
  {
    std::string text;
    for (const double value : values)
      text += (text.empty() ? "" : ", ") + number_text(value);
    return text + (values.empty() || is_plain(unit) ? "" : " " + unit);
  }

  std::string
  list_text(const std::vector<std::string> &items)
  {
    std::string text;
    for (const auto &item : items)
      text += (text.empty() ? "" : ", ") + item;
    return text;
  }

  std::string
  bounds_text(const Bounds &bounds, const std::string &unit)
  {
    const std::string suffix = is_plain(unit) ? "" : " " + unit;
    const bool        below = std::isfinite(bounds.minimum), above = std::isfinite(bounds.maximum);
    if (below && above)
      return "from " + number_text(bounds.minimum) + " to " + number_text(bounds.maximum) + suffix;
    if (below)
      return "at least " + number_text(bounds.minimum) + suffix;
    if (above)
      return "at most " + number_text(bounds.maximum) + suffix;
    return "";
  }
} // namespace vht
