#pragma once

#include "solvers/core/colour_map.h"

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  /** Points that belong together. A point with a coordinate that is not a number interrupts the line. */
  struct Curve
  {
    std::string           label; ///< in the legend; empty: not in the legend
    std::vector<double>   x, y;
    bool                  line    = true;
    bool                  markers = false;
    bool                  dashed  = false; ///< the way references are drawn
    std::optional<Colour> colour  = {};    ///< otherwise one from the series of easily told colours
  };

  /** A horizontal stripe, for example an accepted range; a line with its label on it where both ends are equal. */
  struct Band
  {
    double      from, to;
    std::string label;
  };

  /** A line chart, written as SVG. */
  struct Chart
  {
    std::filesystem::path file; ///< .svg
    std::string           title;
    std::string           x_label, y_label; ///< quantity and unit: "time [ms]"
    std::vector<Curve>    curves;
    std::vector<Band>     bands;
    bool                  log_x = false, log_y = false; ///< points that are not positive are left out
    std::optional<std::pair<double, double>> x_range, y_range;
    int                                      width = 820, height = 500; ///< pixels
  };

  /** The chart as SVG text. @throws InputError if a curve has not as many x as y */
  std::string svg(const Chart &chart);

  /** Write the chart to its file. @throws InputError as svg(), or if the file cannot be written */
  void draw(const Chart &chart);

  /** Round numbers (1, 2 or 5 times a power of ten apart) inside [minimum, maximum], about @p wanted of them. */
  std::vector<double> nice_ticks(double minimum, double maximum, unsigned wanted = 6);

  /** Powers of ten inside the range, with their 2 and 5 where there would be fewer than three. */
  std::vector<double> log_ticks(double minimum, double maximum);

  /** Ticks as text: all with the same number of decimals, or all as powers. */
  std::vector<std::string> tick_labels(const std::vector<double> &ticks);
} // namespace vht
