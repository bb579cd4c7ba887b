#include "meshing/surface/surface_geometry.h"

#include "meshing/geometry.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace vht::meshing
{
  Point
  area_vector(const TaggedSurface &surface, std::size_t triangle)
  {
    const auto &[a, b, c] = surface.triangles[triangle];
    return 0.5 * cross(surface.points[b] - surface.points[a], surface.points[c] - surface.points[a]);
  }

  Point
  centre(const TaggedSurface &surface, std::size_t triangle)
  {
    const auto &[a, b, c] = surface.triangles[triangle];
    return 1. / 3 * (surface.points[a] + surface.points[b] + surface.points[c]);
  }

  double
  area(const TaggedSurface &surface)
  {
    double sum = 0;
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      sum += norm(area_vector(surface, t));
    return sum;
  }

  double
  enclosed_volume(const TaggedSurface &surface)
  {
    if (surface.points.empty())
      return 0;
    const Point origin = surface.points[0]; // far from the origin of scanners the differences would cancel
    double      sum    = 0;
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      sum += dot(centre(surface, t) - origin, area_vector(surface, t)) / 3;
    for (const BorderLoop &loop : border_loops(surface))
      for (std::size_t i = 0; i < loop.points.size(); ++i)
        {
          const Point &a = surface.points[loop.points[i]],
                      &b = surface.points[loop.points[(i + 1) % loop.points.size()]];
          sum += determinant(loop.centre - origin, a - origin, b - origin) / 6;
        }
    return sum;
  }

  BoundingBox
  bounding_box(const TaggedSurface &surface)
  {
    BoundingBox box;
    if (surface.points.empty())
      return box;
    box.low = box.high = surface.points[0];
    for (const Point &p : surface.points)
      for (unsigned d = 0; d < 3; ++d)
        {
          box.low[d]  = std::min(box.low[d], p[d]);
          box.high[d] = std::max(box.high[d], p[d]);
        }
    return box;
  }

  void
  scale(TaggedSurface &surface, double factor)
  {
    for (Point &p : surface.points)
      p = factor * p;
  }

  void
  turn(TaggedSurface &surface, std::size_t triangle)
  {
    std::swap(surface.triangles[triangle][1], surface.triangles[triangle][2]);
  }

  namespace
  {
    using Place = std::array<std::int64_t, 3>;

    struct HashPlace
    {
      std::size_t
      operator()(const Place &place) const
      {
        std::uint64_t hash = 1469598103934665603ull;
        for (const std::int64_t i : place)
          hash = (hash ^ static_cast<std::uint64_t>(i)) * 1099511628211ull;
        return hash ^ (hash >> 29);
      }
    };

    /** The first point of those within the tolerance, for every point. */
    std::vector<Index>
    first_of_close_points(const std::vector<Point> &points, double tolerance)
    {
      const double                                             cell = std::max(4 * tolerance, 1e-12);
      std::unordered_map<Place, std::vector<Index>, HashPlace> grid;
      std::vector<Index>                                       first(points.size());
      const auto                                               place_of = [cell](const Point &p, const Point &shift) {
        Place place;
        for (unsigned d = 0; d < 3; ++d)
          place[d] = std::llround(std::floor((p[d] + shift[d]) / cell));
        return place;
      };
      for (Index i = 0; i < points.size(); ++i)
        {
          Index found = i;
          for (unsigned corner = 0; corner < 8 && found == i; ++corner)
            {
              Point shift;
              for (unsigned d = 0; d < 3; ++d)
                shift[d] = ((corner >> d) & 1) != 0 ? tolerance : -tolerance;
              const auto list = grid.find(place_of(points[i], shift));
              if (list == grid.end())
                continue;
              for (const Index j : list->second)
                if (norm(points[i] - points[j]) <= tolerance)
                  found = j;
            }
          first[i] = found;
          if (found == i)
            grid[place_of(points[i], {})].push_back(i);
        }
      return first;
    }
  } // namespace


  std::size_t
  weld(TaggedSurface &surface, double tolerance)
  {
    const std::size_t        before = surface.points.size();
    const std::vector<Index> first  = first_of_close_points(surface.points, tolerance);
    for (auto &corners : surface.triangles)
      for (Index &corner : corners)
        corner = first[corner];
    drop_unused_points(surface);
    return before - surface.points.size();
  }

  void
  keep_triangles(TaggedSurface &surface, const std::vector<bool> &keep)
  {
    std::size_t n = 0;
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      if (keep[t])
        {
          surface.triangles[n] = surface.triangles[t];
          surface.sides[n]     = surface.sides[t];
          surface.patches[n]   = surface.patches[t];
          ++n;
        }
    surface.triangles.resize(n);
    surface.sides.resize(n);
    surface.patches.resize(n);
    drop_unused_points(surface);
  }

  EdgeTriangles::EdgeTriangles(const TaggedSurface &surface)
  {
    entries_.reserve(3 * surface.n_triangles());
    for (Index t = 0; t < surface.n_triangles(); ++t)
      for (unsigned k = 0; k < 3; ++k)
        {
          const Index from = surface.triangles[t][k], to = surface.triangles[t][(k + 1) % 3];
          if (from != to)
            entries_.push_back({std::min(from, to), std::max(from, to), t, from < to});
        }
    std::sort(entries_.begin(), entries_.end(), [](const Entry &x, const Entry &y) {
      return std::tie(x.a, x.b, x.triangle) < std::tie(y.a, y.b, y.triangle);
    });
  }

  TaggedSurface
  part_of(const TaggedSurface &surface, const SurfaceParts &parts, Index part)
  {
    TaggedSurface     result = surface;
    std::vector<bool> keep;
    for (const Index p : parts.part_of_triangle)
      keep.push_back(p == part);
    keep_triangles(result, keep);
    return result;
  }

  SurfaceParts
  connected_parts(const TaggedSurface &surface)
  {
    std::vector<Index> parent(surface.n_triangles());
    std::iota(parent.begin(), parent.end(), 0);
    const auto root = [&](Index i) {
      while (parent[i] != i)
        i = parent[i] = parent[parent[i]];
      return i;
    };
    EdgeTriangles(surface).for_each_edge([&](const auto &around) {
      for (const auto &entry : around)
        parent[root(entry.triangle)] = root(around[0].triangle);
    });
    std::vector<double> area_of_root(surface.n_triangles(), 0);
    std::vector<Index>  roots;
    for (Index t = 0; t < surface.n_triangles(); ++t)
      {
        area_of_root[root(t)] += norm(area_vector(surface, t));
        if (root(t) == t)
          roots.push_back(t);
      }
    std::stable_sort(roots.begin(), roots.end(), [&](Index x, Index y) { return area_of_root[x] > area_of_root[y]; });
    SurfaceParts       parts;
    std::vector<Index> number(surface.n_triangles());
    for (Index i = 0; i < roots.size(); ++i)
      {
        number[roots[i]] = i;
        parts.areas.push_back(area_of_root[roots[i]]);
      }
    for (Index t = 0; t < surface.n_triangles(); ++t)
      parts.part_of_triangle.push_back(number[root(t)]);
    return parts;
  }

  BorderLoop
  measure_loop(const TaggedSurface &surface, std::vector<Index> points)
  {
    BorderLoop loop;
    loop.points         = std::move(points);
    const std::size_t n = loop.points.size();
    for (std::size_t i = 0; i < n; ++i)
      {
        const Point &a = surface.points[loop.points[i]], &b = surface.points[loop.points[(i + 1) % n]];
        loop.length += norm(b - a);
        loop.centre = loop.centre + 0.5 * norm(b - a) * (a + b);
      }
    if (loop.length > 0)
      loop.centre = 1 / loop.length * loop.centre;
    Point sum{};
    for (std::size_t i = 0; i < n; ++i)
      sum = sum + 0.5 * cross(surface.points[loop.points[i]] - loop.centre,
                              surface.points[loop.points[(i + 1) % n]] - loop.centre);
    loop.area = norm(sum);
    if (loop.area > 0)
      loop.normal = 1 / loop.area * sum;
    return loop;
  }

  std::vector<BorderLoop>
  border_loops(const TaggedSurface &surface)
  {
    // What closes an opening runs through its edges against the triangles that are there.
    std::multimap<Index, Index> next;
    EdgeTriangles(surface).for_each_edge([&](const auto &around) {
      if (around.size() == 1)
        around[0].forward ? next.emplace(around[0].b, around[0].a) : next.emplace(around[0].a, around[0].b);
    });
    std::vector<BorderLoop> loops;
    while (!next.empty())
      {
        std::vector<Index> points;
        const Index        begin = next.begin()->first;
        for (auto step = next.begin(); step != next.end();)
          {
            points.push_back(step->first);
            const Index to = step->second;
            next.erase(step);
            // Where two openings touch in a point the line may cross itself: each ring becomes a loop of its own.
            if (const auto crossing = std::find(points.begin(), points.end(), to);
                crossing != points.end() && to != begin)
              {
                loops.push_back(measure_loop(surface, {crossing, points.end()}));
                points.erase(crossing, points.end());
              }
            step = to == begin ? next.end() : next.find(to);
          }
        if (points.size() > 2)
          loops.push_back(measure_loop(surface, points));
      }
    std::stable_sort(loops.begin(), loops.end(),
                     [](const BorderLoop &x, const BorderLoop &y) { return x.length > y.length; });
    return loops;
  }
} // namespace vht::meshing
