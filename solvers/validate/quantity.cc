#include "solvers/validate/quantity.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"
#include "solvers/core/csv_file.h"
#include "solvers/validate/json_node.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace vht
{
  namespace
  {
    namespace fs = std::filesystem;

    Measured
    from_summary(const fs::path &file, const std::string &name)
    {
      const JsonNode summary = JsonNode::read(file);
      if (!summary.has(name))
        {
          std::vector<std::string> names;
          for (const auto &[key, value] : summary.members())
            names.push_back(key);
          return {NAN, "1", "the run has no \"" + name + "\"." + did_you_mean(name, names)};
        }
      const JsonNode entry = summary.at(name);
      Measured       result;
      result.unit = entry.text("unit", "1");
      try
        {
          result.value = entry.at("value").number();
        }
      catch (const InputError &) // written as null: the solver has no such number
        {
          result.problem = "the run has no value for \"" + name + "\"";
        }
      return result;
    }

    /** Linear between the points; not a number outside of them. */
    double
    interpolated(const std::vector<double> &x, const std::vector<double> &y, const double at)
    {
      for (std::size_t i = 1; i < x.size(); ++i)
        if (std::min(x[i - 1], x[i]) <= at && at <= std::max(x[i - 1], x[i]))
          return x[i] == x[i - 1] ? y[i] : std::lerp(y[i - 1], y[i], (at - x[i - 1]) / (x[i] - x[i - 1]));
      return NAN;
    }

    Measured
    from_table(const Quantity &quantity, const fs::path &file, const Values &values)
    {
      const CsvFile     table(file);
      const std::size_t column = table.column(filled(quantity.name, values, quantity.place));
      Measured          result;
      result.unit = table.unit(column);
      if (quantity.take == Quantity::Take::at)
        {
          const auto [x, y]        = read_curve(file, quantity.x_name, filled(quantity.name, values, quantity.place));
          const std::string at     = filled(quantity.x_value, values, quantity.place);
          const std::string x_unit = table.unit(table.column(quantity.x_name));
          result.value = interpolated(x, y, to_si(at, x_unit) * unit_factor(x_unit)) / unit_factor(result.unit);
          if (std::isnan(result.value))
            result.problem = "the table does not reach " + quantity.x_name + " = " + at;
          return result;
        }
      auto numbers = table.numbers(column);
      std::erase_if(numbers, [](const double number) { return std::isnan(number); });
      if (numbers.empty())
        return {NAN, result.unit, "the column \"" + quantity.name + "\" of the run holds no number"};
      switch (quantity.take)
        {
          case Quantity::Take::first:
            result.value = numbers.front();
            break;
          case Quantity::Take::minimum:
            result.value = *std::min_element(numbers.begin(), numbers.end());
            break;
          case Quantity::Take::maximum:
            result.value = *std::max_element(numbers.begin(), numbers.end());
            break;
          case Quantity::Take::mean:
            result.value = 0.;
            for (const double number : numbers)
              result.value += number / double(numbers.size());
            break;
          default:
            result.value = numbers.back();
        }
      return result;
    }

    /** Shifts the origin, such as from a displacement to the position that a paper prints. */
    Measured
    with_offset(Measured result, const Quantity &quantity, const Values &values)
    {
      if (quantity.offset.empty() || !result.problem.empty())
        return result;
      try
        {
          result.value += to_si(filled(quantity.offset, values, quantity.place), result.unit);
        }
      catch (const InputError &error)
        {
          throw InputError(quantity.place + "/offset: " + error.what());
        }
      return result;
    }

    Measured
    curve_distance(const Quantity &quantity, const fs::path &file, const fs::path &benchmark, const Values &values)
    {
      const auto     fill      = [&](const std::string &text) { return filled(text, values, quantity.place); };
      const fs::path reference = benchmark / fill(quantity.reference_file);
      const auto     read      = [&](const std::string &column) {
        return read_curve(reference, fill(quantity.reference_x), fill(column));
      };
      const auto [x, y]                 = read(quantity.reference_y);
      const bool                is_band = !quantity.reference_low.empty();
      const std::vector<double> lower   = is_band ? read(quantity.reference_low).second : y;
      const std::vector<double> upper   = is_band ? read(quantity.reference_high).second : y;
      const auto [our_x, our_y]         = read_curve(file, fill(quantity.x_name), fill(quantity.name));
      const auto [low, high]            = std::minmax_element(y.begin(), y.end());
      const double range                = y.empty() ? 0. : *high - *low;
      if (!(range > 0.))
        throw InputError(quantity.place + "/curve: the reference curve is empty or constant.");
      if (lower.size() != y.size() || upper.size() != y.size())
        throw InputError(quantity.place + "/curve: the band has gaps where the curve has none.");
      double largest = 0., squares = 0.;
      for (std::size_t i = 0; i < x.size(); ++i)
        {
          const double ours = interpolated(our_x, our_y, x[i]);
          if (std::isnan(ours))
            return {NAN, "1", "the run's curve does not cover the reference"};
          const double distance = std::max({0., lower[i] - ours, ours - upper[i]});
          largest               = std::max(largest, distance);
          squares += distance * distance;
        }
      return {(quantity.rms ? std::sqrt(squares / double(x.size())) : largest) / range, "1", ""};
    }
  } // namespace

  std::pair<std::vector<double>, std::vector<double>>
  read_curve(const fs::path &file, const std::string &x, const std::string &y)
  {
    const CsvFile                                       table(file);
    const std::size_t                                   x_column = table.column(x), y_column = table.column(y);
    const auto                                          xs = table.numbers(x_column), ys = table.numbers(y_column);
    std::pair<std::vector<double>, std::vector<double>> curve;
    for (std::size_t i = 0; i < xs.size(); ++i)
      if (!std::isnan(xs[i]) && !std::isnan(ys[i]))
        {
          curve.first.push_back(xs[i] * unit_factor(table.unit(x_column)));
          curve.second.push_back(ys[i] * unit_factor(table.unit(y_column)));
        }
    return curve;
  }

  Measured
  measure(const Quantity &quantity, const fs::path &output, const fs::path &benchmark, const Values &values)
  {
    const fs::path file = output / filled(quantity.file, values, quantity.place);
    if (!fs::exists(file))
      return {NAN, "1", "the run has written no " + file.filename().string()};
    if (quantity.kind == Quantity::Kind::curve)
      return curve_distance(quantity, file, benchmark, values);
    Measured result;
    try
      {
        result = quantity.kind == Quantity::Kind::summary
                   ? from_summary(file, filled(quantity.name, values, quantity.place))
                   : from_table(quantity, file, values);
      }
    catch (const InputError &error) // a file of the run, not of the benchmark
      {
        return {NAN, "1", error.what()};
      }
    return with_offset(result, quantity, values);
  }

  Measured
  look_up(const Reference &reference, const fs::path &benchmark, const Values &values, const std::string &unit_of_check)
  {
    Measured result;
    result.unit = reference.unit.empty() ? unit_of_check : reference.unit;
    if (reference.value)
      {
        result.value = *reference.value;
        return result;
      }
    const CsvFile table(benchmark / reference.file);
    Values        where;
    for (const auto &[name, value] : reference.where)
      where[name] = filled(value, values, reference.place + "/where");
    const std::size_t column = table.column(filled(reference.column, values, reference.place + "/column"));
    const std::size_t row    = table.row(where);
    result.value             = number_or_nan(table.cell(row, column));
    if (reference.unit.empty() && table.unit(column) != "1")
      result.unit = table.unit(column);
    if (std::isnan(result.value))
      throw InputError(reference.place + ": the table holds no number there, but \"" + table.cell(row, column) + "\".");
    return result;
  }

  double
  converted(const double value, const std::string &from, const std::string &to, const std::string &place)
  {
    if (from == to || to.empty() || std::isnan(value))
      return value;
    char number[40];
    std::snprintf(number, sizeof number, "%.17g ", value);
    try
      {
        return to_si(number + from, to); // refuses a unit of another kind
      }
    catch (const InputError &error)
      {
        throw InputError(place + ": " + error.what());
      }
  }
} // namespace vht
