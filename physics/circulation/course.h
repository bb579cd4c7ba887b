#pragma once

#include <span>
#include <utility>
#include <vector>

namespace vht
{
  /** A quantity that is given over time: constant, a table with straight lines between its rows, or a Fourier series.
   */
  class Course
  {
  public:
    explicit Course(double constant = 0.)
      : values_{constant}
    {
    }

    /**
     * A table. With a period it repeats; a table that is shorter than the period goes on from its last row to the first
     * row of the next round in a straight line. Without one the ends stay as they are.
     *
     * @param[in] times   [s], increasing
     * @param[in] values  as long
     * @param[in] period  [s]; 0: it does not repeat
     * @throws InputError naming the row that is wrong, or if the table is longer than the period
     */
    Course(std::span<const double> times, std::span<const double> values, double period);

    /**
     * Sum of c_k cos(2 pi k t / T) + s_k sin(2 pi k t / T).
     *
     * @param[in] cosines  c_0, c_1, ...
     * @param[in] sines    s_1, s_2, ...; may be shorter or longer
     * @throws InputError if the period is not positive
     */
    static Course fourier(std::span<const double> cosines, std::span<const double> sines, double period);

    double at(double time) const;

    /** Over a period, or over a table that does not repeat. */
    double mean() const;

  private:
    std::vector<double> times_, values_; ///< no times: a constant or a series
    std::vector<double> sines_;
    double              period_ = 0.;
  };
} // namespace vht
