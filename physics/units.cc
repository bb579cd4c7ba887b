#include "physics/units.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <optional>
#include <string>
#include <vector>

namespace vht
{
  namespace
  {
    /** Exponents of metre, kilogram, second, ampere, kelvin, mole. */
    using Dimension = std::array<int, 6>;

    struct Unit
    {
      double    factor    = 1.; ///< in the coherent SI unit
      Dimension dimension = {};
      double    offset    = 0.; ///< of its zero, in kelvin; only degrees Celsius have one
    };

    enum class Prefix : std::uint8_t
    {
      none,
      allowed
    };

    struct Symbol
    {
      std::string_view name;
      double           factor;
      Dimension        dimension;
      Prefix           prefix;
    };

    constexpr Symbol symbols[] = {
      // the seven less one, and what SI derives from them
      {"m", 1., {1}, Prefix::allowed},
      {"g", 1e-3, {0, 1}, Prefix::allowed},
      {"s", 1., {0, 0, 1}, Prefix::allowed},
      {"A", 1., {0, 0, 0, 1}, Prefix::allowed},
      {"K", 1., {0, 0, 0, 0, 1}, Prefix::allowed},
      {"mol", 1., {0, 0, 0, 0, 0, 1}, Prefix::allowed},
      {"Hz", 1., {0, 0, -1}, Prefix::allowed},
      {"N", 1., {1, 1, -2}, Prefix::allowed},
      {"Pa", 1., {-1, 1, -2}, Prefix::allowed},
      {"J", 1., {2, 1, -2}, Prefix::allowed},
      {"W", 1., {2, 1, -3}, Prefix::allowed},
      {"C", 1., {0, 0, 1, 1}, Prefix::allowed},
      {"V", 1., {2, 1, -3, -1}, Prefix::allowed},
      {"F", 1., {-2, -1, 4, 2}, Prefix::allowed},
      {"Ohm", 1., {2, 1, -3, -2}, Prefix::allowed},
      {"S", 1., {-2, -1, 3, 2}, Prefix::allowed},
      {"T", 1., {0, 1, -2, -1}, Prefix::allowed},
      // plain numbers
      {"1", 1., {}, Prefix::none},
      {"%", 1e-2, {}, Prefix::none},
      {"rad", 1., {}, Prefix::allowed},
      {"degree", std::numbers::pi / 180., {}, Prefix::none},
      {"deg", std::numbers::pi / 180., {}, Prefix::none},
      {"°", std::numbers::pi / 180., {}, Prefix::none},
      // used beside SI
      {"min", 60., {0, 0, 1}, Prefix::none},
      {"h", 3600., {0, 0, 1}, Prefix::none},
      {"d", 86400., {0, 0, 1}, Prefix::none},
      {"bpm", 1. / 60., {0, 0, -1}, Prefix::none},
      {"L", 1e-3, {3}, Prefix::allowed},
      {"l", 1e-3, {3}, Prefix::allowed},
      {"M", 1e3, {-3, 0, 0, 0, 0, 1}, Prefix::allowed},
      {"bar", 1e5, {-1, 1, -2}, Prefix::allowed},
      {"atm", 101325., {-1, 1, -2}, Prefix::none},
      {"mmHg", 133.322387415, {-1, 1, -2}, Prefix::none},
      {"cmH2O", 98.0665, {-1, 1, -2}, Prefix::none},
      {"dyn", 1e-5, {1, 1, -2}, Prefix::none},
      {"P", 0.1, {-1, 1, -1}, Prefix::allowed},
      {"cal", 4.184, {2, 1, -2}, Prefix::allowed},
      {"degC", 1., {0, 0, 0, 0, 1}, Prefix::none},
      {"°C", 1., {0, 0, 0, 0, 1}, Prefix::none},
    };

    struct NamedPrefix
    {
      std::string_view name;
      double           factor;
    };

    constexpr NamedPrefix prefixes[] = {{"f", 1e-15}, {"p", 1e-12}, {"n", 1e-9}, {"u", 1e-6}, {"µ", 1e-6},
                                        {"μ", 1e-6},  {"m", 1e-3},  {"c", 1e-2}, {"d", 1e-1}, {"h", 1e2},
                                        {"k", 1e3},   {"M", 1e6},   {"G", 1e9},  {"T", 1e12}};

    constexpr double celsius_zero = 273.15;

    std::optional<Unit>
    find_symbol(std::string_view name)
    {
      for (const Symbol &symbol : symbols)
        if (symbol.name == name)
          return Unit{symbol.factor, symbol.dimension, name == "degC" || name == "°C" ? celsius_zero : 0.};

      for (const NamedPrefix &prefix : prefixes)
        if (name.starts_with(prefix.name))
          for (const Symbol &symbol : symbols)
            if (symbol.prefix == Prefix::allowed && symbol.name == name.substr(prefix.name.size()))
              return Unit{prefix.factor * symbol.factor, symbol.dimension};
      return {};
    }

    std::string
    quoted(std::string_view text)
    {
      std::string result;
      return result.append("\"").append(text).append("\"");
    }

    /** What a mistyped symbol may have meant. */
    std::string
    suggest_symbol(std::string_view name)
    {
      const std::size_t letters = name.find_last_not_of("0123456789") + 1;
      if (letters < name.size() && letters > 0 && find_symbol(name.substr(0, letters)))
        return " Did you mean " +
               quoted(std::string(name.substr(0, letters)).append("^").append(name.substr(letters))) + "?";

      std::vector<std::string> known;
      for (const Symbol &symbol : symbols)
        known.emplace_back(symbol.name);
      for (const Symbol &symbol : symbols)
        if (symbol.prefix == Prefix::allowed)
          for (const NamedPrefix &prefix : prefixes)
            known.push_back(std::string(prefix.name) + std::string(symbol.name));
      return did_you_mean(name, known);
    }

    /**
     * Reads
     *
     *     product  = power { ("*" | "·" | blank) power }
     *     quotient = product { "/" power }
     *     power    = (symbol | "(" quotient ")") [ "^" integer | "²" | "³" ]
     */
    class UnitReader
    {
    public:
      explicit UnitReader(std::string_view text)
        : text_(text)
        , rest_(text)
      {
      }

      Unit
      read()
      {
        const Unit unit = quotient();
        if (!rest_.empty())
          fail("it cannot be read from " + quoted(rest_) + " on");
        return unit;
      }

    private:
      Unit
      quotient()
      {
        Unit unit    = power();
        bool divided = false;
        while (!rest_.empty() && rest_.front() != ')')
          {
            skip_blanks();
            const bool divides = take("/");
            if (!divides && !take("*"))
              take("·");
            skip_blanks();
            if (divided && !divides)
              fail("a product after \"/\" needs parentheses, as in \"J/(kg K)\"");
            divided = divided || divides;
            multiply(unit, power(), divides ? -1 : 1);
          }
        return unit;
      }

      Unit
      power()
      {
        Unit base = take("(") ? parenthesis() : symbol();
        int  n    = 1;
        if (take("²"))
          n = 2;
        else if (take("³"))
          n = 3;
        else if (take("^"))
          n = integer();
        else
          return base;

        Unit result;
        for (int i = 0; i < std::abs(n); ++i)
          multiply(result, base, n < 0 ? -1 : 1);
        return result;
      }

      Unit
      parenthesis()
      {
        skip_blanks();
        Unit unit = quotient();
        skip_blanks();
        if (!take(")"))
          fail("a parenthesis is not closed");
        unit.offset = 0.;
        return unit;
      }

      Unit
      symbol()
      {
        if (take("1"))
          return {};
        std::size_t length = 0;
        while (length < rest_.size() && is_part_of_symbol(length))
          ++length;
        const std::string_view name = rest_.substr(0, length);
        if (name.empty())
          fail(rest_.empty() ? "a unit is missing at the end" : "a unit is missing before " + quoted(rest_));
        const std::optional<Unit> unit = find_symbol(name);
        if (!unit)
          throw InputError(quoted(name) + (name == text_ ? "" : " in " + quoted(text_)) + " is not a known unit." +
                           suggest_symbol(name));
        rest_.remove_prefix(length);
        return *unit;
      }

      int
      integer()
      {
        int        value  = 0;
        const auto result = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
        if (result.ec != std::errc() || std::abs(value) > 9)
          fail("after \"^\" a whole number from -9 to 9 is expected");
        rest_.remove_prefix(static_cast<std::size_t>(result.ptr - rest_.data()));
        return value;
      }

      static void
      multiply(Unit &unit, const Unit &factor, int sign)
      {
        unit.factor = sign > 0 ? unit.factor * factor.factor : unit.factor / factor.factor;
        for (std::size_t i = 0; i < unit.dimension.size(); ++i)
          unit.dimension[i] += sign * factor.dimension[i];
        unit.offset = 0.;
      }

      /** Letters, "%", the degree sign and micro; digits behind the first ("cmH2O"). Not "²", "³", "·". */
      bool
      is_part_of_symbol(std::size_t i) const
      {
        const std::string_view here = rest_.substr(i);
        if (here.starts_with("²") || here.starts_with("³") || here.starts_with("·"))
          return false;
        const auto byte = static_cast<unsigned char>(here.front());
        return std::isalpha(byte) || byte == '%' || byte == '_' || byte >= 0x80 || (i > 0 && std::isdigit(byte));
      }

      bool
      take(std::string_view token)
      {
        if (!rest_.starts_with(token))
          return false;
        rest_.remove_prefix(token.size());
        return true;
      }

      void
      skip_blanks()
      {
        while (!rest_.empty() && rest_.front() == ' ')
          rest_.remove_prefix(1);
      }

      [[noreturn]] void
      fail(const std::string &why) const
      {
        throw InputError(quoted(text_) + " is not a unit: " + why + ".");
      }

      std::string_view text_;
      std::string_view rest_;
    };

    std::string_view
    trimmed(std::string_view text)
    {
      const std::size_t first = text.find_first_not_of(" \t\r\n");
      if (first == std::string_view::npos)
        return {};
      return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
    }

    Unit
    read_unit(std::string_view text)
    {
      return UnitReader(trimmed(text)).read();
    }
  } // namespace

  double
  to_si(std::string_view text, std::string_view unit)
  {
    std::string_view number = trimmed(text);
    if (number.starts_with('+'))
      number.remove_prefix(1);

    double     value = 0.;
    const auto end   = std::from_chars(number.data(), number.data() + number.size(), value);
    if (end.ec != std::errc() || !std::isfinite(value))
      throw InputError(quoted(text) +
                       " is not a number. A number is expected, with or without a unit: \"1.5\" or \"1.5 " +
                       std::string(unit) + "\".");

    const std::string_view written = trimmed(number.substr(static_cast<std::size_t>(end.ptr - number.data())));
    if (written.empty())
      return value;

    const Unit expected = read_unit(unit);
    Unit       found;
    try
      {
        found = read_unit(written);
      }
    catch (const InputError &error)
      {
        throw InputError(std::string(error.what()) + " A unit like " + quoted(unit) + " is expected.");
      }
    if (found.dimension != expected.dimension)
      throw InputError(quoted(text) + " is in " + quoted(written) + ", which measures something else than " +
                       quoted(unit) + ". Give the value in " + quoted(unit) + " or in a unit that converts to it.");
    return (value * found.factor + found.offset - expected.offset) / expected.factor;
  }

  double
  unit_factor(std::string_view unit)
  {
    return read_unit(unit).factor;
  }
} // namespace vht
