#include "meshing/surface/surface_check.h"

#include "meshing/geometry.h"
#include "meshing/surface/surface_file.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <sstream>
#include <unordered_map>

namespace vht::meshing
{
  namespace
  {
    using Kind = SurfaceDefect::Kind;

    constexpr std::size_t n_places = 5;

    /** Collects one kind of defect and puts it into the report at the end. */
    class Collector
    {
    public:
      Collector(SurfaceReport &report, const TaggedSurface &surface, Kind kind, const std::string &what)
        : report_(report)
        , surface_(surface)
        , defect_{kind, what, 0, {}, {}}
      {
      }

      ~Collector()
      {
        if (defect_.count > 0)
          report_.defects.push_back(std::move(defect_));
      }

      Collector(const Collector &)            = delete;
      Collector &operator=(const Collector &) = delete;

      void
      add(const std::string &place, const std::vector<Index> &triangles)
      {
        ++defect_.count;
        if (defect_.places.size() < n_places)
          defect_.places.push_back(place);
        defect_.triangles.insert(defect_.triangles.end(), triangles.begin(), triangles.end());
      }

      void
      add(Index triangle)
      {
        add("triangle " + std::to_string(triangle) + " around " + in_millimetres(centre(surface_, triangle)),
            {triangle});
      }

    private:
      SurfaceReport       &report_;
      const TaggedSurface &surface_;
      SurfaceDefect        defect_;
    };

    void
    find_duplicate_points(const TaggedSurface &surface, SurfaceReport &report)
    {
      Collector          found(report, surface, Kind::duplicate_point, "points at the place of another one");
      const BoundingBox  box  = bounding_box(surface);
      const double       tiny = 1e-9 * norm(box.high - box.low);
      std::vector<Index> order(surface.points.size());
      std::vector<std::vector<Index>> users(surface.points.size());
      for (Index t = 0; t < surface.n_triangles(); ++t)
        for (const Index corner : surface.triangles[t])
          users[corner].push_back(t);
      for (Index i = 0; i < order.size(); ++i)
        order[i] = i;
      std::sort(order.begin(), order.end(), [&](Index a, Index b) { return surface.points[a] < surface.points[b]; });
      for (std::size_t i = 1; i < order.size(); ++i)
        if (norm(surface.points[order[i]] - surface.points[order[i - 1]]) <= tiny)
          found.add("point " + std::to_string(order[i]) + " at " + in_millimetres(surface.points[order[i]]),
                    users[order[i]]);
    }

    bool
    is_degenerate(const TaggedSurface &surface, std::size_t t)
    {
      const auto &[a, b, c] = surface.triangles[t];
      const auto  &p        = surface.points;
      const double longest  = std::max({norm(p[a] - p[b]), norm(p[b] - p[c]), norm(p[c] - p[a])});
      return 2 * norm(area_vector(surface, t)) <= 1e-6 * longest * longest;
    }

    void
    find_bad_triangles(const TaggedSurface &surface, SurfaceReport &report)
    {
      {
        Collector found(report, surface, Kind::degenerate_triangle, "degenerate triangles");
        for (Index t = 0; t < surface.n_triangles(); ++t)
          if (is_degenerate(surface, t))
            found.add(t);
      }
      Collector                      found(report, surface, Kind::duplicate_triangle, "triangles that are there twice");
      std::set<std::array<Index, 3>> known;
      for (Index t = 0; t < surface.n_triangles(); ++t)
        {
          auto corners = surface.triangles[t];
          std::sort(corners.begin(), corners.end());
          if (!known.insert(corners).second)
            found.add(t);
        }
    }

    /** Who is whose neighbour over an edge of two triangles, and whether both look to the same side. */
    struct Neighbour
    {
      Index triangle;
      bool  agrees;
    };

    std::vector<std::vector<Neighbour>>
    find_edges(const TaggedSurface &surface, SurfaceReport &report, std::size_t &n_edges)
    {
      const bool junctions = surface.region_names.size() > 1;
      Collector  found(report, surface, Kind::non_manifold_edge, "edges of more than two triangles");
      std::vector<std::vector<Neighbour>> neighbours(surface.n_triangles());
      n_edges = 0;
      EdgeTriangles(surface).for_each_edge([&](const auto &around) {
        ++n_edges;
        if (around.size() == 2)
          for (unsigned i = 0; i < 2; ++i)
            neighbours[around[i].triangle].push_back({around[1 - i].triangle, around[0].forward != around[1].forward});
        if (around.size() > 2 && !junctions)
          {
            std::vector<Index> triangles;
            for (const auto &entry : around)
              triangles.push_back(entry.triangle);
            found.add("edge of " + std::to_string(around.size()) + " triangles around " +
                        in_millimetres(0.5 * (surface.points[around[0].a] + surface.points[around[0].b])),
                      triangles);
          }
      });
      return neighbours;
    }

    /** In each connected patch, those that look to the other side than most of the area does. */
    void
    find_flipped(const TaggedSurface                       &surface,
                 const std::vector<std::vector<Neighbour>> &neighbours,
                 SurfaceReport                             &report)
    {
      Collector        found(report, surface, Kind::flipped_triangle, "triangles that look to the wrong side");
      std::vector<int> side(surface.n_triangles(), 0);
      for (Index start = 0; start < surface.n_triangles(); ++start)
        {
          if (side[start] != 0)
            continue;
          std::vector<Index> patch{start};
          double             balance = 0;
          side[start]                = 1;
          for (std::size_t i = 0; i < patch.size(); ++i)
            {
              balance += side[patch[i]] * norm(area_vector(surface, patch[i]));
              for (const Neighbour &n : neighbours[patch[i]])
                if (side[n.triangle] == 0)
                  {
                    side[n.triangle] = n.agrees ? side[patch[i]] : -side[patch[i]];
                    patch.push_back(n.triangle);
                  }
            }
          std::sort(patch.begin(), patch.end());
          for (const Index t : patch)
            if (side[t] * balance < 0)
              found.add(t);
        }
    }

    void
    find_holes(const TaggedSurface &surface, SurfaceReport &report)
    {
      Collector                       found(report, surface, Kind::hole, "openings");
      std::vector<std::vector<Index>> users(surface.points.size());
      for (Index t = 0; t < surface.n_triangles(); ++t)
        for (const Index corner : surface.triangles[t])
          users[corner].push_back(t);
      for (const BorderLoop &loop : border_loops(surface))
        {
          std::ostringstream place;
          place.precision(3);
          place << "a border of " << loop.points.size() << " edges, " << 1e3 * loop.length << " mm long, around "
                << in_millimetres(loop.centre);
          std::vector<Index> triangles;
          for (const Index point : loop.points)
            triangles.insert(triangles.end(), users[point].begin(), users[point].end());
          found.add(place.str(), triangles);
        }
    }

    void
    find_parts(const TaggedSurface &surface, SurfaceReport &report)
    {
      const SurfaceParts parts = connected_parts(surface);
      report.parts             = parts.areas.size();
      std::vector<std::vector<Index>> triangles(parts.areas.size());
      for (Index t = 0; t < surface.n_triangles(); ++t)
        triangles[parts.part_of_triangle[t]].push_back(t);
      {
        Collector found(report, surface, Kind::island, "islands");
        for (std::size_t i = 1; i < parts.areas.size(); ++i)
          if (parts.areas[i] < 0.01 * parts.areas[0])
            found.add("one of " + std::to_string(triangles[i].size()) + " triangles around " +
                        in_millimetres(centre(surface, triangles[i][0])),
                      triangles[i]);
      }
      Collector found(report, surface, Kind::inside_out, "parts whose front looks inward");
      if (surface.region_names.size() > 1)
        return;
      for (std::size_t i = 0; i < parts.areas.size(); ++i)
        {
          TaggedSurface     part = surface;
          std::vector<bool> keep(surface.n_triangles(), false);
          for (const Index t : triangles[i])
            keep[t] = true;
          keep_triangles(part, keep);
          if (enclosed_volume(part) < 0)
            found.add("one of " + std::to_string(triangles[i].size()) + " triangles around " +
                        in_millimetres(centre(surface, triangles[i][0])),
                      triangles[i]);
        }
    }

    void
    find_intersections(const TaggedSurface &surface, SurfaceReport &report)
    {
      Collector found(report, surface, Kind::self_intersection, "pairs of triangles that cut each other");
      for (const auto &[a, b] : self_intersections(surface))
        found.add("triangles " + std::to_string(a) + " and " + std::to_string(b) + " around " +
                    in_millimetres(centre(surface, a)),
                  {a, b});
    }
  } // namespace


  const SurfaceDefect *
  SurfaceReport::find(SurfaceDefect::Kind kind) const
  {
    const auto found =
      std::find_if(defects.begin(), defects.end(), [kind](const SurfaceDefect &defect) { return defect.kind == kind; });
    return found == defects.end() ? nullptr : &*found;
  }

  SurfaceReport
  check(const TaggedSurface &surface)
  {
    SurfaceReport report;
    report.area   = area(surface);
    report.volume = enclosed_volume(surface);
    find_duplicate_points(surface, report);
    find_bad_triangles(surface, report);
    std::size_t n_edges    = 0;
    const auto  neighbours = find_edges(surface, report, n_edges);
    find_flipped(surface, neighbours, report);
    find_holes(surface, report);
    find_parts(surface, report);
    find_intersections(surface, report);
    report.euler_characteristic =
      static_cast<long>(surface.points.size()) - static_cast<long>(n_edges) + static_cast<long>(surface.n_triangles());
    return report;
  }

  std::string
  describe(const SurfaceReport &report)
  {
    std::string text;
    for (const SurfaceDefect &defect : report.defects)
      {
        text += (text.empty() ? "" : "\n") + std::string("  ") + std::to_string(defect.count) + " " + defect.what;
        for (const std::string &place : defect.places)
          text += "\n    " + place;
        if (defect.count > defect.places.size())
          text += "\n    and " + std::to_string(defect.count - defect.places.size()) + " more";
      }
    return text;
  }

  void
  write_defects(const TaggedSurface &surface, const SurfaceReport &report, const std::filesystem::path &file)
  {
    TaggedSurface defects;
    defects.points = surface.points;
    for (const SurfaceDefect &defect : report.defects)
      {
        defects.patch_names[static_cast<Tag>(defect.kind)] = defect.what;
        for (const Index t : defect.triangles)
          {
            defects.triangles.push_back(surface.triangles[t]);
            defects.sides.push_back(surface.sides[t]);
            defects.patches.push_back(static_cast<Tag>(defect.kind));
          }
      }
    keep_triangles(defects, std::vector<bool>(defects.n_triangles(), true));
    write_surface(defects, file);
  }
} // namespace vht::meshing
