#pragma once

#include "meshing/tagged_mesh.h"

#include <cmath>

namespace vht::meshing
{
  inline Point
  operator+(const Point &a, const Point &b)
  {
    return {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
  }

  inline Point
  operator-(const Point &a, const Point &b)
  {
    return {a[0] - b[0], a[1] - b[1], a[2] - b[2]};
  }

  inline Point
  operator*(double s, const Point &a)
  {
    return {s * a[0], s * a[1], s * a[2]};
  }

  inline double
  dot(const Point &a, const Point &b)
  {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }

  inline Point
  cross(const Point &a, const Point &b)
  {
    return {a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]};
  }

  inline double
  norm(const Point &a)
  {
    return std::sqrt(dot(a, a));
  }

  /** In the same direction. @pre it is not zero */
  inline Point
  unit(const Point &a)
  {
    return 1 / norm(a) * a;
  }

  inline double
  determinant(const Point &a, const Point &b, const Point &c)
  {
    return dot(a, cross(b, c));
  }
} // namespace vht::meshing
