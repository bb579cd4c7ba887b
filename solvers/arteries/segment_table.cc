#include "solvers/arteries/segment_table.h"

#include "physics/error.h"
#include "physics/suggestion.h"
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
            const double value = table.number(row, column, wanted.unit);
            if (!std::isnan(value))
              wanted.place(vessels[row]) = value;
            else if (wanted.required)
              throw InputError(table.where(row) + ": the cell of column \"" + wanted.name + "\" is empty.");
          }
      }
    return vessels;
  }
} // namespace vht
