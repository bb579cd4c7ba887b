#include "meshing/shapes/o_grid.h"

#include "meshing/geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    /** Corners of the core lie at this part of the radius, the middles of its sides a bit nearer. */
    constexpr double core_corner = 0.6, core_side = 0.5;

    /** A disc of radius 1: points, and quadrilaterals anticlockwise. */
    struct Disc
    {
      std::vector<std::array<double, 2>> points;
      std::vector<std::array<Index, 4>>  cells;
      std::vector<std::array<Index, 2>>  rim; ///< edges on the circle
    };

    /** The core: a square of n x n cells whose sides bulge towards the circle. */
    std::array<double, 2>
    core_point(double s, double t) // both from -1 to 1
    {
      const double corner = core_corner / std::numbers::sqrt2, bulge = core_side - corner;
      return {s * (corner + bulge * (1 - t * t)), t * (corner + bulge * (1 - s * s))};
    }

    Disc
    make_disc(Index n, Index n_rings)
    {
      Disc       disc;
      const auto core = [n](Index i, Index j) { return j * (n + 1) + i; };
      for (Index j = 0; j <= n; ++j)
        for (Index i = 0; i <= n; ++i)
          disc.points.push_back(core_point(2. * i / n - 1, 2. * j / n - 1));
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
  } // namespace


  TaggedMesh
  sweep_o_grid(const std::vector<TubeSection> &sections, double size)
  {
    double radius = 0;
    for (const TubeSection &section : sections)
      radius = std::max(radius, section.radius);
    const auto at_least = [&](double length, Index least) {
      return std::max(least, static_cast<Index>(std::lround(length / size)));
    };
    const Disc disc     = make_disc(at_least(2 * core_side * radius, 2), at_least((1 - core_side) * radius, 1));
    const auto n_disc   = static_cast<Index>(disc.points.size());
    const auto n_layers = static_cast<Index>(sections.size() - 1);

    TaggedMesh mesh;
    mesh.shape         = CellShape::hexahedron;
    mesh.region_names  = {{1, "lumen"}};
    mesh.surface_names = {{1, "inlet"}, {2, "outlet_1"}, {3, "wall"}};
    for (const TubeSection &section : sections)
      for (const auto &[x, y] : disc.points)
        mesh.points.push_back(section.centre + section.radius * (x * section.first + y * section.second));
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

  TaggedMesh
  make_o_grid(const OGrid &tube)
  {
    if (!(tube.length > 0 && tube.inlet_radius > 0 && tube.outlet_radius > 0 && tube.size > 0))
      throw InputError("A tube needs a length, radii and a size of cells that are positive.");
    const long               n_layers = std::max(1L, std::lround(tube.length / tube.size));
    std::vector<TubeSection> sections;
    for (long l = 0; l <= n_layers; ++l)
      {
        const double part = static_cast<double>(l) / static_cast<double>(n_layers);
        sections.push_back({{0, 0, part * tube.length},
                            {1, 0, 0},
                            {0, 1, 0},
                            (1 - part) * tube.inlet_radius + part * tube.outlet_radius});
      }
    return sweep_o_grid(sections, tube.size);
  }
} // namespace vht::meshing
