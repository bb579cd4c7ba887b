#include "physics/circulation/course.h"

#include "physics/circulation/activation.h"
#include "physics/error.h"
#include "physics/quantity_text.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

namespace vht
{
  Course::Course(std::span<const double> times, std::span<const double> values, double period)
    : times_(times.begin(), times.end())
    , values_(values.begin(), values.end())
    , period_(period)
  {
    if (times_.empty() || times_.size() != values_.size())
      throw InputError("The table has " + std::to_string(times_.size()) + " times and " +
                       std::to_string(values_.size()) + " values. It needs as many of both, and at least one.");
    for (std::size_t row = 0; row < times_.size(); ++row)
      if (!std::isfinite(times_[row]) || !std::isfinite(values_[row]) || (row > 0 && times_[row] <= times_[row - 1]))
        throw InputError("Row " + std::to_string(row + 1) + " of the table has the time " +
                         quantity_text(times_[row], "s") +
                         (row > 0 ? " after " + quantity_text(times_[row - 1], "s") : "") +
                         ". Times must increase, and values must be finite.");
    if (const double length = times_.back() - times_.front(); period_ > 0. && length > period_ * (1. + 1e-9))
      throw InputError("The table is " + quantity_text(length, "s") + " long and shall repeat every " +
                       quantity_text(period_, "s") + ". Shorten the table or lengthen the period.");
  }

  Course
  Course::fourier(std::span<const double> cosines, std::span<const double> sines, double period)
  {
    if (!(period > 0.))
      throw InputError("A Fourier series needs a period; found " + quantity_text(period, "s") + ".");
    Course course;
    course.values_.assign(cosines.begin(), cosines.end());
    course.values_.resize(std::max(cosines.size(), sines.size() + 1));
    course.sines_.assign(course.values_.size(), 0.);
    std::copy(sines.begin(), sines.end(), course.sines_.begin() + 1);
    course.period_ = period;
    return course;
  }

  double
  Course::at(double time) const
  {
    if (times_.empty())
      {
        double sum = values_[0];
        for (std::size_t k = 1; k < values_.size(); ++k)
          {
            const double angle = 2. * std::numbers::pi * static_cast<double>(k) * time / period_;
            sum += values_[k] * std::cos(angle) + sines_[k] * std::sin(angle);
          }
        return sum;
      }

    const double first = times_.front(), last = times_.back();
    if (period_ > 0.)
      {
        time = first + time_since(time, first, period_);
        if (time > last) // on the way to the next round
          return std::lerp(values_.back(), values_.front(), (time - last) / (first + period_ - last));
      }
    if (time <= first)
      return values_.front();
    if (time >= last)
      return values_.back();
    const auto        next = std::upper_bound(times_.begin(), times_.end(), time);
    const std::size_t i    = static_cast<std::size_t>(next - times_.begin()) - 1;
    return std::lerp(values_[i], values_[i + 1], (time - times_[i]) / (times_[i + 1] - times_[i]));
  }

  double
  Course::mean() const
  {
    if (times_.size() < 2)
      return values_[0];
    double integral = 0., length = times_.back() - times_.front();
    for (std::size_t i = 1; i < times_.size(); ++i)
      integral += 0.5 * (values_[i] + values_[i - 1]) * (times_[i] - times_[i - 1]);
    if (period_ > length)
      {
        integral += 0.5 * (values_.back() + values_.front()) * (period_ - length);
        length = period_;
      }
    return integral / length;
  }
} // namespace vht
