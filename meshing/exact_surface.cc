#include "meshing/exact_surface.h"

#include "meshing/geometry.h"

namespace vht::meshing
{
  double
  ExactSurface::distance(const Point &x) const
  {
    return level(x) / norm(slope(x));
  }

  ExactSurface
  ellipsoid_surface(const Point &centre, const Point &half_axes)
  {
    const auto scaled = [centre, half_axes](const Point &x, int power) {
      Point result;
      for (unsigned d = 0; d < 3; ++d)
        result[d] = (x[d] - centre[d]) / std::pow(half_axes[d], power);
      return result;
    };
    return {[scaled](const Point &x) { return dot(scaled(x, 1), scaled(x, 1)) - 1; },
            [scaled](const Point &x) { return 2 * scaled(x, 2); }};
  }

  ExactSurface
  turned_line(double radius, double height, double constant)
  {
    return {[=](const Point &x) { return radius * std::hypot(x[0], x[1]) + height * x[2] - constant; },
            [=](const Point &x) -> Point {
              const double r = std::hypot(x[0], x[1]);
              return r > 0 ? Point{radius * x[0] / r, radius * x[1] / r, height} : Point{0, 0, height};
            }};
  }

  ExactSurface
  moved(const ExactSurface &surface, const Affine &map)
  {
    const Affine back = map.inverse();
    return {[=](const Point &x) { return surface.level(back(x)); },
            [=](const Point &x) -> Point {
              const Point slope = surface.slope(back(x));
              return {dot(back.columns[0], slope), dot(back.columns[1], slope), dot(back.columns[2], slope)};
            }};
  }

  Point
  nearest_on(const std::vector<const ExactSurface *> &surfaces, Point x)
  {
    // The square of the distance is what is left after a step: five are enough for any mesh, and a few more do no harm.
    for (unsigned step = 0; step < 10; ++step)
      {
        const Point  a = unit(surfaces[0]->slope(x));
        const double g = surfaces[0]->distance(x);
        if (surfaces.size() == 1)
          {
            x = x - g * a;
            continue;
          }
        // The shortest s a + t b with s + t (a . b) = -g and s (a . b) + t = -h.
        const Point  b = unit(surfaces[1]->slope(x));
        const double h = surfaces[1]->distance(x), c = dot(a, b), det = 1 - c * c;
        x = x + ((-g + c * h) / det) * a + ((-h + c * g) / det) * b;
      }
    return x;
  }
} // namespace vht::meshing
