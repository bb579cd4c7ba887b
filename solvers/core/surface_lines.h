#pragma once

#include "solvers/core/colour_map.h"
#include "solvers/core/surface_view.h"

namespace vht
{
  /** Colour of a helix angle: -90 degrees at 0, 90 degrees at 1. */
  Colour helix_colour(double position);

  /** Tubes of a radius [m] where shown_array equals each of the levels; none where it is not a number. */
  vtkSmartPointer<vtkPolyData> isolines(vtkPolyData &surface, const std::vector<double> &levels, double radius);

  /**
   * Short lines that follow direction_array along the surface, as thin tubes, about @p spacing apart [m] (0: a 45th of the size).
   *
   * The point data hold "colour" (red, green, blue as unsigned char): helix_colour() of the angle about @p helix_axis, or
   * without an axis the direction itself. There is no line where the direction stands upright on the surface.
   */
  vtkSmartPointer<vtkPolyData>
  direction_lines(vtkPolyData &surface, const std::optional<std::array<double, 3>> &helix_axis, double spacing);
} // namespace vht
