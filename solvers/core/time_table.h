#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /** A curve that is given as a table: straight lines between the rows, constant before and after. */
  class TimeTable
  {
  public:
    /**
     * The first two columns of a table, "time [s],factor [1]", as they stand: in SI units.
     *
     * @param[in] asked_by  "case.prm:12, Surface endo/Pressure table", for messages
     * @throws InputError for a file that cannot be read, a cell that is no number, times that do not increase
     */
    TimeTable(const std::filesystem::path &file, const std::string &asked_by);

    /**
     * The columns "time" and @p quantity, whose units may be any of their kinds; they become seconds and @p unit.
     * @throws InputError as above, for a missing column, and for a unit of another kind
     */
    TimeTable(const std::filesystem::path &file,
              const std::string           &asked_by,
              const std::string           &quantity,
              const std::string           &unit);

    /** Rows from memory. @throws InputError where there is none, or the times do not increase */
    TimeTable(std::vector<double> times, std::vector<double> values);

    double at(double time) const;

    const std::vector<double> &
    times() const
    {
      return time_;
    }

    const std::vector<double> &
    values() const
    {
      return value_;
    }

  private:
    std::vector<double> time_, value_;
  };
} // namespace vht
