#pragma once

#include "solvers/core/picture.h"

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

namespace vht
{
  /** Names of the arrays that visible_surface() leaves on the surface. */
  inline constexpr const char *shown_array     = "shown";     ///< the field as shown, one component, double
  inline constexpr const char *direction_array = "direction"; ///< the vector field, three components, double

  /**
   * What one sees of a mesh: the boundary of its cells after the cut, coordinates in metres.
   *
   * deal.II writes every cell with points of its own; equal points become one first, with the mean of their values,
   * otherwise every inner face would count as boundary. The surface has the arrays named above, in its point or
   * cell data as the file has them, and is made of linear polygons: curved faces are subdivided.
   * @throws InputError if a file or a field is missing or the cut leaves nothing
   */
  vtkSmartPointer<vtkPolyData> visible_surface(const std::vector<std::filesystem::path> &meshes,
                                               const Picture                            &picture);
} // namespace vht
