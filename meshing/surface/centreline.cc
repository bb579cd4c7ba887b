#include "meshing/surface/centreline.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_mesh.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/Delaunay_triangulation_3.h>
#include <CGAL/Delaunay_triangulation_cell_base_3.h>
#include <CGAL/Side_of_triangle_mesh.h>
#include <CGAL/Triangulation_cell_base_with_info_3.h>
#include <CGAL/Triangulation_vertex_base_with_info_3.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <queue>

namespace vht::meshing
{
  namespace
  {
    using namespace cgal;
    using VertexBase = CGAL::Triangulation_vertex_base_with_info_3<Index, Kernel>;
    using CellBase =
      CGAL::Triangulation_cell_base_with_info_3<int, Kernel, CGAL::Delaunay_triangulation_cell_base_3<Kernel>>;
    using Delaunay = CGAL::Delaunay_triangulation_3<Kernel, CGAL::Triangulation_data_structure_3<VertexBase, CellBase>>;

    constexpr double infinity = std::numeric_limits<double>::infinity();

    /** Centres of the spheres that touch the wall and lie inside of the surface, as a graph. */
    class MedialAxis
    {
    public:
      MedialAxis(const TaggedSurface &surface, const std::vector<Tag> &caps)
        : wall_(surface.points.size(), false)
      {
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
      }

      std::size_t
      size() const
      {
        return centres_.size();
      }

      Point
      centre(int i) const
      {
        return point(centres_[static_cast<std::size_t>(i)]);
      }

      double
      radius(int i) const
      {
        return radii_[static_cast<std::size_t>(i)];
      }

      /** The centre of a sphere that reaches out to a place, of those the one with the best view of it. */
      int
      nearest(const Point &place) const
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

      /** On the cheapest path from the root to every centre, the one before; -1 at the root and where there is none. */
      std::vector<int>
      paths_from(int root) const
      {
        using Item = std::pair<double, int>;
        std::vector<double>                                          cost(size(), infinity);
        std::vector<int>                                             before(size(), -1);
        std::priority_queue<Item, std::vector<Item>, std::greater<>> queue;
        queue.push({cost[static_cast<std::size_t>(root)] = 0, root});
        while (!queue.empty())
          {
            const auto [value, i] = queue.top();
            queue.pop();
            const auto at = static_cast<std::size_t>(i);
            if (value > cost[at])
              continue;
            for (int k = 0; k < 4; ++k)
              {
                const int j = cells_[at]->neighbor(k)->info();
                if (j < 0)
                  continue;
                const auto   to   = static_cast<std::size_t>(j);
                const double step = std::sqrt(CGAL::squared_distance(centres_[at], centres_[to])) * 0.5 *
                                    (1 / (radii_[at] * radii_[at]) + 1 / (radii_[to] * radii_[to]));
                if (value + step < cost[to])
                  {
                    cost[to]   = value + step;
                    before[to] = i;
                    queue.push({cost[to], j});
                  }
              }
          }
        return before;
      }

      /** At each point of the wall the largest radius of the spheres that touch it; 0 elsewhere. */
      std::vector<double>
      largest_at_points() const
      {
        std::vector<double> largest(wall_.size(), 0);
        for (std::size_t i = 0; i < size(); ++i)
          for (int k = 0; k < 4; ++k)
            {
              double &value = largest[cells_[i]->vertex(k)->info()];
              value         = std::max(value, radii_[i]);
            }
        return largest;
      }

    private:
      void
      find_inside(const TaggedSurface &surface)
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

      std::vector<bool>                  wall_;
      Delaunay                           delaunay_;
      std::vector<Position>              centres_;
      std::vector<double>                radii_;
      std::vector<Delaunay::Cell_handle> cells_;
    };

    void
    require_closed(const TaggedSurface &surface)
    {
      if (const auto loops = border_loops(surface); !loops.empty())
        throw MeshError("A centreline needs a closed surface, but this one has " + std::to_string(loops.size()) +
                        " openings, the longest around " + in_millimetres(loops[0].centre) + ". Close them first.");
    }

    /** A piece of the tree between two ends or branchings. */
    struct Branch
    {
      std::vector<Point>  points;
      std::vector<double> radius;
    };

    /** Evenly along the branch, about two samples for every radius, and smoothed with fixed ends. */
    Branch
    resample(const Branch &branch)
    {
      std::vector<double> along{0};
      double              mean = 0;
      for (std::size_t i = 1; i < branch.points.size(); ++i)
        {
          const double step = norm(branch.points[i] - branch.points[i - 1]);
          along.push_back(along.back() + step);
          mean += step * 0.5 * (branch.radius[i] + branch.radius[i - 1]);
        }
      mean /= std::max(along.back(), 1e-12);
      const auto  n = std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(along.back() / (0.5 * mean))));
      Branch      result;
      std::size_t k = 1;
      for (std::size_t i = 0; i <= n; ++i)
        {
          const double s = along.back() * static_cast<double>(i) / static_cast<double>(n);
          while (k + 1 < along.size() && along[k] < s)
            ++k;
          const double w = std::clamp((s - along[k - 1]) / std::max(along[k] - along[k - 1], 1e-15), 0., 1.);
          result.points.push_back((1 - w) * branch.points[k - 1] + w * branch.points[k]);
          result.radius.push_back((1 - w) * branch.radius[k - 1] + w * branch.radius[k]);
        }
      for (unsigned round = 0; round < 3; ++round)
        {
          const Branch before = result;
          for (std::size_t i = 1; i < n; ++i)
            {
              result.points[i] = 0.25 * (before.points[i - 1] + 2. * before.points[i] + before.points[i + 1]);
              result.radius[i] = 0.25 * (before.radius[i - 1] + 2 * before.radius[i] + before.radius[i + 1]);
            }
        }
      return result;
    }

    /** Cut the tree of paths at its branchings and sample its branches. */
    Centreline
    as_centreline(const MedialAxis &axis, const std::vector<int> &before, const std::vector<int> &targets, int root)
    {
      std::vector<unsigned> children(axis.size(), 0);
      std::vector<bool>     used(axis.size(), false);
      for (const int target : targets)
        for (int i = target; i >= 0 && !used[static_cast<std::size_t>(i)]; i = before[static_cast<std::size_t>(i)])
          {
            used[static_cast<std::size_t>(i)] = true;
            if (const int parent = before[static_cast<std::size_t>(i)]; parent >= 0)
              ++children[static_cast<std::size_t>(parent)];
          }
      std::vector<bool> knot(axis.size(), false);
      for (std::size_t i = 0; i < axis.size(); ++i)
        knot[i] = children[i] > 1;
      knot[static_cast<std::size_t>(root)] = true;
      for (const int target : targets)
        knot[static_cast<std::size_t>(target)] = true;

      Centreline           line;
      std::map<int, Index> number;
      const auto           add = [&](int i) {
        const auto [at, fresh] = number.try_emplace(i, static_cast<Index>(line.points.size()));
        if (fresh)
          {
            line.points.push_back(axis.centre(i));
            line.radius.push_back(axis.radius(i));
          }
        return at->second;
      };
      add(root);
      for (std::size_t start = 0; start < axis.size(); ++start)
        {
          if (!used[start] || !knot[start] || before[start] < 0)
            continue;
          Branch branch;
          int    i = static_cast<int>(start);
          do
            {
              branch.points.push_back(axis.centre(i));
              branch.radius.push_back(axis.radius(i));
              i = before[static_cast<std::size_t>(i)];
            }
          while (!knot[static_cast<std::size_t>(i)]);
          branch.points.push_back(axis.centre(i));
          branch.radius.push_back(axis.radius(i));
          branch        = resample(branch);
          Index present = add(static_cast<int>(start));
          for (std::size_t k = 1; k < branch.points.size(); ++k)
            {
              Index next;
              if (k + 1 == branch.points.size())
                next = add(i);
              else
                {
                  next = static_cast<Index>(line.points.size());
                  line.points.push_back(branch.points[k]);
                  line.radius.push_back(branch.radius[k]);
                }
              line.edges.push_back({next, present});
              present = next;
            }
        }
      return line;
    }
  } // namespace


  std::vector<unsigned>
  Centreline::degrees() const
  {
    std::vector<unsigned> n(points.size(), 0);
    for (const auto &[a, b] : edges)
      {
        ++n[a];
        ++n[b];
      }
    return n;
  }

  Centreline
  centreline(const TaggedSurface &surface, const std::vector<Point> &ends, const std::vector<Tag> &caps)
  {
    require_closed(surface);
    if (ends.size() < 2)
      throw MeshError("A centreline needs two ends or more, found " + std::to_string(ends.size()) + ".");
    const MedialAxis axis(surface, caps);
    if (axis.size() == 0)
      throw MeshError("The surface has no inside: does its front look outward?");
    std::vector<int> nodes;
    for (const Point &end : ends)
      nodes.push_back(axis.nearest(end));
    const std::vector<int> before = axis.paths_from(nodes[0]);
    for (std::size_t i = 1; i < nodes.size(); ++i)
      if (nodes[i] != nodes[0] && before[static_cast<std::size_t>(nodes[i])] < 0)
        throw MeshError("There is no way inside of the surface from the end at " + in_millimetres(ends[0]) +
                        " to the one at " + in_millimetres(ends[i]) + ". Are they in different parts?");
    return as_centreline(axis, before, {nodes.begin() + 1, nodes.end()}, nodes[0]);
  }

  std::vector<double>
  inscribed_radius(const TaggedSurface &surface, const std::vector<Tag> &caps)
  {
    require_closed(surface);
    std::vector<double> radius = MedialAxis(surface, caps).largest_at_points();
    // From neighbour to neighbour to the points that no sphere touches.
    for (bool changed = true; changed;)
      {
        changed                         = false;
        const std::vector<double> known = radius;
        for (const auto &corners : surface.triangles)
          for (const Index to : corners)
            for (const Index from : corners)
              if (known[to] == 0 && known[from] > radius[to])
                {
                  radius[to] = known[from];
                  changed    = true;
                }
      }
    return radius;
  }
} // namespace vht::meshing
