#include "solvers/validate/series.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace vht
{
  namespace
  {
    std::string
    short_number(const double value)
    {
      char text[32];
      std::snprintf(text, sizeof text, "%.2f", value);
      return text;
    }

    /** Largest h first. */
    void
    sort(Series &series)
    {
      std::sort(series.begin(), series.end(), [](const auto &a, const auto &b) { return a.first > b.first; });
    }

    SeriesAnswer
    none(const std::string &reason)
    {
      return {NAN, reason};
    }

    bool
    finite(const Series &series)
    {
      return std::all_of(series.begin(), series.end(),
                         [](const auto &entry) { return std::isfinite(entry.first) && std::isfinite(entry.second); });
    }

    /** (h1^p - h2^p) / (h2^p - h3^p), growing in p. */
    double
    drop_ratio(const double h1, const double h2, const double h3, const double p)
    {
      return (std::pow(h1 / h2, p) - 1.) / (1. - std::pow(h3 / h2, p));
    }
  } // namespace

  SeriesAnswer
  observed_order(Series series, const bool last_pair)
  {
    sort(series);
    if (series.size() < 2 || !finite(series))
      return none("an order needs two values at least");
    if (last_pair)
      series.erase(series.begin(), series.end() - 2);
    double n = double(series.size()), x = 0., y = 0., xx = 0., xy = 0.;
    for (const auto &[h, value] : series)
      {
        if (h <= 0. || value == 0.)
          return none("an order needs positive sizes and values that are not zero");
        const double a = std::log(h), b = std::log(std::abs(value));
        x += a, y += b, xx += a * a, xy += a * b;
      }
    const double denominator = n * xx - x * x;
    return denominator > 1e-12 ? SeriesAnswer{(n * xy - x * y) / denominator, ""} : none("all sizes are equal");
  }

  SeriesAnswer
  limit_at_zero(Series series, double order)
  {
    sort(series);
    if (series.size() < (order > 0. ? 2 : 3) || !finite(series))
      return none(order > 0. ? "a limit needs two values" : "a limit of unknown order needs three values");
    const auto [h3, f3] = series[series.size() - 1];
    const auto [h2, f2] = series[series.size() - 2];
    if (!(h3 > 0.) || !(h2 > h3))
      return none("a limit needs different positive sizes");
    std::string note;
    if (!(order > 0.))
      {
        const auto [h1, f1] = series[series.size() - 3];
        if (!(h1 > h2))
          return none("a limit needs different positive sizes");
        if (f1 == f2 && f2 == f3)
          return {f3, "constant"};
        const double ratio = (f1 - f2) / (f2 - f3);
        double       low = 0.05, high = 12.;
        if (!(ratio > drop_ratio(h1, h2, h3, low)) || !(ratio < drop_ratio(h1, h2, h3, high)))
          return none("the values do not converge monotonically");
        for (int i = 0; i < 80; ++i)
          (drop_ratio(h1, h2, h3, (low + high) / 2) < ratio ? low : high) = (low + high) / 2;
        order = low;
        note  = "observed order " + short_number(order);
      }
    return {f3 + (f3 - f2) / (std::pow(h2 / h3, order) - 1.), note};
  }

  SeriesAnswer
  spread(const Series &series, const bool relative)
  {
    if (series.size() < 2 || !finite(series))
      return none("an agreement needs two runs at least");
    double low = INFINITY, high = -INFINITY;
    for (const auto &[h, value] : series)
      low = std::min(low, value), high = std::max(high, value);
    const double largest = std::max(std::abs(low), std::abs(high));
    return {relative && largest > 0. ? (high - low) / largest : high - low, ""};
  }
} // namespace vht
