#include "meshing/surface/centreline_tree.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_medial_axis.h"
#include "physics/error.h"

#include <CGAL/Side_of_triangle_mesh.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <tuple>

namespace vht::meshing
{
  namespace
  {
    using cgal::MedialAxis;

    /** Which places are inside of a closed surface? */
    class Inside
    {
    public:
      explicit Inside(const TaggedSurface &surface)
        : mesh_(cgal::from_surface(surface))
        , side_(mesh_)
      {
      }

      bool
      operator()(const Point &p) const
      {
        return side_(cgal::position(p)) == CGAL::ON_BOUNDED_SIDE;
      }

      /** Where the way from a place inside to one outside meets the wall, from inside. */
      Point
      wall_between(Point inside, Point outside) const
      {
        for (unsigned i = 0; i < 30; ++i)
          {
            const Point middle                   = 0.5 * (inside + outside);
            ((*this)(middle) ? inside : outside) = middle;
          }
        return inside;
      }

    private:
      cgal::Mesh                                            mesh_;
      CGAL::Side_of_triangle_mesh<cgal::Mesh, cgal::Kernel> side_;
    };
  } // namespace


  void
  keep_points(Centreline &line, const std::vector<bool> &keep)
  {
    Centreline         result;
    std::vector<Index> number(line.points.size());
    for (Index i = 0; i < line.points.size(); ++i)
      if (keep[i])
        {
          number[i] = static_cast<Index>(result.points.size());
          result.points.push_back(line.points[i]);
          result.radius.push_back(line.radius[i]);
        }
    for (const auto &[a, b] : line.edges)
      if (keep[a] && keep[b])
        result.edges.push_back({number[a], number[b]});
    line = std::move(result);
  }

  void
  merge_points(Centreline &line, double tolerance)
  {
    std::vector<Index> first(line.points.size());
    for (Index i = 0; i < line.points.size(); ++i)
      {
        first[i] = i;
        for (Index j = 0; j < i && first[i] == i; ++j)
          if (first[j] == j && norm(line.points[i] - line.points[j]) < tolerance)
            first[i] = j;
      }
    std::set<std::pair<Index, Index>> known;
    Centreline                        merged{line.points, line.radius, {}};
    std::vector<bool>                 keep;
    for (Index i = 0; i < first.size(); ++i)
      {
        keep.push_back(first[i] == i);
        double &radius = merged.radius[first[i]];
        radius         = std::max(radius, line.radius[i]);
      }
    for (const auto &[a, b] : line.edges)
      if (first[a] != first[b] && known.insert(std::minmax(first[a], first[b])).second)
        merged.edges.push_back({first[a], first[b]});
    keep_points(merged, keep);
    line = std::move(merged);
  }

  std::size_t
  trim_outside(Centreline &line, const TaggedSurface &surface)
  {
    const std::size_t before = line.points.size();
    const Inside      is_inside(surface);
    std::vector<bool> inside, keep(before, true);
    for (const Point &p : line.points)
      inside.push_back(is_inside(p));
    for (bool changed = true; changed;)
      {
        changed = false;
        std::vector<std::vector<Index>> neighbours(before);
        for (const auto &[a, b] : line.edges)
          if (keep[a] && keep[b])
            {
              neighbours[a].push_back(b);
              neighbours[b].push_back(a);
            }
        for (Index i = 0; i < before; ++i)
          {
            if (!keep[i] || inside[i] || neighbours[i].size() > 1)
              continue;
            changed = true;
            if (neighbours[i].size() == 1 && inside[neighbours[i][0]])
              {
                line.points[i] = is_inside.wall_between(line.points[neighbours[i][0]], line.points[i]);
                inside[i]      = true;
              }
            else
              keep[i] = false;
          }
      }
    keep_points(line, keep);
    return before - line.points.size();
  }

  void
  measure_radius(Centreline &line, const TaggedSurface &surface)
  {
    const MedialAxis axis(surface, {});
    const cgal::Mesh mesh = cgal::from_surface(surface);
    const cgal::Tree wall(faces(mesh).first, faces(mesh).second, mesh);
    const Inside     is_inside(surface);
    for (std::size_t k = 0; k < line.points.size(); ++k)
      {
        if (!is_inside(line.points[k]))
          continue;
        const double reach  = std::sqrt(wall.squared_distance(cgal::position(line.points[k])));
        double       widest = reach;
        for (int i = 0; i < static_cast<int>(axis.size()); ++i)
          if (axis.radius(i) > widest && norm(axis.centre(i) - line.points[k]) <= reach)
            widest = axis.radius(i);
        line.radius[k] = widest;
      }
    // The last point may lie on the wall, where no sphere is: the vessel is as wide as before it.
    const std::vector<unsigned> n = line.degrees();
    for (const auto &[a, b] : line.edges)
      {
        if (n[a] == 1)
          line.radius[a] = std::max(line.radius[a], line.radius[b]);
        else if (n[b] == 1)
          line.radius[b] = std::max(line.radius[a], line.radius[b]);
      }
  }

  std::vector<double>
  radius_along(const Centreline &line, const TaggedSurface &surface)
  {
    std::vector<double> result;
    for (const Point &p : surface.points)
      {
        double nearest = std::numeric_limits<double>::infinity(), radius = 0;
        for (const auto &[a, b] : line.edges)
          {
            const Point  along  = line.points[b] - line.points[a];
            const double length = dot(along, along);
            const double t      = length > 0 ? std::clamp(dot(p - line.points[a], along) / length, 0., 1.) : 0;
            const Point  off    = p - line.points[a] - t * along;
            if (const double d = dot(off, off); d < nearest)
              {
                nearest = d;
                radius  = (1 - t) * line.radius[a] + t * line.radius[b];
              }
          }
        result.push_back(radius);
      }
    return result;
  }

  std::vector<Point>
  tips_of(const Centreline &line)
  {
    const std::vector<unsigned> n = line.degrees();
    std::vector<Index>          ends;
    for (Index i = 0; i < n.size(); ++i)
      if (n[i] == 1)
        ends.push_back(i);
    std::sort(ends.begin(), ends.end(), [&](Index a, Index b) {
      return std::tie(line.radius[b], line.points[b]) < std::tie(line.radius[a], line.points[a]);
    });
    std::vector<Point> places;
    for (const Index i : ends)
      places.push_back(line.points[i]);
    return places;
  }
} // namespace vht::meshing
