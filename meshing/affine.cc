#include "meshing/affine.h"

#include "meshing/geometry.h"

namespace vht::meshing
{
  Point
  Affine::operator()(const Point &x) const
  {
    return origin + x[0] * columns[0] + x[1] * columns[1] + x[2] * columns[2];
  }

  double
  Affine::determinant() const
  {
    return meshing::determinant(columns[0], columns[1], columns[2]);
  }

  Affine
  Affine::inverse() const
  {
    const double scaling = 1 / determinant();
    const Point  rows[3] = {scaling * cross(columns[1], columns[2]), scaling * cross(columns[2], columns[0]),
                            scaling * cross(columns[0], columns[1])};
    Affine       result;
    for (unsigned d = 0; d < 3; ++d)
      {
        for (unsigned k = 0; k < 3; ++k)
          result.columns[d][k] = rows[k][d];
        result.origin[d] = -dot(rows[d], origin);
      }
    return result;
  }
} // namespace vht::meshing
