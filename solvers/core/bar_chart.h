#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace vht
{
  /** How often a quantity falls into each of equal bins. */
  struct Histogram
  {
    std::string           title;
    std::string           x_label; ///< quantity and unit: "angle [degree]"
    std::string           y_label;
    double                from = 0, to = 1; ///< the ends of the first and the last bin
    std::vector<double>   heights;
    std::optional<double> limit; ///< a vertical line: what lies to its left is not wanted
  };

  /**
   * Histograms side by side in one PNG.
   * @throws InputError          for a histogram without bins or of no width
   * @throws std::runtime_error  if there is no off-screen OpenGL; callers warn and go on
   */
  void draw(const std::vector<Histogram> &histograms, const std::filesystem::path &file);
} // namespace vht
