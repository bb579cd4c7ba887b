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
     * Two columns under one line of names, "time [s],factor [1]"; lines that begin with '#' are comments.
     *
     * @param[in] asked_by  "case.prm:12, Surface endo/Pressure table", for messages
     * @throws InputError for a file that cannot be read, a row that is no pair of numbers, times that do not increase
     */
    TimeTable(const std::filesystem::path &file, const std::string &asked_by);

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
