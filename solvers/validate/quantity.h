#pragma once

#include "solvers/validate/criteria.h"

namespace vht
{
  /** A number with its unit, or why there is none. */
  struct Measured
  {
    double      value = std::numeric_limits<double>::quiet_NaN();
    std::string unit  = "1";
    std::string problem;
  };

  /**
   * The number that a finished run gives. A file, entry or column that the run did not write is a problem of the run,
   * told in the answer; a wrong reference curve is an error of the criteria.
   * @param output  the run's output folder
   * @param values  what the quantity's texts may refer to
   */
  Measured measure(const Quantity              &quantity,
                   const std::filesystem::path &output,
                   const std::filesystem::path &benchmark,
                   const Values                &values);

  /** The published number, with its unit. @throws InputError if the row or column is not there */
  Measured look_up(const Reference             &reference,
                   const std::filesystem::path &benchmark,
                   const Values                &values,
                   const std::string           &unit_of_check);

  /** From one unit to another of the same kind. @throws InputError at @p place if they measure different things */
  double converted(double value, const std::string &from, const std::string &to, const std::string &place);

  /** Two columns of a table in SI units, without rows that are not numbers. @throws InputError if they are not there */
  std::pair<std::vector<double>, std::vector<double>>
  read_curve(const std::filesystem::path &file, const std::string &x, const std::string &y);
} // namespace vht
