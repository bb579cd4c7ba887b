#pragma once

#include "solvers/heart/fibres/fibre_field.h"

#include <filesystem>

namespace vht
{
  /**
   * Directions that another program has made. Collective; the first rank reads and hands out.
   *
   * - .lon (openCARP): a line with the number of vectors, 1 or 2, then a line for each cell in the order of the mesh
   *   file: fibre, or fibre and sheet.
   * - .vtu, .vtk: vectors of cells or points of the same mesh, in any order: they are found by their place. Vectors of
   *   points are interpolated, as lines.
   *
   * Vectors need no unit length, and the sheet's only its perpendicular part; where the file has no sheets, any
   * direction across the fibres is taken.
   *
   * @throws InputError for a file that cannot be read, does not fit the mesh, or lacks directions somewhere
   */
  FibreField
  import_fibres(const FibreParameters &parameters, const Mesh &mesh, const dealii::Quadrature<dim> &quadrature);

  /**
   * Write fibre and sheet of each cell as .lon, in the order of the mesh file. Collective.
   * @throws InputError when the disk refuses
   */
  void write_lon(const std::filesystem::path &file, const FibreField &fibres, const Mesh &mesh);
} // namespace vht
