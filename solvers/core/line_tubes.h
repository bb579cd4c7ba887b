#pragma once

#include "solvers/core/picture.h"

#include <vtkPolyData.h>
#include <vtkSmartPointer.h>

namespace vht
{
  /**
   * The lines of .vtp files as tubes, for a picture with Picture::tube_radius; the field as shown_array on their
   * points.
   *
   * Tubes that would be thinner than a five hundredth of the whole become so thick, or one would not see their colour.
   * @throws InputError if a file or a field is missing
   */
  vtkSmartPointer<vtkPolyData> line_tubes(const std::vector<std::filesystem::path> &files, const Picture &picture);
} // namespace vht
