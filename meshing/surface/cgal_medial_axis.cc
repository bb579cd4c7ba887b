#include "meshing/surface/cgal_medial_axis.h"

#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/Side_of_triangle_mesh.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace vht::meshing::cgal
{
  namespace
  {
    constexpr double infinity = std::numeric_limits<double>::infinity();

    void
    require_closed(const TaggedSurface &surface)
    {
      if (const auto loops = border_loops(surface); !loops.empty())
        throw MeshError("A centreline needs a closed surface, but this one has " + std::to_string(loops.size()) +
                        " openings, the longest around " + in_millimetres(loops[0].centre) + ". Close them first.");
    }

    double
    weight(double radius, int power)
    {
      return power == 0 ? 1 : std::pow(radius, -power);
    }
  } // namespace


  MedialAxis::MedialAxis(const TaggedSurface &surface, const std::vector<Tag> &caps)
    : wall_(surface.points.size(), false)
  {
    require_closed(surface);
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      if (std::find(caps.begin(), caps.end(), surface.patches[t]) == caps.end())
        for (const Index corner : surface.triangles[t])
          wall_[corner] = true;
    std::vector<std::pair<Position, Index>> points;
    for (Index i = 0; i < surface.points.size(); ++i)
      if (wall_[i])
        points.emplace_back(position(surface.points[i]), i);
    delaunay_.insert(points.begin(), points.end());
    find_inside(surface);
    if (size() == 0)
      throw MeshError("The surface has no inside: does its front look outward?");
  }

  std::array<Index, 4>
  MedialAxis::touched(int i) const
  {
    const auto cell = cells_[static_cast<std::size_t>(i)];
    return {cell->vertex(0)->info(), cell->vertex(1)->info(), cell->vertex(2)->info(), cell->vertex(3)->info()};
  }

  int
  MedialAxis::nearest(const Point &place) const
  {
    int    best     = -1;
    double distance = infinity;
    for (std::size_t i = 0; i < size(); ++i)
      if (const double d = std::sqrt(CGAL::squared_distance(centres_[i], position(place))) - 0.5 * radii_[i];
          d < distance)
        {
          distance = d;
          best     = static_cast<int>(i);
        }
    return best;
  }

  MedialAxis::Paths
  MedialAxis::paths_from(int root, int power) const
  {
    using Item = std::pair<double, int>;
    Paths paths{std::vector<double>(size(), infinity), std::vector<int>(size(), -1)};
    std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
    queue.push({paths.cost[static_cast<std::size_t>(root)] = 0, root});
    while (!queue.empty())
      {
        const auto [value, i] = queue.top();
        queue.pop();
        const auto at = static_cast<std::size_t>(i);
        if (value > paths.cost[at])
          continue;
        for (int k = 0; k < 4; ++k)
          {
            const int j = cells_[at]->neighbor(k)->info();
            if (j < 0)
              continue;
            const auto   to   = static_cast<std::size_t>(j);
            const double step = std::sqrt(CGAL::squared_distance(centres_[at], centres_[to])) * 0.5 *
                                (weight(radii_[at], power) + weight(radii_[to], power));
            if (value + step < paths.cost[to])
              {
                paths.cost[to]   = value + step;
                paths.before[to] = i;
                queue.push({paths.cost[to], j});
              }
          }
      }
    return paths;
  }

  std::vector<double>
  MedialAxis::largest_at_points() const
  {
    std::vector<double> largest(wall_.size(), 0);
    for (std::size_t i = 0; i < size(); ++i)
      for (const Index k : touched(static_cast<int>(i)))
        largest[k] = std::max(largest[k], radii_[i]);
    return largest;
  }

  void
  MedialAxis::find_inside(const TaggedSurface &surface)
  {
    const Mesh                                      mesh = from_surface(surface);
    const CGAL::Side_of_triangle_mesh<Mesh, Kernel> side(mesh);
    CGAL::Bbox_3                                    box;
    for (const Point &p : surface.points)
      box += position(p).bbox();
    for (auto cell = delaunay_.all_cells_begin(); cell != delaunay_.all_cells_end(); ++cell)
      {
        cell->info() = -1;
        if (delaunay_.is_infinite(cell))
          continue;
        const Position centre = delaunay_.dual(cell);
        if (!CGAL::do_overlap(box, centre.bbox()) || side(centre) != CGAL::ON_BOUNDED_SIDE)
          continue;
        cell->info() = static_cast<int>(centres_.size());
        centres_.push_back(centre);
        radii_.push_back(std::sqrt(CGAL::squared_distance(centre, cell->vertex(0)->point())));
        cells_.push_back(cell);
      }
  }
} // namespace vht::meshing::cgal
