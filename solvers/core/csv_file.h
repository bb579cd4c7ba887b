#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace vht
{
  /** Equal as numbers where both are numbers, otherwise letter by letter: "0.10" and "1e-1" are equal. */
  bool same_value(const std::string &a, const std::string &b);

  /** The whole text as a number, or not a number (NaN). */
  double number_or_nan(const std::string &text);

  /** The name of a column alone: "time" of "time [s]". */
  std::string without_unit(const std::string &column);

  /** A table in a file: lines that start with # are comments, the first other line names the columns. */
  class CsvFile
  {
  public:
    /** @throws InputError if the file is missing or a line has not as many cells as there are columns */
    explicit CsvFile(const std::filesystem::path &file);

    std::size_t
    n_rows() const
    {
      return rows_.size();
    }

    /** Its names of columns, with units. */
    const std::vector<std::string> &
    columns() const
    {
      return columns_;
    }

    /** "segments.csv:12": where a row stands, for messages. */
    std::string where(std::size_t row) const;

    /** A column by its full name "time [s]" or by the name without unit. @throws InputError with the closest name */
    std::size_t column(const std::string &name) const;

    /** The unit in the column's name, or "1". */
    std::string unit(std::size_t column) const;

    /** All numbers of a column, not a number where a cell is empty or text. */
    std::vector<double> numbers(std::size_t column) const;

    /**
     * A cell in SI units, whatever unit of this kind the column has; not a number (NaN) where it is empty.
     * @param[in] unit  in which it is wanted, such as "m^3/s"; "1" for plain numbers
     * @throws InputError naming row and column for what is no number or a unit of another kind
     */
    double number(std::size_t row, std::size_t column, const std::string &unit) const;

    const std::string &
    cell(const std::size_t row, const std::size_t column) const
    {
      return rows_[row][column];
    }

    /** The one row in which these columns have these values. @throws InputError if there is none, or more than one */
    std::size_t row(const std::map<std::string, std::string> &where) const;

  private:
    std::filesystem::path                 file_;
    std::vector<std::string>              columns_;
    std::vector<std::vector<std::string>> rows_;
    std::vector<std::size_t>              lines_; ///< of the rows in the file
  };
} // namespace vht
