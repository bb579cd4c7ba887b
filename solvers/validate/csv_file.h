#pragma once

#include "solvers/validate/text_template.h"

#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
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

    /** A column by its full name "time [s]" or by the name without unit. @throws InputError with the closest name */
    std::size_t column(const std::string &name) const;

    /** The unit in the column's name, or "1". */
    std::string unit(std::size_t column) const;

    /** All numbers of a column, not a number where a cell is empty or text. */
    std::vector<double> numbers(std::size_t column) const;

    const std::string &
    cell(const std::size_t row, const std::size_t column) const
    {
      return rows_[row][column];
    }

    /** The one row in which these columns have these values. @throws InputError if there is none, or more than one */
    std::size_t row(const Values &where) const;

  private:
    std::filesystem::path                 file_;
    std::vector<std::string>              columns_;
    std::vector<std::vector<std::string>> rows_;
  };
} // namespace vht
