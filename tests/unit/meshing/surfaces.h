#pragma once

#include "meshing/geometry.h"
#include "meshing/surface/surface_geometry.h"

#include <cmath>
#include <functional>
#include <map>

namespace vht::meshing::test
{
  inline void
  add(TaggedSurface &surface, Index a, Index b, Index c, Tag patch = 0)
  {
    surface.region_names[1] = "lumen";
    surface.triangles.push_back({a, b, c});
    surface.sides.push_back({1, 0});
    surface.patches.push_back(patch);
  }

  /** Corners of a cube, two triangles for each side. */
  inline TaggedSurface
  cube(double edge)
  {
    TaggedSurface surface;
    for (unsigned i = 0; i < 8; ++i)
      surface.points.push_back({edge * (i & 1), edge * ((i >> 1) & 1), edge * ((i >> 2) & 1)});
    for (const auto &[a, b, c, d] :
         {std::array<Index, 4>{0, 2, 3, 1}, {4, 5, 7, 6}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 4, 6, 2}, {1, 3, 7, 5}})
      {
        add(surface, a, b, c);
        add(surface, a, c, d);
      }
    return surface;
  }

  /** Around the z axis from 0 to length, open at both ends. */
  inline TaggedSurface
  tube(double radius, double length, Index around, Index along)
  {
    TaggedSurface surface;
    for (Index k = 0; k <= along; ++k)
      for (Index i = 0; i < around; ++i)
        {
          const double angle = 2 * M_PI * (i + 0.5 * (k % 2)) / around;
          surface.points.push_back({radius * std::cos(angle), radius * std::sin(angle), length * k / along});
        }
    for (Index k = 0; k < along; ++k)
      for (Index i = 0; i < around; ++i)
        {
          const Index j = (i + 1) % around, low = k * around, up = (k + 1) * around;
          if (k % 2 == 0)
            {
              add(surface, low + i, low + j, up + i);
              add(surface, low + j, up + j, up + i);
            }
          else
            {
              add(surface, low + i, up + j, up + i);
              add(surface, low + i, low + j, up + j);
            }
        }
    return surface;
  }

  /** An octahedron whose triangles are split into four so often, on a sphere around the origin. */
  inline TaggedSurface
  sphere(double radius, unsigned times)
  {
    TaggedSurface surface;
    surface.points = {{1, 0, 0}, {-1, 0, 0}, {0, 1, 0}, {0, -1, 0}, {0, 0, 1}, {0, 0, -1}};
    for (const auto &[a, b, c] :
         {std::array<Index, 3>{0, 2, 4}, {2, 1, 4}, {1, 3, 4}, {3, 0, 4}, {2, 0, 5}, {1, 2, 5}, {3, 1, 5}, {0, 3, 5}})
      add(surface, a, b, c);
    for (unsigned i = 0; i < times; ++i)
      {
        TaggedSurface                            finer;
        std::map<std::pair<Index, Index>, Index> made;
        finer.points      = surface.points;
        const auto middle = [&](Index a, Index b) {
          const auto [at, fresh] = made.try_emplace(std::minmax(a, b), static_cast<Index>(finer.points.size()));
          if (fresh)
            finer.points.push_back(surface.points[a] + surface.points[b]);
          return at->second;
        };
        for (const auto &[a, b, c] : surface.triangles)
          {
            const Index ab = middle(a, b), bc = middle(b, c), ca = middle(c, a);
            add(finer, a, ab, ca);
            add(finer, ab, b, bc);
            add(finer, ca, bc, c);
            add(finer, ab, bc, ca);
          }
        surface = finer;
        for (Point &p : surface.points)
          p = 1 / norm(p) * p;
      }
    scale(surface, radius);
    return surface;
  }

  /** Distance to a line between two points. */
  inline double
  distance_to_segment(const Point &p, const Point &a, const Point &b)
  {
    const double t = std::clamp(dot(p - a, b - a) / dot(b - a, b - a), 0., 1.);
    return norm(p - a - t * (b - a));
  }

  /**
   * Where a function is zero, in front where it is positive: every cell of a grid is split into six tetrahedra, and
   * these are cut.
   */
  inline TaggedSurface
  zero_level(const std::function<double(const Point &)> &f, const Point &low, const Point &high, double spacing)
  {
    std::array<Index, 3> n;
    for (unsigned d = 0; d < 3; ++d)
      n[d] = static_cast<Index>(std::ceil((high[d] - low[d]) / spacing)) + 1;
    const auto place = [&](Index i) {
      return Point{low[0] + spacing * (i % n[0]), low[1] + spacing * (i / n[0] % n[1]),
                   low[2] + spacing * (i / n[0] / n[1])};
    };
    std::vector<double> value(n[0] * n[1] * n[2]);
    for (Index i = 0; i < value.size(); ++i)
      {
        value[i] = f(place(i));
        if (std::abs(value[i]) < 1e-3 * spacing) // no triangle without area
          value[i] = std::copysign(1e-3 * spacing, value[i]);
      }
    TaggedSurface                            surface;
    std::map<std::pair<Index, Index>, Index> made;
    const auto                               crossing = [&](Index a, Index b) {
      const auto [at, fresh] = made.try_emplace(std::minmax(a, b), static_cast<Index>(surface.points.size()));
      if (fresh)
        {
          const double w = value[a] / (value[a] - value[b]);
          surface.points.push_back((1 - w) * place(a) + w * place(b));
        }
      return at->second;
    };
    const auto triangle = [&](Index a, Index b, Index c, const Point &inside) {
      const Point &p       = surface.points[a];
      const bool   outward = dot(cross(surface.points[b] - p, surface.points[c] - p), p - inside) > 0;
      outward ? add(surface, a, b, c) : add(surface, a, c, b);
    };
    constexpr std::array<std::array<unsigned, 4>, 6> split = {
      {{0, 1, 3, 7}, {0, 1, 5, 7}, {0, 2, 3, 7}, {0, 2, 6, 7}, {0, 4, 5, 7}, {0, 4, 6, 7}}};
    for (Index k = 0; k + 1 < n[2]; ++k)
      for (Index j = 0; j + 1 < n[1]; ++j)
        for (Index i = 0; i + 1 < n[0]; ++i)
          for (const auto &tetrahedron : split)
            {
              std::vector<Index> in, out;
              for (const unsigned c : tetrahedron)
                {
                  const Index corner = (i + (c & 1)) + n[0] * ((j + ((c >> 1) & 1)) + n[1] * (k + (c >> 2)));
                  (value[corner] < 0 ? in : out).push_back(corner);
                }
              if (in.size() == 1)
                triangle(crossing(in[0], out[0]), crossing(in[0], out[1]), crossing(in[0], out[2]), place(in[0]));
              else if (in.size() == 3)
                triangle(crossing(in[0], out[0]), crossing(in[1], out[0]), crossing(in[2], out[0]), place(in[0]));
              else if (in.size() == 2)
                {
                  const Index a = crossing(in[0], out[0]), b = crossing(in[0], out[1]);
                  const Index c = crossing(in[1], out[0]), d = crossing(in[1], out[1]);
                  const Point middle = 0.5 * (place(in[0]) + place(in[1]));
                  triangle(a, b, c, middle);
                  triangle(b, d, c, middle);
                }
            }
    return surface;
  }

  /** Three branches of 2, 1.6 and 1.4 mm radius that meet in the origin, with round tips. */
  struct Fork
  {
    Point  trunk{{0, 0, -20e-3}}, left{{-8e-3, 0, 16e-3}}, right{{9e-3, 3e-3, 15e-3}};
    double trunk_radius = 2e-3, left_radius = 1.6e-3, right_radius = 1.4e-3;

    double
    operator()(const Point &p) const
    {
      const Point middle{};
      return std::min({distance_to_segment(p, middle, trunk) - trunk_radius,
                       distance_to_segment(p, middle, left) - left_radius,
                       distance_to_segment(p, middle, right) - right_radius});
    }

    TaggedSurface
    surface(double spacing) const
    {
      return zero_level(*this, {-11.1e-3, -3.2e-3, -23.1e-3}, {11.8e-3, 5.3e-3, 19.1e-3}, spacing);
    }
  };
} // namespace vht::meshing::test
