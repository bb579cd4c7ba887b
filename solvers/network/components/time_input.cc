#include "solvers/network/components/time_input.h"

#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/core/time_table.h"

#include <cmath>
#include <utility>

namespace vht::network
{
  void
  TimeInput::declare(ParameterSection &section)
  {
    where_ = section.path();
    section.add(name_, constant_, unit_, Bounds::any(), "constant in time");
    section.critical();
    is_given_ = section.is_given(name_);
    section.add_file(name_ + " table", file_, "file with two columns, \"time [s],...\", in SI units");
    section.critical();
    section.add("Times", times_, "s", "a table in the case; goes with Values");
    section.critical();
    section.add("Values", values_, unit_, "a table in the case; goes with Times");
    section.critical();
    section.add("Cosines", cosines_, unit_, "a Fourier series over the period: mean, then one for each harmonic");
    section.critical();
    section.add("Sines", sines_, unit_, "of the harmonics of the Fourier series");
    section.critical();
    section.add("Repeats", repeats_, "the table repeats with the period; otherwise its ends stay");
    section.critical();
  }

  void
  TimeInput::set(double constant)
  {
    constant_ = constant;
    is_given_ = true;
  }

  void
  TimeInput::set(std::vector<double> times, std::vector<double> values, double held_value)
  {
    mean_   = held_value;
    times_  = std::move(times);
    values_ = std::move(values);
  }

  void
  TimeInput::prepare(double period)
  {
    const bool table = !times_.empty() || !values_.empty(), series = !cosines_.empty() || !sines_.empty();
    if (const int n = is_given_ + !file_.empty() + table + series; n > 1)
      throw InputError(where_ + ": \"" + name_ + "\" is given " + std::to_string(n) +
                       " times. Keep one of the constant, the file, Times with Values, and Cosines with Sines.");
    const double repeat = repeats_ ? period : 0.;
    try
      {
        if (!file_.empty())
          {
            const TimeTable read(file_, where_ + "/" + name_ + " table");
            course_ = Course(read.times(), read.values(), repeat);
          }
        else if (table)
          course_ = Course(times_, values_, repeat);
        else if (series)
          course_ = Course::fourier(cosines_, sines_, period);
        else
          course_ = Course(constant_);
      }
    catch (const InputError &error)
      {
        throw InputError(where_ + ", " + name_ + ": " + error.what());
      }
    if (std::isnan(mean_))
      mean_ = course_.mean();
  }
} // namespace vht::network
