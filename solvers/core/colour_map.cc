#include "solvers/core/colour_map.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

namespace vht
{
  namespace
  {
    // viridis and inferno sampled from matplotlib's tables by S. van der Walt and N. Smith (public domain, CC0).
    const std::map<std::string, std::vector<unsigned>, std::less<>> maps = {
      {"viridis", {0x440154, 0x482878, 0x3e4989, 0x31688e, 0x26828e, 0x1f9e89, 0x35b779, 0x6ece58, 0xb5de2b, 0xfde725}},
      {"inferno", {0x000004, 0x1b0c41, 0x4a0c6b, 0x781c6d, 0xa52c60, 0xcf4446, 0xed6925, 0xfb9b06, 0xf7d13d, 0xfcffa4}},
      {"activation",
       {0x9c1c3c, 0xcf4a40, 0xec8a4a, 0xf7c46c, 0xf4ec9c, 0xbfdf95, 0x74c2a0, 0x3f93ab, 0x44649f, 0x4d3a86}},
      {"diverging", {0x2f4fa5, 0x5b86cf, 0x98b9e3, 0xcfdcee, 0xf2f0ee, 0xf0cdbb, 0xe39b80, 0xc95c50, 0xa11e38}},
    };

    // Reordered from the "colour universal design" set of M. Okabe and K. Ito, widened to ten.
    constexpr std::array<unsigned, 10> categories = {0x2a6fb0, 0xe08214, 0x2f9e77, 0xc8435b, 0x7b5ea7,
                                                     0x56b4e9, 0xd9b53c, 0x8a6d4f, 0xcc79a7, 0x6b7580};

    Colour
    unpacked(const unsigned rgb)
    {
      return {((rgb >> 16) & 255) / 255., ((rgb >> 8) & 255) / 255., (rgb & 255) / 255.};
    }
  } // namespace

  ColourMap::ColourMap(const std::string_view name)
  {
    const auto entry = maps.find(name);
    if (entry == maps.end())
      throw InputError("There is no colour map \"" + std::string(name) + "\"." +
                       did_you_mean(name, colour_map_names()) + " Known: viridis, inferno, activation, diverging.");
    anchors_ = &entry->second;
  }

  Colour
  ColourMap::operator()(const double position) const
  {
    const double      scaled = std::clamp(position, 0., 1.) * double(anchors_->size() - 1);
    const std::size_t left   = std::min(std::size_t(scaled), anchors_->size() - 2);
    const double      weight = scaled - double(left);
    const Colour      a = unpacked((*anchors_)[left]), b = unpacked((*anchors_)[left + 1]);
    return {std::lerp(a[0], b[0], weight), std::lerp(a[1], b[1], weight), std::lerp(a[2], b[2], weight)};
  }

  std::vector<std::string>
  colour_map_names()
  {
    std::vector<std::string> names;
    for (const auto &[name, anchors] : maps)
      names.push_back(name);
    return names;
  }

  Colour
  categorical_colour(const std::size_t index)
  {
    Colour       colour  = unpacked(categories[index % categories.size()]);
    const double lighter = index / categories.size() % 2 == 0 ? 0. : 0.5; // the second ten are pale
    for (double &part : colour)
      part += lighter * (1. - part);
    return colour;
  }

  std::string
  hexadecimal(const Colour &colour)
  {
    char text[8];
    std::snprintf(text, sizeof text, "#%02x%02x%02x", unsigned(std::lround(255 * colour[0])),
                  unsigned(std::lround(255 * colour[1])), unsigned(std::lround(255 * colour[2])));
    return text;
  }
} // namespace vht
