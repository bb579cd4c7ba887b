#pragma once

#include "solvers/network/circuit.h"

#include <filesystem>

namespace vht::network
{
  /**
   * The plan of a circuit as SVG: components as boxes, nodes as dots. A closed circuit stands on a ring in the order of
   * the flow; an open one goes from left to right.
   */
  std::string plan_svg(const Circuit &circuit);

  /** Write it. @throws InputError if the file cannot be written */
  void draw_plan(const Circuit &circuit, const std::filesystem::path &file);
} // namespace vht::network
