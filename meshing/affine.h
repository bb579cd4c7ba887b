#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /** A map of space: x -> origin + x[0] columns[0] + x[1] columns[1] + x[2] columns[2]. */
  struct Affine
  {
    std::array<Point, 3> columns = {{{{1, 0, 0}}, {{0, 1, 0}}, {{0, 0, 1}}}};
    Point                origin{}; ///< [m]

    Point operator()(const Point &x) const;

    /** Change of volume; negative where right and left hands are exchanged. */
    double determinant() const;

    /** @pre the determinant is not 0 */
    Affine inverse() const;
  };
} // namespace vht::meshing
