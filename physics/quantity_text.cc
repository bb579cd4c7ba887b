#include "physics/quantity_text.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace vht
{
  namespace
  {
    std::string
    four_digits(double value)
    {
      std::array<char, 32> text;
      std::snprintf(text.data(), text.size(), "%.4g", value);
      return text.data();
    }
  } // namespace

  std::string
  quantity_text(double value, std::string_view unit)
  {
    if (unit == "1")
      return four_digits(value);

    struct Prefix
    {
      double      factor;
      const char *symbol;
    };
    constexpr std::array<Prefix, 3> prefixes = {{{1e9, "G"}, {1e6, "M"}, {1e3, "k"}}};

    const bool symbol = unit == "Pa" || unit == "V" || unit == "J" || unit == "W" || unit == "N";
    for (const Prefix &prefix : prefixes)
      if (symbol && std::abs(value) >= prefix.factor)
        return four_digits(value / prefix.factor) + " " + prefix.symbol + std::string(unit);
    return four_digits(value) + " " + std::string(unit);
  }
} // namespace vht
