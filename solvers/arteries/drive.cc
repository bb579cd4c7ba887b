#include "solvers/arteries/drive.h"

#include "physics/error.h"
#include "physics/quantity_text.h"

#include <boost/math/interpolators/makima.hpp>
#include <boost/math/interpolators/pchip.hpp>

#include <algorithm>
#include <cmath>
#include <memory>

namespace vht
{
  namespace
  {
    constexpr std::size_t wrapped = 4; // rows that are repeated on either side, more than any scheme looks at

    /** The rows with some of the cycle before and after. */
    TimeTable
    unrolled(const TimeTable &given, double period)
    {
      const double length = given.times().back() - given.times().front();
      if (length > period * (1. + 1e-6))
        throw InputError("The curve of an inlet lasts " + quantity_text(length, "s") + ", but Time/Period is " +
                         quantity_text(period, "s") + ".");
      const bool        closed = length > period * (1. - 1e-6); // the last row is the first one again
      const std::size_t n = given.times().size() - closed, more = std::min(wrapped, n);

      std::vector<double> times, values;
      const auto          append = [&](std::size_t first, std::size_t last, double shift) {
        for (std::size_t i = first; i < last; ++i)
          {
            times.push_back(given.times()[i] + shift);
            values.push_back(given.values()[i]);
          }
      };
      append(n - more, n, -period);
      append(0, n, 0.);
      append(0, more, period);
      return {std::move(times), std::move(values)};
    }
  } // namespace

  std::function<double(double time)>
  make_drive(const TimeTable &given, const std::string &interpolation, double period, double factor)
  {
    const TimeTable series = period > 0. ? unrolled(given, period) : given;
    const double    begin = given.times().front(), first = series.times().front(), last = series.times().back();
    const auto      inside = [=](double time) {
      if (period > 0.)
        time -= period * std::floor((time - begin) / period);
      return std::clamp(time, first, last);
    };
    if (interpolation == "linear")
      return [=](double time) { return factor * series.at(inside(time)); };
    if (series.times().size() < 5)
      throw InputError("A smooth curve of an inlet needs five rows at least, found " +
                       std::to_string(given.times().size()) + ". Set Interpolation = linear.");
    auto x = series.times(), y = series.values();
    if (interpolation == "pchip")
      {
        const auto curve =
          std::make_shared<boost::math::interpolators::pchip<std::vector<double>>>(std::move(x), std::move(y));
        return [=](double time) { return factor * (*curve)(inside(time)); };
      }
    const auto curve =
      std::make_shared<boost::math::interpolators::makima<std::vector<double>>>(std::move(x), std::move(y));
    return [=](double time) { return factor * (*curve)(inside(time)); };
  }
} // namespace vht
