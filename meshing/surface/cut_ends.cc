#include "meshing/geometry.h"
#include "meshing/surface/open_ends.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    std::string
    where(const CutPlane &plane)
    {
      return "The plane through " + in_millimetres(plane.point);
    }

    /** Height of every point above the plane; what is within rounding of it is in it. */
    std::vector<double>
    heights(TaggedSurface &surface, const CutPlane &plane)
    {
      const BoundingBox   box  = bounding_box(surface);
      const double        tiny = 1e-7 * norm(box.high - box.low);
      std::vector<double> height;
      for (Point &p : surface.points)
        {
          double h = dot(p - plane.point, plane.normal);
          if (std::abs(h) < tiny)
            {
              p = p - h * plane.normal;
              h = 0;
            }
          height.push_back(h);
        }
      return height;
    }

    /** The triangles that reach above the plane and hang together there with the one crossing it nearest to its point.
     */
    std::vector<bool>
    beyond(const TaggedSurface &surface, const CutPlane &plane, const std::vector<double> &height)
    {
      Index  start    = ~Index(0);
      double distance = std::numeric_limits<double>::infinity();
      for (Index t = 0; t < surface.n_triangles(); ++t)
        {
          const auto &[a, b, c]        = surface.triangles[t];
          const auto [lowest, highest] = std::minmax({height[a], height[b], height[c]});
          if (lowest >= 0 || highest <= 0)
            continue;
          if (const double d = norm(centre(surface, t) - plane.point); d < distance)
            {
              distance = d;
              start    = t;
            }
        }
      if (start == ~Index(0))
        throw MeshError(where(plane) + " does not cut the surface. Is its unit right?");

      std::vector<std::vector<Index>> neighbours(surface.n_triangles());
      EdgeTriangles(surface).for_each_edge([&](const auto &around) {
        if (height[around[0].a] > 0 || height[around[0].b] > 0)
          for (const auto &x : around)
            for (const auto &y : around)
              if (x.triangle != y.triangle)
                neighbours[x.triangle].push_back(y.triangle);
      });
      std::vector<bool>  found(surface.n_triangles(), false);
      std::vector<Index> list{start};
      found[start] = true;
      for (std::size_t i = 0; i < list.size(); ++i)
        for (const Index t : neighbours[list[i]])
          if (!found[t])
            {
              found[t] = true;
              list.push_back(t);
            }
      return found;
    }

    /** Triangles cut at the plane; corners on edges are made once. */
    class Knife
    {
    public:
      Knife(TaggedSurface &surface, const std::vector<double> &height)
        : surface_(surface)
        , height_(height)
      {
      }

      /** What of the triangle is not above the plane. */
      void
      cut(std::size_t t)
      {
        const auto         corners = surface_.triangles[t];
        std::vector<Index> rest;
        for (unsigned k = 0; k < 3; ++k)
          {
            const Index a = corners[k], b = corners[(k + 1) % 3];
            if (height_[a] <= 0)
              rest.push_back(a);
            if ((height_[a] < 0 && height_[b] > 0) || (height_[a] > 0 && height_[b] < 0))
              rest.push_back(crossing(a, b));
          }
        const bool below = std::any_of(corners.begin(), corners.end(), [&](Index i) { return height_[i] < 0; });
        if (!below || rest.size() < 3)
          return;
        if (rest.size() == 4 && norm(at(rest[1]) - at(rest[3])) < norm(at(rest[0]) - at(rest[2])))
          std::rotate(rest.begin(), rest.begin() + 1, rest.end());
        for (std::size_t k = 2; k < rest.size(); ++k)
          {
            surface_.triangles.push_back({rest[0], rest[k - 1], rest[k]});
            surface_.sides.push_back(surface_.sides[t]);
            surface_.patches.push_back(surface_.patches[t]);
          }
      }

    private:
      const Point &
      at(Index i) const
      {
        return surface_.points[i];
      }

      Index
      crossing(Index a, Index b)
      {
        if (a > b)
          std::swap(a, b);
        const auto [entry, fresh] = made_.try_emplace({a, b}, static_cast<Index>(surface_.points.size()));
        if (fresh)
          {
            const double w = height_[a] / (height_[a] - height_[b]);
            surface_.points.push_back((1 - w) * at(a) + w * at(b));
          }
        return entry->second;
      }

      TaggedSurface                           &surface_;
      const std::vector<double>               &height_;
      std::map<std::pair<Index, Index>, Index> made_;
    };
  } // namespace


  Cut
  cut_and_measure(const TaggedSurface &surface, const CutPlane &plane)
  {
    Cut                       result{surface, 0, 0};
    const std::vector<double> height = heights(result.surface, plane);
    const std::vector<bool>   gone   = beyond(result.surface, plane, height);
    const std::size_t         before = surface.n_triangles();
    double                    lost   = 0;
    Knife                     knife(result.surface, height);
    for (std::size_t t = 0; t < before; ++t)
      if (gone[t])
        {
          lost += norm(area_vector(surface, t));
          knife.cut(t);
        }
    const SurfaceParts parts = connected_parts(surface);
    const Index        part =
      parts.part_of_triangle[static_cast<std::size_t>(std::find(gone.begin(), gone.end(), true) - gone.begin())];
    if (lost > 0.5 * parts.areas[part])
      {
        std::ostringstream text;
        text << where(plane) << " would cut off " << std::llround(100 * lost / parts.areas[part])
             << " % of the surface. Does its normal point out of the vessel?";
        throw MeshError(text.str());
      }
    std::vector<bool> keep(result.surface.n_triangles(), true);
    for (std::size_t t = 0; t < before; ++t)
      keep[t] = !gone[t];
    const std::size_t openings = border_loops(surface).size();
    keep_triangles(result.surface, keep);

    unsigned n = 0;
    for (const BorderLoop &loop : border_loops(result.surface))
      if (std::abs(dot(loop.centre - plane.point, plane.normal)) < 1e-3 * loop.length &&
          std::abs(dot(loop.normal, plane.normal)) > 0.999 && norm(loop.centre - plane.point) < loop.length)
        {
          ++n;
          result.area      = loop.area;
          result.perimeter = loop.length;
        }
    const std::size_t fresh = border_loops(result.surface).size();
    if (fresh != openings + 1 || n == 0)
      throw MeshError(where(plane) + " leaves " + std::to_string(fresh) + " openings where there were " +
                      std::to_string(openings) +
                      ": it crosses the vessel more than once before its end. Move it or turn it.");
    return result;
  }

  TaggedSurface
  cut_off(const TaggedSurface &surface, const CutPlane &plane)
  {
    return cut_and_measure(surface, plane).surface;
  }

  namespace
  {
    /** The way from an end of the line to the next branching or end. */
    std::vector<Index>
    way_from(const Centreline &line, const std::vector<std::vector<Index>> &neighbours, Index end)
    {
      std::vector<Index> way{end};
      for (Index before = end, at = neighbours[end][0];;)
        {
          way.push_back(at);
          if (neighbours[at].size() != 2 || way.size() > line.points.size())
            return way;
          const Index next = neighbours[at][0] == before ? neighbours[at][1] : neighbours[at][0];
          before           = at;
          at               = next;
        }
    }

    /** How well a section serves as an end: 1 for a circle as wide as the inscribed sphere, less for others. */
    double
    merit(const Cut &cut, double radius)
    {
      const double roundness = 4 * M_PI * cut.area / (cut.perimeter * cut.perimeter);
      const double excess    = cut.area / (M_PI * radius * radius);
      return roundness / std::max(1., excess / 2);
    }
  } // namespace


  std::vector<CutPlane>
  planes_at_ends(const TaggedSurface &surface, const Centreline &line, std::string &account)
  {
    std::vector<std::vector<Index>> neighbours(line.points.size());
    for (const auto &[a, b] : line.edges)
      {
        neighbours[a].push_back(b);
        neighbours[b].push_back(a);
      }
    std::vector<CutPlane> planes;
    for (Index end = 0; end < line.points.size(); ++end)
      {
        if (neighbours[end].size() != 1)
          continue;
        const std::vector<Index> way  = way_from(line, neighbours, end);
        double                   best = 0, along = 0;
        CutPlane                 chosen;
        std::string              reason = "the vessel is too short";
        for (std::size_t i = 1; i + 1 < way.size() && best < 0.85; ++i)
          {
            along += norm(line.points[way[i]] - line.points[way[i - 1]]);
            const double radius = line.radius[way[i]];
            if (along < 0.5 * radius)
              continue;
            if (along > 8 * radius && best > 0.5)
              break;
            const std::size_t back = i > 2 ? i - 2 : 0, ahead = std::min(i + 2, way.size() - 1);
            const Point       tangent = line.points[way[back]] - line.points[way[ahead]];
            const CutPlane    plane{line.points[way[i]], unit(tangent)};
            try
              {
                if (const double m = merit(cut_and_measure(surface, plane), radius); m > best)
                  {
                    best   = m;
                    chosen = plane;
                  }
              }
            catch (const MeshError &error)
              {
                reason = error.what();
              }
          }
        if (best > 0.5)
          planes.push_back(chosen);
        else
          account += (account.empty() ? "" : "\n") + std::string("The end at ") + in_millimetres(line.points[end]) +
                     " stays closed: " + (best > 0 ? "no section before it is round." : reason);
      }
    return planes;
  }
} // namespace vht::meshing
