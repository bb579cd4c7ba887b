#include "meshing/surface/open_ends.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_mesh.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/Polygon_mesh_processing/triangulate_hole.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace vht::meshing
{
  namespace
  {
    /** Largest distance of the rim from its plane [m]. */
    double
    unflatness(const TaggedSurface &surface, const BorderLoop &loop)
    {
      double largest = 0;
      for (const Index i : loop.points)
        largest = std::max(largest, std::abs(dot(surface.points[i] - loop.centre, loop.normal)));
      return largest;
    }

    void
    flatten(TaggedSurface &surface, BorderLoop &loop, double limit)
    {
      for (unsigned round = 0; round < 3 && unflatness(surface, loop) > 0; ++round)
        {
          if (unflatness(surface, loop) > limit)
            return;
          for (const Index i : loop.points)
            {
              Point &p = surface.points[i];
              p        = p - dot(p - loop.centre, loop.normal) * loop.normal;
            }
          loop = measure_loop(surface, loop.points);
        }
    }

    void
    add_triangle(TaggedSurface &surface, const std::array<Index, 3> &corners, Tag patch)
    {
      const TaggedSurface::Sides sides = surface.sides.front();
      surface.triangles.push_back(corners);
      surface.sides.push_back(sides);
      surface.patches.push_back(patch);
    }

    /** A tube of the opening's own section, in rings about as high as the rim's edges are long. */
    void
    extend(TaggedSurface &surface, BorderLoop &loop, double length, Tag patch)
    {
      const std::size_t n      = loop.points.size();
      const auto        rings  = static_cast<unsigned>(std::ceil(length * static_cast<double>(n) / loop.length));
      const Point       normal = loop.normal;
      for (unsigned ring = 0; ring < rings; ++ring)
        {
          std::vector<Index> next;
          for (const Index i : loop.points)
            {
              next.push_back(static_cast<Index>(surface.points.size()));
              surface.points.push_back(surface.points[i] + length / rings * normal);
            }
          for (std::size_t i = 0; i < n; ++i)
            {
              const std::size_t j = (i + 1) % n;
              add_triangle(surface, {loop.points[i], loop.points[j], next[j]}, patch);
              add_triangle(surface, {loop.points[i], next[j], next[i]}, patch);
            }
          loop = measure_loop(surface, next);
        }
    }

    void
    close(TaggedSurface &surface, const BorderLoop &loop, Tag patch)
    {
      struct Corners
      {
        Corners(int a, int b, int c)
          : numbers{{static_cast<std::size_t>(a), static_cast<std::size_t>(b), static_cast<std::size_t>(c)}}
        {
        }
        std::array<std::size_t, 3> numbers;
      };
      std::vector<cgal::Position> rim;
      for (const Index i : loop.points)
        rim.push_back(cgal::position(surface.points[i]));
      std::vector<Corners> lid;
      CGAL::Polygon_mesh_processing::triangulate_hole_polyline(
        rim, std::back_inserter(lid),
        CGAL::parameters::use_2d_constrained_delaunay_triangulation(true).use_delaunay_triangulation(
          cgal::quick_lid(rim.size())));
      if (lid.empty())
        throw MeshError("The opening around " + in_millimetres(loop.centre) + " cannot be closed by a lid.");
      // The hole filler promises no direction: the lid looks to where the loop's normal points.
      Point sum{};
      for (const Corners &corners : lid)
        {
          const auto &[a, b, c] = corners.numbers;
          sum                   = sum + cross(surface.points[loop.points[b]] - surface.points[loop.points[a]],
                                              surface.points[loop.points[c]] - surface.points[loop.points[a]]);
        }
      for (const Corners &corners : lid)
        {
          auto [a, b, c] = corners.numbers;
          if (dot(sum, loop.normal) < 0)
            std::swap(b, c);
          add_triangle(surface, {loop.points[a], loop.points[b], loop.points[c]}, patch);
        }
    }

    /** The names that the case gives, then inlet and outlets by width. */
    std::vector<std::string>
    names_of(const std::vector<BorderLoop> &loops, const std::vector<Index> &parts, const Closing &closing)
    {
      std::vector<std::string> names(loops.size());
      for (const EndName &end : closing.names)
        {
          std::size_t best = 0;
          for (std::size_t i = 1; i < loops.size(); ++i)
            if (norm(loops[i].centre - end.point) < norm(loops[best].centre - end.point))
              best = i;
          if (!names[best].empty())
            throw MeshError("The ends \"" + names[best] + "\" and \"" + end.name +
                            "\" both lie nearest to the opening around " + in_millimetres(loops[best].centre) + ".");
          if (const double away = norm(loops[best].centre - end.point); away > loops[best].length)
            throw MeshError("The end \"" + end.name + "\" at " + in_millimetres(end.point) +
                            " is far from every opening; the nearest is around " + in_millimetres(loops[best].centre) +
                            ".");
          names[best] = end.name;
        }
      const bool           single_part = std::set<Index>(parts.begin(), parts.end()).size() < 2;
      std::map<Index, int> inlets;
      int                  n_inlets = 0, n_outlets = 0;
      const bool           inlet_named =
        std::any_of(names.begin(), names.end(), [](const std::string &name) { return name.find("inlet") == 0; });
      for (std::size_t i = 0; i < loops.size(); ++i)
        if (names[i].empty())
          {
            if (!inlet_named && inlets[parts[i]]++ == 0)
              names[i] = single_part ? "inlet" : "inlet_" + std::to_string(++n_inlets);
            else
              names[i] = "outlet_" + std::to_string(++n_outlets);
          }
      return names;
    }
  } // namespace


  Closed
  close_ends(const TaggedSurface &input, const Closing &closing)
  {
    Closed         result{input, {}};
    TaggedSurface &surface = result.surface;
    auto           loops   = border_loops(surface);
    if (loops.empty())
      throw MeshError("The surface has no opening that could be closed. Is it closed already? Then say where it is to "
                      "be opened.");
    std::stable_sort(loops.begin(), loops.end(),
                     [](const BorderLoop &a, const BorderLoop &b) { return a.area > b.area; });
    const SurfaceParts parts = connected_parts(surface);
    std::vector<Index> part_of_point(surface.points.size()), part_of_loop;
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      for (const Index i : surface.triangles[t])
        part_of_point[i] = parts.part_of_triangle[t];
    for (const BorderLoop &loop : loops)
      part_of_loop.push_back(part_of_point[loop.points[0]]);
    const std::vector<std::string> names = names_of(loops, part_of_loop, closing);

    for (Tag &patch : surface.patches)
      if (patch == 0)
        patch = tag_of(surface.patch_names, closing.wall);
    for (std::size_t i = 0; i < loops.size(); ++i)
      {
        BorderLoop &loop = loops[i];
        flatten(surface, loop, closing.flatten);
        if (closing.extension > 0)
          extend(surface, loop, closing.extension * std::sqrt(loop.area / M_PI),
                 tag_of(surface.patch_names, closing.wall));
        const Tag patch = tag_of(surface.patch_names, names[i]);
        close(surface, loop, patch);
        result.caps.push_back({names[i], patch, loop.centre, loop.normal, loop.area, std::sqrt(loop.area / M_PI),
                               unflatness(surface, loop)});
      }
    return result;
  }

  Cap
  measure_cap(const TaggedSurface &surface, const Cap &cap)
  {
    Point  sum{}, moment{};
    double whole = 0;
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      if (surface.patches[t] == cap.patch)
        {
          const Point  direction = area_vector(surface, t);
          const double area      = norm(direction);
          sum                    = sum + direction;
          moment                 = moment + area * centre(surface, t);
          whole += area;
        }
    if (!(norm(sum) > 0))
      throw MeshError("The cap \"" + cap.name + "\" around " + in_millimetres(cap.centre) + " has no triangles left.");
    Cap result    = cap;
    result.centre = 1 / whole * moment;
    result.normal = unit(sum);
    result.area   = whole;
    result.radius = std::sqrt(whole / M_PI);
    return result;
  }
} // namespace vht::meshing
