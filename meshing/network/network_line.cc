#include "meshing/network/network_line.h"

#include "meshing/geometry.h"
#include "meshing/surface/centreline_tree.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>

namespace vht::meshing
{
  namespace
  {
    double
    length(const Centreline &line, Index a, Index b)
    {
      return norm(line.points[b] - line.points[a]);
    }

    void
    drop_lonely_points(Centreline &line)
    {
      const auto        degrees = line.degrees();
      std::vector<bool> keep;
      for (const unsigned n : degrees)
        keep.push_back(n > 0);
      keep_points(line, keep);
    }

    /** The piece that each point belongs to, named after one of its points. */
    std::vector<Index>
    pieces_of(const Centreline &line, std::size_t &n_loops)
    {
      std::vector<Index> parent(line.points.size());
      std::iota(parent.begin(), parent.end(), 0);
      const auto root = [&](Index i) {
        while (parent[i] != i)
          i = parent[i] = parent[parent[i]];
        return i;
      };
      n_loops = 0;
      for (const auto &[a, b] : line.edges)
        if (root(a) == root(b))
          ++n_loops;
        else
          parent[root(a)] = root(b);
      for (Index i = 0; i < parent.size(); ++i)
        parent[i] = root(i);
      return parent;
    }

    /** Mean along the line [m]. */
    double
    mean_radius(const Centreline &line, const NetworkBranch &branch)
    {
      double sum = 0;
      for (std::size_t k = 1; k < branch.points.size(); ++k)
        {
          const Index a = branch.points[k - 1], b = branch.points[k];
          sum += length(line, a, b) * 0.5 * (line.radius[a] + line.radius[b]);
        }
      return sum / branch.length;
    }

    /** Take off all branches with a free end for which the condition holds, again and again. @returns how many */
    template <typename Condition>
    std::size_t
    take_off(Centreline &line, const Condition &condition)
    {
      std::size_t taken = 0;
      for (std::size_t before = ~std::size_t(0); before != taken;)
        {
          before                    = taken;
          const auto        degrees = line.degrees();
          std::vector<bool> keep(line.points.size(), true);
          for (const NetworkBranch &branch : branches_of(line))
            {
              Index end = branch.points.front(), base = branch.points.back();
              if (degrees[end] != 1)
                std::swap(end, base);
              if (degrees[end] != 1 || !condition(branch, end, base))
                continue;
              for (const Index i : branch.points)
                keep[i] = i == base && degrees[base] > 1;
              ++taken;
            }
          keep_points(line, keep);
          drop_lonely_points(line);
        }
      return taken;
    }

    void
    take_off_thin(Centreline &line, double smallest_radius)
    {
      take_off(line,
               [&](const NetworkBranch &branch, Index, Index) { return mean_radius(line, branch) < smallest_radius; });
    }

    /** Branches whose free end does not come out of the vessel on which they sit. @returns how many */
    std::size_t
    take_off_stubs(Centreline &line)
    {
      return take_off(line, [&](const NetworkBranch &, Index end, Index base) {
        return branches_of(line).size() > 1 &&
               length(line, end, base) < 1.2 * line.radius[base] + 0.5 * line.radius[end];
      });
    }

    void
    keep_piece(Centreline &line, const NetworkPart &part, std::string &account)
    {
      std::size_t              n_loops = 0;
      const std::vector<Index> piece   = pieces_of(line, n_loops);
      std::map<Index, double>  merit;
      for (const auto &[a, b] : line.edges)
        merit[piece[a]] += part.within > 0 ? 0 : length(line, a, b);
      if (merit.size() < 2)
        return;
      if (part.within > 0)
        for (auto &[name, value] : merit)
          {
            value = -std::numeric_limits<double>::max();
            for (Index i = 0; i < line.points.size(); ++i)
              if (piece[i] == name)
                value = std::max(value, -norm(line.points[i] - part.around));
          }
      const auto best =
        std::max_element(merit.begin(), merit.end(), [](const auto &x, const auto &y) { return x.second < y.second; });
      std::vector<bool> keep;
      for (const Index name : piece)
        keep.push_back(name == best->first);
      keep_points(line, keep);
      account += std::to_string(merit.size() - 1) + " pieces that do not hang together with the one of " +
                 std::to_string(line.points.size()) + " points are left out.\n";
    }
  } // namespace


  std::size_t
  join_equal_points(Centreline &line)
  {
    std::map<Point, Index> seen;
    std::vector<bool>      keep;
    std::vector<Index>     first;
    for (Index i = 0; i < line.points.size(); ++i)
      {
        const auto [at, fresh] = seen.try_emplace(line.points[i], i);
        keep.push_back(fresh);
        first.push_back(at->second);
      }
    std::map<std::pair<Index, Index>, bool> edges;
    std::vector<std::array<Index, 2>>       once;
    for (const auto &[a, b] : line.edges)
      if (first[a] != first[b] && edges.try_emplace(std::minmax(first[a], first[b]), true).second)
        once.push_back({first[a], first[b]});
    line.edges               = once;
    const std::size_t before = line.points.size();
    keep_points(line, keep);
    return before - line.points.size();
  }

  std::size_t
  fill_missing_radii(Centreline &line)
  {
    const auto         neighbours = neighbours_of(line);
    std::vector<Index> missing;
    for (Index i = 0; i < line.points.size(); ++i)
      if (!(line.radius[i] > 0))
        missing.push_back(i);
    const std::size_t n = missing.size();
    while (!missing.empty())
      {
        const std::vector<double> known = line.radius;
        std::vector<Index>        still;
        for (const Index i : missing)
          {
            double sum = 0, weights = 0;
            for (const Index j : neighbours[i])
              if (known[j] > 0)
                {
                  const double weight = 1 / std::max(length(line, i, j), 1e-12);
                  sum += weight * known[j];
                  weights += weight;
                }
            if (weights > 0)
              line.radius[i] = sum / weights;
            else
              still.push_back(i);
          }
        if (still.size() == missing.size())
          throw MeshError("Point " + std::to_string(still[0]) + " of the network, at " +
                          in_millimetres(line.points[still[0]]) +
                          ", has no radius, and nor has any point that hangs together with it.");
        missing = still;
      }
    return n;
  }

  void
  smooth(Centreline &line, unsigned rounds_of_points, unsigned rounds_of_radii)
  {
    const auto neighbours = neighbours_of(line);
    for (unsigned round = 0; round < std::max(rounds_of_points, rounds_of_radii); ++round)
      {
        const Centreline before = line;
        for (Index i = 0; i < line.points.size(); ++i)
          {
            if (neighbours[i].size() != 2)
              continue;
            const Index a = neighbours[i][0], b = neighbours[i][1];
            if (round < rounds_of_points)
              line.points[i] = 0.25 * (before.points[a] + 2. * before.points[i] + before.points[b]);
            if (round < rounds_of_radii)
              line.radius[i] = 0.25 * (before.radius[a] + 2 * before.radius[i] + before.radius[b]);
          }
      }
  }

  Centreline
  part_of(const Centreline &whole, const NetworkPart &part, std::string &account)
  {
    Centreline        line   = whole;
    const std::size_t before = line.points.size();
    if (part.within > 0)
      {
        std::vector<bool> keep;
        for (const Point &p : line.points)
          keep.push_back(norm(p - part.around) <= part.within);
        keep_points(line, keep);
      }
    drop_lonely_points(line);
    take_off_thin(line, part.smallest_radius);
    if (line.edges.empty())
      throw MeshError("Nothing remains of the network of " + std::to_string(before) +
                      " points: are Smallest radius and the part to keep right, and is its unit?");
    keep_piece(line, part, account);
    if (const std::size_t stubs = take_off_stubs(line); stubs > 0)
      account += std::to_string(stubs) + " ends that do not come out of the vessel they sit on are left out.\n";
    std::size_t n_loops = 0;
    pieces_of(line, n_loops);
    if (n_loops > 0)
      account += "It is no tree: its vessels form " + std::to_string(n_loops) + " loops.\n";
    if (!account.empty())
      account.pop_back();
    return line;
  }

  std::vector<std::vector<Index>>
  neighbours_of(const Centreline &line)
  {
    std::vector<std::vector<Index>> neighbours(line.points.size());
    for (const auto &[a, b] : line.edges)
      {
        neighbours[a].push_back(b);
        neighbours[b].push_back(a);
      }
    return neighbours;
  }

  std::vector<NetworkBranch>
  branches_of(const Centreline &line)
  {
    const auto                 neighbours = neighbours_of(line);
    std::vector<NetworkBranch> branches;
    std::vector<bool>          used(line.points.size(), false);
    const auto                 follow = [&](Index knot, Index next) {
      NetworkBranch branch{{knot}, 0};
      for (Index before = knot, at = next;;)
        {
          branch.points.push_back(at);
          branch.length += length(line, before, at);
          if (neighbours[at].size() != 2 || at == knot)
            break;
          used[at]         = true;
          const Index then = neighbours[at][0] == before ? neighbours[at][1] : neighbours[at][0];
          before           = at;
          at               = then;
        }
      branches.push_back(branch);
    };
    for (Index i = 0; i < line.points.size(); ++i)
      if (neighbours[i].size() != 2)
        for (const Index j : neighbours[i])
          if (neighbours[j].size() == 2 ? !used[j] : i < j)
            follow(i, j);
    for (Index i = 0; i < line.points.size(); ++i)
      if (neighbours[i].size() == 2 && !used[i])
        {
          used[i] = true;
          follow(i, neighbours[i][0]);
        }
    return branches;
  }

  std::vector<NetworkEnd>
  ends_of(const Centreline &line)
  {
    const auto              neighbours = neighbours_of(line);
    std::vector<NetworkEnd> ends;
    for (Index end = 0; end < line.points.size(); ++end)
      {
        if (neighbours[end].size() != 1)
          continue;
        Index before = end, at = neighbours[end][0];
        while (neighbours[at].size() == 2 && length(line, end, at) < 1.5 * line.radius[end])
          {
            const Index next = neighbours[at][0] == before ? neighbours[at][1] : neighbours[at][0];
            before           = at;
            at               = next;
          }
        const Point way = line.points[end] - line.points[at];
        ends.push_back({end, unit(way)});
      }
    return ends;
  }

  double
  volume_of_cones(const Centreline &line)
  {
    double sum = 0;
    for (const auto &[a, b] : line.edges)
      {
        const double r = line.radius[a], s = line.radius[b];
        sum += std::numbers::pi / 3 * length(line, a, b) * (r * r + r * s + s * s);
      }
    return sum;
  }
} // namespace vht::meshing
