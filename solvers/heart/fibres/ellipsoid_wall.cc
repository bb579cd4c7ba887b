#include "solvers/heart/fibres/ellipsoid_wall.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vht
{
  EllipsoidWall::Place
  EllipsoidWall::place(const Point &x) const
  {
    const Tensor from_centre = x - centre;
    const double along       = from_centre * axis;
    return {(from_centre - along * axis).norm(), along};
  }

  double
  EllipsoidWall::depth(const Point &x) const
  {
    const auto [across, along] = place(x);
    const double radius_rate = outer_radius - inner_radius, length_rate = outer_length - inner_length;

    // Newton's method for (across / r)^2 + (along / l)^2 = 1. The left side is convex and falls with t: from t = 0 the
    // iterates come up to the solution from below and never pass it.
    double t = 0.;
    for (unsigned int i = 0; i < 100; ++i)
      {
        const double r = inner_radius + t * radius_rate, l = inner_length + t * length_rate;
        const double a = across / r * (across / r), b = along / l * (along / l);
        const double step = (a + b - 1.) / (2. * (a * radius_rate / r + b * length_rate / l));
        if (!(step > 1e-15)) // also inside the cavity, and where there is no slope, at the centre
          break;
        t += step;
        if (t >= 1.)
          return 1.;
      }
    return t;
  }

  double
  EllipsoidWall::beyond(const Point &x) const
  {
    const auto [across, along] = place(x);
    return std::max({0., 1. - std::hypot(across / inner_radius, along / inner_length),
                     std::hypot(across / outer_radius, along / outer_length) - 1.});
  }

  Frame
  EllipsoidWall::frame(const Point &x, double t, const SpareDirections &spare) const
  {
    const double r = inner_radius + t * (outer_radius - inner_radius);
    const double l = inner_length + t * (outer_length - inner_length);

    // The normal is the gradient of (across / r)^2 + (along / l)^2; e_u is the part of the axis perpendicular to it.
    const Tensor from_centre = x - centre;
    const Tensor along       = (from_centre * axis) * axis;
    Frame        wall{Tensor(), axis, (from_centre - along) / (r * r) + along / (l * l)};
    orthonormalise(wall.normal, wall.sheet, spare);
    wall.fibre = dealii::cross_product_3d(wall.sheet, wall.normal);
    return orient(wall, ((1. - t) * alpha_endo + t * alpha_epi) * std::numbers::pi / 180., 0.);
  }
} // namespace vht
