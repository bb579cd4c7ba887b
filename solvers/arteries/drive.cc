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
    TimeSeries
    unrolled(TimeSeries series, double period)
    {
      const double length = series.time.back() - series.time.front();
      if (length > period * (1. + 1e-6))
        throw InputError("The curve of an inlet lasts " + quantity_text(length, "s") + ", but Time/Period is " +
                         quantity_text(period, "s") + ".");
      if (length > period * (1. - 1e-6)) // the last row is the first one again
        {
          series.time.pop_back();
          series.value.pop_back();
        }
      const std::size_t n = series.time.size(), more = std::min(wrapped, n);
      TimeSeries        result;
      const auto        append = [&](std::size_t first, std::size_t last, double shift) {
        for (std::size_t i = first; i < last; ++i)
          {
            result.time.push_back(series.time[i] + shift);
            result.value.push_back(series.value[i]);
          }
      };
      append(n - more, n, -period);
      append(0, n, 0.);
      append(0, more, period);
      return result;
    }

    double
    straight(const TimeSeries &series, double time)
    {
      const auto        after = std::upper_bound(series.time.begin(), series.time.end(), time);
      const std::size_t i     = std::clamp<std::ptrdiff_t>(after - series.time.begin(), 1, series.time.size() - 1);
      const double      s     = (time - series.time[i - 1]) / (series.time[i] - series.time[i - 1]);
      return std::lerp(series.value[i - 1], series.value[i], std::clamp(s, 0., 1.));
    }
  } // namespace

  std::function<double(double time)>
  make_drive(const TimeSeries &given, const std::string &interpolation, double period, double factor)
  {
    const TimeSeries series = period > 0. ? unrolled(given, period) : given;
    const double     begin = given.time.front(), first = series.time.front(), last = series.time.back();
    const auto       inside = [=](double time) {
      if (period > 0.)
        time -= period * std::floor((time - begin) / period);
      return std::clamp(time, first, last);
    };
    if (interpolation == "linear")
      return [=](double time) { return factor * straight(series, inside(time)); };
    if (series.time.size() < 5)
      throw InputError("A smooth curve of an inlet needs five rows at least, found " +
                       std::to_string(given.time.size()) + ". Set Interpolation = linear.");
    auto x = series.time, y = series.value;
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
