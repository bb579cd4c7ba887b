#include "physics/circulation/tabulated_activation.h"

#include "physics/error.h"

#include <utility>

namespace vht
{
  void
  TabulatedActivation::set_table(std::vector<double> times, std::vector<double> values)
  {
    times_  = std::move(times);
    values_ = std::move(values);
  }

  Parameters
  TabulatedActivation::parameters()
  {
    return {{"Onset", &onset_, "s", -1e3, 1e3, "added to the times of the table", {-1., 2.}}};
  }

  void
  TabulatedActivation::prepare(double period)
  {
    if (times_.empty())
      throw InputError("Activation \"table\": there is no table of times and values. Give one.");
    course_ = Course(times_, values_, period);
  }

  double
  TabulatedActivation::at(double time) const
  {
    return course_.at(time - onset_);
  }
} // namespace vht
