#pragma once

#include "meshing/gates.h"
#include "meshing/summary.h"

namespace vht::meshing
{
  /**
   * Draw "mesh.vtu" of the folder: its surfaces in colours (pictures/mesh.png), a cut through the cells in the colours
   * of the regions (pictures/cut.png), and how good the cells are (pictures/quality.png) with the gates as lines.
   * @param[in] patient_axes  the front is a patient's, at positive y; of shapes it is at negative y
   * @returns the files
   * @throws std::runtime_error where nothing can be drawn
   */
  std::vector<std::filesystem::path>
  draw_mesh(const Summary &summary, const std::filesystem::path &folder, bool patient_axes, const Gates &gates);
} // namespace vht::meshing
