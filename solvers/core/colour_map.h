#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace vht
{
  /** Red, green and blue, each from 0 to 1. */
  using Colour = std::array<double, 3>;

  /**
   * A named series of colours for numbers.
   *
   *     viridis      dark blue to yellow, even in lightness: any field
   *     inferno      black to pale yellow, even in lightness: transmembrane potential, temperature
   *     activation   red (early) over yellow and green to violet (late): activation and repolarisation maps
   *     diverging    blue over white to red: fields with a natural middle, angles
   */
  class ColourMap
  {
  public:
    /** @throws InputError if there is no map of this name */
    explicit ColourMap(std::string_view name);

    /** @param position 0 to 1, clamped */
    Colour operator()(double position) const;

  private:
    const std::vector<unsigned> *anchors_; // 0xRRGGBB, equally spaced
  };

  std::vector<std::string> colour_map_names();

  /** Colours that are easy to tell apart, also with the common colour blindnesses; repeats after twenty. */
  Colour categorical_colour(std::size_t index);

  /** "#1f77b4" */
  std::string hexadecimal(const Colour &colour);
} // namespace vht
