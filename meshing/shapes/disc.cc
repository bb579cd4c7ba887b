#include "meshing/shapes/disc.h"

#include <cmath>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    /** The corners of the core lie so many times farther out than the middles of its sides. */
    constexpr double corner_over_side = 1.2;

    /** The core: a square of n x n cells whose sides bulge towards the circle. */
    Disc::Place
    core_point(double side, double s, double t) // s and t from -1 to 1
    {
      const double corner = corner_over_side * side / std::numbers::sqrt2, bulge = side - corner;
      return {s * (corner + bulge * (1 - t * t)), t * (corner + bulge * (1 - s * s))};
    }
  } // namespace


  Disc
  make_disc(Index n, Index n_rings, double core_side)
  {
    Disc       disc;
    const auto core = [n](Index i, Index j) { return j * (n + 1) + i; };
    for (Index j = 0; j <= n; ++j)
      for (Index i = 0; i <= n; ++i)
        disc.points.push_back(core_point(core_side, 2. * i / n - 1, 2. * j / n - 1));
    for (Index j = 0; j < n; ++j)
      for (Index i = 0; i < n; ++i)
        disc.cells.push_back({core(i, j), core(i + 1, j), core(i + 1, j + 1), core(i, j + 1)});

    // Around the core anticlockwise, beginning at its lower left corner.
    std::vector<Index> ring;
    for (Index k = 0; k < n; ++k)
      ring.push_back(core(k, 0));
    for (Index k = 0; k < n; ++k)
      ring.push_back(core(n, k));
    for (Index k = 0; k < n; ++k)
      ring.push_back(core(n - k, n));
    for (Index k = 0; k < n; ++k)
      ring.push_back(core(0, n - k));

    const std::vector<Index> inner = ring;
    const Index              m     = 4 * n;
    for (Index r = 1; r <= n_rings; ++r)
      {
        std::vector<Index> next;
        for (Index k = 0; k < m; ++k)
          {
            const auto  &from  = disc.points[inner[k]];
            const double angle = std::numbers::pi * (-0.75 + 2. * k / m), part = static_cast<double>(r) / n_rings;
            next.push_back(static_cast<Index>(disc.points.size()));
            disc.points.push_back(
              {(1 - part) * from[0] + part * std::cos(angle), (1 - part) * from[1] + part * std::sin(angle)});
          }
        for (Index k = 0; k < m; ++k)
          disc.cells.push_back({ring[k], next[k], next[(k + 1) % m], ring[(k + 1) % m]});
        ring = next;
      }
    for (Index k = 0; k < m; ++k)
      disc.rim.push_back({ring[k], ring[(k + 1) % m]});
    return disc;
  }

  TaggedMesh
  stack(const Disc &disc, Index n_layers, const std::function<Point(Index disc, const Disc::Place &point)> &place)
  {
    const auto n_disc = static_cast<Index>(disc.points.size());
    TaggedMesh mesh;
    mesh.shape = CellShape::hexahedron;
    for (Index l = 0; l <= n_layers; ++l)
      for (const Disc::Place &point : disc.points)
        mesh.points.push_back(place(l, point));
    for (Index l = 0; l < n_layers; ++l)
      {
        const Index low = l * n_disc, high = low + n_disc;
        for (const auto &c : disc.cells)
          {
            for (const Index level : {low, high})
              for (const Index corner : c)
                mesh.cells.push_back(level + corner);
            mesh.regions.push_back(1);
          }
        for (const auto &[a, b] : disc.rim)
          mesh.add_face(std::array{low + a, low + b, high + b, high + a}, 3);
      }
    for (const auto &[a, b, c, d] : disc.cells)
      {
        mesh.add_face(std::array{a, b, c, d}, 1);
        const Index top = n_layers * n_disc;
        mesh.add_face(std::array{top + a, top + b, top + c, top + d}, 2);
      }
    return mesh;
  }
} // namespace vht::meshing
