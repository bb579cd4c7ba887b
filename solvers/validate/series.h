#pragma once

#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** One value for each of several runs, against what was varied, for example an error against the cell size. */
  using Series = std::vector<std::pair<double, double>>;

  /** What can be asked of a series, and the answer or why there is none. */
  struct SeriesAnswer
  {
    double      value; ///< not a number if there is none
    std::string note;  ///< the observed order of a limit, or the reason
  };

  /**
   * The order p in |value| = C h^p.
   * @param last_pair  between the two smallest h; otherwise by least squares through all
   */
  SeriesAnswer observed_order(Series series, bool last_pair);

  /**
   * The value at h = 0 if value = limit + C h^p (Richardson).
   * @param order  p; if it is not positive it is found from the three smallest h, whose values must change
   *               monotonically and ever less
   */
  SeriesAnswer limit_at_zero(Series series, double order);

  /** Largest minus smallest value, divided by the largest magnitude if @p relative. */
  SeriesAnswer spread(const Series &series, bool relative);
} // namespace vht
