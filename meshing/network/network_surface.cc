#include "meshing/network/network_surface.h"

#include "meshing/geometry.h"
#include "meshing/image/cgal_surface.h"
#include "meshing/network/end_cuts.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    constexpr double millimetre = 1e-3;
    constexpr double extension  = 2; // of each end, in radii

    /** The network goes on behind its ends, so that what is cut off is round. */
    Centreline
    extended(const Centreline &line, const std::vector<NetworkEnd> &ends)
    {
      Centreline result = line;
      for (const NetworkEnd &end : ends)
        {
          const double radius = line.radius[end.point];
          result.edges.push_back({end.point, static_cast<Index>(result.points.size())});
          result.points.push_back(line.points[end.point] + extension * radius * end.outward);
          result.radius.push_back(radius);
        }
      return result;
    }

    /** Steps from the lines through the wall, about a radius from each other: what they miss would stay unseen. */
    std::vector<std::array<Point, 2>>
    steps_through_wall(const Centreline &line, const TubeNetwork &tubes)
    {
      std::vector<std::array<Point, 2>> steps;
      double                            turn = 0;
      for (const auto &[a, b] : line.edges)
        {
          const Point  way    = line.points[b] - line.points[a];
          const double length = norm(way), radius = 0.5 * (line.radius[a] + line.radius[b]);
          const Point  axis   = 1 / length * way;
          const Point  helper = std::abs(axis[0]) < 0.6 ? Point{1, 0, 0} : Point{0, 1, 0};
          const Point  first = 1 / norm(cross(axis, helper)) * cross(axis, helper), second = cross(axis, first);
          const auto   n = std::max(1L, std::lround(length / radius));
          for (long k = 0; k < n; ++k)
            for (unsigned side = 0; side < 3; ++side)
              {
                const double angle = turn + side * 2 * std::numbers::pi / 3;
                const Point  from  = line.points[a] + (static_cast<double>(k) + 0.5) / static_cast<double>(n) * way;
                const Point  to    = from + 1.6 * radius * (std::cos(angle) * first + std::sin(angle) * second);
                if (side == 2)
                  turn += 1;
                if (tubes.at(from).level < 0 && tubes.at(to).level > 0)
                  steps.push_back({1 / millimetre * from, 1 / millimetre * to});
              }
        }
      return steps;
    }

    RegionFunction
    as_region(const Centreline &line, const TubeNetwork &tubes, double triangle)
    {
      RegionFunction region;
      const double   thinnest = *std::min_element(line.radius.begin(), line.radius.end()) / millimetre;
      const double   widest   = *std::max_element(line.radius.begin(), line.radius.end()) / millimetre;
      region.low              = Point{1e300, 1e300, 1e300};
      region.high             = -1 * region.low;
      for (const Point &p : line.points)
        for (unsigned d = 0; d < 3; ++d)
          {
            region.low[d]  = std::min(region.low[d], p[d] / millimetre - 2 * widest);
            region.high[d] = std::max(region.high[d], p[d] / millimetre + 2 * widest);
          }
      const auto radius_at = [&tubes, thinnest](const Point &x) {
        return std::max(tubes.at(millimetre * x).radius / millimetre, thinnest);
      };
      region.region_at   = [&tubes](const Point &x) { return tubes.at(millimetre * x).level < 0 ? 1 : 0; };
      region.tolerance   = 1e-3 * thinnest;
      region.angle       = 25;
      region.size_at     = [=](const Point &x) { return triangle * radius_at(x); };
      region.distance_at = [=](const Point &x) { return 0.25 * triangle * radius_at(x); };
      region.manifold    = true;
      region.seeds       = steps_through_wall(line, tubes);
      return region;
    }

    /** Handles of the surface tell where vessels touch that do not hang together in the file. */
    void
    tell_touching(const TaggedSurface &surface, std::size_t n_loops, std::string &account)
    {
      std::size_t edges = 0;
      EdgeTriangles(surface).for_each_edge([&](const auto &) { ++edges; });
      const long euler =
        static_cast<long>(surface.points.size()) - static_cast<long>(edges) + static_cast<long>(surface.n_triangles());
      const long handles = (2 * static_cast<long>(connected_parts(surface).areas.size()) - euler) / 2;
      if (handles > static_cast<long>(n_loops))
        account += "Vessels touch in " + std::to_string(handles - static_cast<long>(n_loops)) +
                   " places where the file does not connect them, and are joined there.\n";
    }

    /** The triangles of the part that contains most of the area; the refinement leaves no others where it is fine. */
    void
    keep_largest_part(TaggedSurface &surface, std::string &account)
    {
      const SurfaceParts parts = connected_parts(surface);
      if (parts.areas.size() < 2)
        return;
      std::vector<bool> keep;
      for (const Index part : parts.part_of_triangle)
        keep.push_back(part == 0);
      keep_triangles(surface, keep);
      account += std::to_string(parts.areas.size() - 1) + " small parts of the first surface are left out.\n";
    }
  } // namespace


  NetworkSurface
  network_surface(const Centreline &line, const NetworkWall &wall)
  {
    const std::vector<NetworkEnd> ends   = ends_of(line);
    const Centreline              longer = extended(line, ends);
    NetworkSurface                result{{}, {}, std::make_shared<const TubeNetwork>(longer, wall.blend), {}};
    TaggedSurface                &surface = result.surface;
    surface                               = delaunay_surface(as_region(longer, *result.tubes, wall.triangle));
    if (surface.n_triangles() == 0)
      throw MeshError("No wall was found around the network.");
    scale(surface, millimetre);
    surface.region_names[1] = wall.region;
    keep_largest_part(surface, result.account);
    move_to_wall(surface, *result.tubes, {});
    const std::size_t n_loops = line.edges.size() + 1 - line.points.size();
    tell_touching(surface, n_loops, result.account);

    std::vector<EndCut> cuts;
    for (const NetworkEnd &end : ends)
      cuts.push_back({{line.points[end.point], end.outward}, (extension + 1.5) * line.radius[end.point]});
    result.planes = cut_off_all(surface, cuts, result.account);
    if (!result.account.empty())
      result.account.pop_back();
    return result;
  }

  void
  move_to_wall(TaggedSurface &surface, const TubeNetwork &tubes, const std::vector<Cap> &caps)
  {
    std::vector<const Cap *> cap_of(surface.points.size(), nullptr);
    std::vector<bool>        on_wall(surface.points.size(), false);
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      {
        const auto cap =
          std::find_if(caps.begin(), caps.end(), [&](const Cap &c) { return c.patch == surface.patches[t]; });
        for (const Index i : surface.triangles[t])
          if (cap == caps.end())
            on_wall[i] = true;
          else
            cap_of[i] = &*cap;
      }
    for (std::size_t i = 0; i < surface.points.size(); ++i)
      if (on_wall[i])
        surface.points[i] = cap_of[i] == nullptr ? tubes.on_wall(surface.points[i])
                                                 : tubes.on_wall_within_plane(surface.points[i], cap_of[i]->normal);
  }
} // namespace vht::meshing
