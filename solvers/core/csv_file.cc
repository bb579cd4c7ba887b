#include "solvers/core/csv_file.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <set>

namespace vht
{
  namespace
  {
    std::string
    trimmed(const std::string &text)
    {
      const std::size_t first = text.find_first_not_of(" \t\r");
      return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
    }

    std::vector<std::string>
    cells(const std::string &line)
    {
      std::vector<std::string> result;
      std::size_t              at = 0;
      for (std::size_t comma; (comma = line.find(',', at)) != std::string::npos; at = comma + 1)
        result.push_back(trimmed(line.substr(at, comma - at)));
      result.push_back(trimmed(line.substr(at)));
      return result;
    }
  } // namespace

  std::string
  without_unit(const std::string &column)
  {
    return trimmed(column.substr(0, column.find('[')));
  }

  double
  number_or_nan(const std::string &text)
  {
    char        *end   = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return text.empty() || *end != '\0' ? NAN : value;
  }

  bool
  same_value(const std::string &a, const std::string &b)
  {
    const double x = number_or_nan(a), y = number_or_nan(b);
    if (std::isnan(x) || std::isnan(y))
      return a == b;
    return std::abs(x - y) <= 1e-9 * std::max(std::abs(x), std::abs(y));
  }

  CsvFile::CsvFile(const std::filesystem::path &file)
    : file_(file)
  {
    std::ifstream in(file);
    if (!in)
      throw InputError("The table " + file.string() + " cannot be read.");
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number)
      {
        if (trimmed(line).empty() || line[0] == '#')
          continue;
        if (columns_.empty())
          {
            columns_ = cells(line);
            continue;
          }
        rows_.push_back(cells(line));
        lines_.push_back(number);
        if (rows_.back().size() != columns_.size())
          throw InputError(file.string() + ":" + std::to_string(number) + ": " + std::to_string(rows_.back().size()) +
                           " cells, but the table has " + std::to_string(columns_.size()) + " columns.");
      }
    if (columns_.empty())
      throw InputError("The table " + file.string() + " is empty.");
  }

  std::string
  CsvFile::where(const std::size_t row) const
  {
    return file_.string() + ":" + std::to_string(lines_[row]);
  }

  std::size_t
  CsvFile::column(const std::string &name) const
  {
    for (const bool whole : {true, false})
      for (std::size_t i = 0; i < columns_.size(); ++i)
        if ((whole ? columns_[i] : without_unit(columns_[i])) == name)
          return i;
    std::string known;
    for (const auto &column : columns_)
      known.append(known.empty() ? "" : ", ").append(column);
    throw InputError(file_.string() + ": there is no column \"" + name + "\"." + did_you_mean(name, columns_) +
                     " Columns: " + known + ".");
  }

  std::string
  CsvFile::unit(const std::size_t column) const
  {
    const std::string &name = columns_[column];
    const std::size_t  open = name.find('['), close = name.rfind(']');
    return open == std::string::npos || close == std::string::npos || close < open
             ? "1"
             : name.substr(open + 1, close - open - 1);
  }

  double
  CsvFile::number(const std::size_t row, const std::size_t column, const std::string &wanted) const
  {
    const std::string &text = rows_[row][column];
    if (text.empty())
      return NAN;
    try
      {
        return to_si(text + (wanted == "1" ? "" : " " + unit(column)), wanted); // refuses units of another kind
      }
    catch (const InputError &error)
      {
        throw InputError(where(row) + ", column \"" + columns_[column] + "\": " + error.what());
      }
  }

  std::vector<double>
  CsvFile::numbers(const std::size_t column) const
  {
    std::vector<double> result;
    for (const auto &row : rows_)
      result.push_back(number_or_nan(row[column]));
    return result;
  }

  std::size_t
  CsvFile::row(const std::map<std::string, std::string> &where) const
  {
    std::vector<std::size_t> found;
    std::string              wanted;
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (std::all_of(where.begin(), where.end(), [&](const auto &condition) {
            return same_value(rows_[i][column(condition.first)], condition.second);
          }))
        found.push_back(i);
    for (const auto &[name, value] : where)
      wanted.append(wanted.empty() ? "" : ", ").append(name + " = " + value);
    if (found.size() > 1)
      throw InputError(file_.string() + ": " + std::to_string(found.size()) + " rows have " + wanted +
                       ". Name more columns, so that one is left.");
    if (found.empty())
      {
        std::string values;
        for (const auto &[name, value] : where)
          {
            std::set<std::string> known;
            for (const auto &row : rows_)
              known.insert(row[column(name)]);
            values += " " + name + " is one of:";
            for (const auto &entry : known)
              values += " " + entry;
            values += ".";
          }
        throw InputError(file_.string() + ": no row has " + wanted + "." + values);
      }
    return found.front();
  }
} // namespace vht
