#pragma once

#include "solvers/core/types.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace vht
{
  /** Fibre and sheet vectors as a file has them. */
  struct VectorFile
  {
    /** Fibre, then sheet; a missing sheet is zero. */
    using Row = std::array<double, 2 * dim>;

    bool             of_points = false; ///< else of cells
    std::vector<Row> rows;
    std::vector<Point>
      places; ///< of the points or the cells' centres, in the file's unit; empty: only the order counts
  };

  /** openCARP's format. @throws InputError with the line */
  VectorFile read_lon(const std::filesystem::path &file);

  /** Vectors of a VTK file: what they are called, and who says so ("case.prm:12, Fibres/Import/Fibre array"). */
  struct VectorName
  {
    std::string name, asked_by;
    bool        required = true; ///< else they may be missing
  };

  /** .vtu or legacy .vtk. @throws InputError when it cannot be read or lacks an array, naming the nearest */
  VectorFile read_vtk_vectors(const std::filesystem::path &file, const VectorName &fibre, const VectorName &sheet);
} // namespace vht
