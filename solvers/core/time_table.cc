#include "solvers/core/time_table.h"

#include "physics/error.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace vht
{
  TimeTable::TimeTable(const std::filesystem::path &file, const std::string &asked_by)
  {
    std::ifstream stream(file);
    if (!stream)
      throw InputError(asked_by + ": the table " + file.string() + " cannot be read. Is the path right?");
    std::string line;
    bool        names_read = false;
    for (unsigned int number = 1; std::getline(stream, line); ++number)
      {
        if (line.empty() || line[0] == '#')
          continue;
        if (!names_read)
          {
            names_read = true;
            continue;
          }
        std::istringstream row(line);
        double             time, value;
        char               comma;
        if (!(row >> time >> comma >> value) || comma != ',')
          throw InputError(asked_by + ": line " + std::to_string(number) + " of the table " + file.string() + " is \"" +
                           line + "\"; two numbers with a comma between them are wanted.");
        if (!time_.empty() && time <= time_.back())
          throw InputError(asked_by + ": the times of the table " + file.string() + " do not increase at line " +
                           std::to_string(number) + ".");
        time_.push_back(time);
        value_.push_back(value);
      }
    if (time_.empty())
      throw InputError(asked_by + ": the table " + file.string() + " has no rows.");
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
