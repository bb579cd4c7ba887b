#include "solvers/arteries/segment_table.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"
#include "solvers/core/csv_file.h"

#include <cmath>
#include <functional>

namespace vht
{
  namespace
  {
    struct Column
    {
      std::string                             name, unit;
      std::function<double &(Vessel &vessel)> place;
      bool                                    required = false;
    };

    const std::vector<Column> &
    number_columns()
    {
      static const std::vector<Column> columns = {
        {"length", "m", [](Vessel &v) -> double & { return v.length; }, true},
        {"proximal radius", "m", [](Vessel &v) -> double & { return v.proximal_radius; }, true},
        {"distal radius", "m", [](Vessel &v) -> double & { return v.distal_radius; }, true},
        {"Young's modulus", "Pa", [](Vessel &v) -> double & { return v.youngs_modulus; }, true},
        {"wall thickness", "m", [](Vessel &v) -> double & { return v.wall_thickness; }},
        {"profile order", "1", [](Vessel &v) -> double & { return v.profile_order; }},
        {"reference pressure", "Pa", [](Vessel &v) -> double & { return v.reference_pressure; }},
        {"wall viscosity", "Pa s", [](Vessel &v) -> double & { return v.wall_viscosity; }},
        {"R1", "Pa s/m^3", [](Vessel &v) -> double & { return v.terminal.proximal_resistance; }},
        {"R2", "Pa s/m^3", [](Vessel &v) -> double & { return v.terminal.distal_resistance; }},
        {"C", "m^3/Pa", [](Vessel &v) -> double & { return v.terminal.compliance; }},
        {"total resistance", "Pa s/m^3", [](Vessel &v) -> double & { return v.terminal.total_resistance; }},
        {"reflection", "1", [](Vessel &v) -> double & { return v.terminal.reflection; }},
        {"terminal pressure", "Pa", [](Vessel &v) -> double & { return v.terminal.pressure; }},
      };
      return columns;
    }

    std::string
    without_unit(const std::string &name)
    {
      const std::string head = name.substr(0, name.find('['));
      return head.substr(0, head.find_last_not_of(' ') + 1);
    }

    /** A number in SI, NaN for an empty cell. */
    double
    number(const CsvFile &table, std::size_t row, std::size_t column, const std::string &unit)
    {
      const std::string &text = table.cell(row, column);
      if (text.empty())
        return NAN;
      try
        {
          // The unit may be any of the same kind: to_si() refuses others.
          return to_si(text + (unit == "1" ? "" : " " + table.unit(column)), unit);
        }
      catch (const InputError &error)
        {
          throw InputError(table.where(row) + ", column \"" + table.columns()[column] + "\": " + error.what());
        }
    }

    void
    refuse_unknown_columns(const CsvFile &table, const std::filesystem::path &file)
    {
      std::vector<std::string> known = {"vessel", "start node", "end node", "comment"};
      for (const Column &column : number_columns())
        known.push_back(column.name);
      for (const std::string &column : table.columns())
        if (std::find(known.begin(), known.end(), without_unit(column)) == known.end())
          throw InputError(file.string() + ": the column \"" + column + "\" is unknown." +
                           did_you_mean(without_unit(column), known) + " Its name for remarks is \"comment\".");
    }
  } // namespace

  std::vector<Vessel>
  read_segments(const std::filesystem::path &file)
  {
    const CsvFile table(file);
    refuse_unknown_columns(table, file);
    const std::size_t name = table.column("vessel"), start = table.column("start node"), end = table.column("end node");

    std::vector<Vessel> vessels(table.n_rows());
    for (std::size_t row = 0; row < table.n_rows(); ++row)
      {
        vessels[row].name  = table.cell(row, name);
        vessels[row].start = table.cell(row, start);
        vessels[row].end   = table.cell(row, end);
        vessels[row].where = table.where(row);
      }
    for (const Column &wanted : number_columns())
      {
        const bool present = std::any_of(table.columns().begin(), table.columns().end(),
                                         [&](const auto &each) { return without_unit(each) == wanted.name; });
        if (!present && !wanted.required)
          continue;
        const std::size_t column = table.column(wanted.name);
        if (wanted.unit != "1" && table.columns()[column].find('[') == std::string::npos)
          throw InputError(file.string() + ": the column \"" + wanted.name + "\" has no unit. Write it as \"" +
                           wanted.name + " [" + wanted.unit + "]\" or with another unit of this kind.");
        for (std::size_t row = 0; row < table.n_rows(); ++row)
          {
            const double value = number(table, row, column, wanted.unit);
            if (!std::isnan(value))
              wanted.place(vessels[row]) = value;
            else if (wanted.required)
              throw InputError(table.where(row) + ": the cell of column \"" + wanted.name + "\" is empty.");
          }
      }
    return vessels;
  }

  TimeSeries
  read_time_series(const std::filesystem::path &file, const std::string &column, const std::string &unit)
  {
    const CsvFile     table(file);
    const std::size_t time = table.column("time"), value = table.column(column);
    TimeSeries        series;
    for (std::size_t row = 0; row < table.n_rows(); ++row)
      {
        series.time.push_back(number(table, row, time, "s"));
        series.value.push_back(number(table, row, value, unit));
        if (std::isnan(series.time.back()) || std::isnan(series.value.back()))
          throw InputError(table.where(row) + ": a cell is empty.");
        if (row > 0 && series.time[row] <= series.time[row - 1])
          throw InputError(table.where(row) + ": the times do not increase: " + table.cell(row, time) + " after " +
                           table.cell(row - 1, time) + ".");
      }
    if (table.n_rows() < 2)
      throw InputError(file.string() + ": a curve needs two rows at least.");
    return series;
  }
} // namespace vht
