#include "solvers/core/time_table.h"

#include "physics/error.h"
#include "solvers/core/csv_file.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace vht
{
  namespace
  {
    CsvFile
    read(const std::filesystem::path &file, const std::string &asked_by)
    {
      try
        {
          return CsvFile(file);
        }
      catch (const InputError &error)
        {
          throw InputError(asked_by + ": " + error.what());
        }
    }

    using Row = std::pair<double, double>;

    void
    append(const CsvFile                                &table,
           const std::string                            &asked_by,
           const std::filesystem::path                  &file,
           const std::function<Row(std::size_t number)> &row_of,
           std::vector<double>                          &times,
           std::vector<double>                          &values)
    {
      for (std::size_t row = 0; row < table.n_rows(); ++row)
        {
          const auto [time, value] = row_of(row);
          if (std::isnan(time) || std::isnan(value))
            throw InputError(asked_by + ": the row " + table.where(row) +
                             " has a cell that is empty or no number; a time and a value are wanted.");
          if (!times.empty() && time <= times.back())
            throw InputError(asked_by + ": the times of the table do not increase at " + table.where(row) + ".");
          times.push_back(time);
          values.push_back(value);
        }
      if (times.empty())
        throw InputError(asked_by + ": the table " + file.string() + " has no rows.");
    }
  } // namespace

  TimeTable::TimeTable(const std::filesystem::path &file, const std::string &asked_by)
  {
    const CsvFile table = read(file, asked_by);
    if (table.columns().size() < 2)
      throw InputError(asked_by + ": the table " + file.string() + " has one column; a time and a value are wanted.");
    append(
      table, asked_by, file,
      [&](std::size_t row) { return Row(number_or_nan(table.cell(row, 0)), number_or_nan(table.cell(row, 1))); }, time_,
      value_);
  }

  TimeTable::TimeTable(const std::filesystem::path &file,
                       const std::string           &asked_by,
                       const std::string           &quantity,
                       const std::string           &unit)
  {
    const CsvFile     table = read(file, asked_by);
    const std::size_t time = table.column("time"), value = table.column(quantity);
    append(
      table, asked_by, file,
      [&](std::size_t row) { return Row(table.number(row, time, "s"), table.number(row, value, unit)); }, time_,
      value_);
  }

  TimeTable::TimeTable(std::vector<double> times, std::vector<double> values)
    : time_(std::move(times))
    , value_(std::move(values))
  {
    if (time_.empty() || time_.size() != value_.size() ||
        std::adjacent_find(time_.begin(), time_.end(), std::greater_equal<>()) != time_.end())
      throw InputError("A table of " + std::to_string(time_.size()) + " times and " + std::to_string(value_.size()) +
                       " values is no curve: give as many of both, the times rising.");
  }

  double
  TimeTable::at(double time) const
  {
    const auto after = std::upper_bound(time_.begin(), time_.end(), time);
    if (after == time_.begin())
      return value_.front();
    if (after == time_.end())
      return value_.back();
    const std::size_t i = after - time_.begin();
    const double      s = (time - time_[i - 1]) / (time_[i] - time_[i - 1]);
    return (1. - s) * value_[i - 1] + s * value_[i];
  }
} // namespace vht
