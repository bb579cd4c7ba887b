#pragma once

#include <array>
#include <string_view>

namespace vht
{
  /** Where in the ventricular wall a cell sits: under the outer surface, under the inner one, or between (M cells). */
  enum class WallLayer
  {
    epi,
    endo,
    mid
  };

  inline constexpr std::array<WallLayer, 3> wall_layers = {WallLayer::epi, WallLayer::endo, WallLayer::mid};
} // namespace vht
