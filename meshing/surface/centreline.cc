#include "meshing/surface/centreline.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_medial_axis.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace vht::meshing
{
  namespace
  {
    using cgal::MedialAxis;

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
    if (ends.size() < 2)
      throw MeshError("A centreline needs two ends or more, found " + std::to_string(ends.size()) + ".");
    const MedialAxis axis(surface, caps);
    std::vector<int> nodes;
    for (const Point &end : ends)
      nodes.push_back(axis.nearest(end));
    const std::vector<int> before = axis.paths_from(nodes[0]).before;
    for (std::size_t i = 1; i < nodes.size(); ++i)
      if (nodes[i] != nodes[0] && before[static_cast<std::size_t>(nodes[i])] < 0)
        throw MeshError("There is no way inside of the surface from the end at " + in_millimetres(ends[0]) +
                        " to the one at " + in_millimetres(ends[i]) + ". Are they in different parts?");
    return as_centreline(axis, before, {nodes.begin() + 1, nodes.end()}, nodes[0]);
  }

  std::vector<double>
  inscribed_radius(const TaggedSurface &surface, const std::vector<Tag> &caps)
  {
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
