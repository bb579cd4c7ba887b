#include "meshing/shells.h"

#include "meshing/geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <limits>
#include <numbers>
#include <numeric>

namespace vht::meshing
{
  namespace
  {
    // A triangle has two sides, numbered 2 * triangle (behind) and 2 * triangle + 1 (in front).
    constexpr std::size_t behind = 0, front = 1;

    class UnionFind
    {
    public:
      explicit UnionFind(std::size_t n)
        : parent_(n)
      {
        std::iota(parent_.begin(), parent_.end(), Index(0));
      }

      Index
      find(std::size_t i)
      {
        while (parent_[i] != i)
          i = parent_[i] = parent_[parent_[i]];
        return static_cast<Index>(i);
      }

      void
      join(std::size_t a, std::size_t b)
      {
        parent_[find(a)] = find(b);
      }

    private:
      std::vector<Index> parent_;
    };

    /** One of the triangles around an edge from point low to point high. */
    struct Blade
    {
      Index  low, high;
      Index  triangle;
      bool   forward; ///< the triangle runs from low to high
      double angle = 0;
    };

    std::vector<Blade>
    blades(const TaggedSurface &surface)
    {
      std::vector<Blade> result;
      result.reserve(3 * surface.n_triangles());
      for (std::size_t t = 0; t < surface.n_triangles(); ++t)
        for (unsigned k = 0; k < 3; ++k)
          {
            const Index a = surface.triangles[t][k], b = surface.triangles[t][(k + 1) % 3];
            result.push_back({std::min(a, b), std::max(a, b), static_cast<Index>(t), a < b});
          }
      std::sort(result.begin(), result.end(), [](const Blade &x, const Blade &y) {
        return std::tie(x.low, x.high, x.triangle) < std::tie(y.low, y.high, y.triangle);
      });
      return result;
    }

    /** Angles anticlockwise around the edge, seen with the edge coming towards the eye. */
    void
    sort_around(const TaggedSurface &surface, std::span<Blade> fan)
    {
      const auto &x    = surface.points;
      const Point axis = x[fan[0].high] - x[fan[0].low];
      Point       right{}, up{};
      for (Blade &blade : fan)
        {
          const auto &corners = surface.triangles[blade.triangle];
          const Index tip =
            *std::find_if(corners.begin(), corners.end(), [&](Index i) { return i != blade.low && i != blade.high; });
          Point away = x[tip] - x[blade.low];
          away       = away - dot(away, axis) / dot(axis, axis) * axis;
          if (&blade == &fan[0])
            {
              right = away;
              up    = 1 / norm(axis) * cross(axis, right);
            }
          blade.angle = std::atan2(dot(away, up), dot(away, right));
          if (&blade != &fan[0] && blade.angle < 0)
            blade.angle += 2 * std::numbers::pi;
        }
      std::sort(fan.begin() + 1, fan.end(), [](const Blade &a, const Blade &b) { return a.angle < b.angle; });
    }

    /** The side of the blade that looks in the direction of growing angles, or the other one. */
    std::size_t
    side_of(const Blade &blade, bool growing)
    {
      // With the edge running towards the eye and the tip to the right, the normal of a forward triangle points up.
      return 2 * blade.triangle + (blade.forward == growing ? front : behind);
    }

    /** Sides between which one can go without crossing the surface. */
    UnionFind
    join_sides(const TaggedSurface &surface)
    {
      UnionFind          sides(2 * surface.n_triangles());
      std::vector<Blade> all = blades(surface);
      for (auto begin = all.begin(); begin != all.end();)
        {
          const auto end = std::find_if(begin, all.end(), [&](const Blade &blade) {
            return blade.low != begin->low || blade.high != begin->high;
          });
          if (end - begin == 1)
            throw MeshError("The surface is open: an edge at " + in_millimetres(surface.points[begin->low]) +
                            " has one triangle only.");
          const std::span<Blade> fan(begin, end);
          if (fan.size() > 2)
            sort_around(surface, fan);
          for (std::size_t i = 0; i < fan.size(); ++i)
            {
              sides.join(side_of(fan[i], true), side_of(fan[(i + 1) % fan.size()], false));
              if (fan.size() == 2)
                sides.join(side_of(fan[i], false), side_of(fan[(i + 1) % 2], true));
            }
          begin = end;
        }
      return sides;
    }

    /** A closed surface as a region sees it. */
    struct Shell
    {
      Tag                region = 0;
      std::vector<Index> sides;
      double             volume = 0; ///< negative for a hole
      Index              part   = SpaceParts::outside;
    };

    double
    signed_volume(const TaggedSurface &surface, std::size_t triangle)
    {
      const auto &[a, b, c] = surface.triangles[triangle];
      return determinant(surface.points[a], surface.points[b], surface.points[c]) / 6;
    }

    Tag
    region_at(const TaggedSurface &surface, std::size_t side)
    {
      const auto &sides = surface.sides[side / 2];
      return side % 2 == behind ? sides.behind : sides.front;
    }

    std::vector<Shell>
    shells_of(const TaggedSurface &surface)
    {
      UnionFind              sides = join_sides(surface);
      std::map<Index, Index> number;
      std::vector<Shell>     shells;
      for (std::size_t side = 0; side < 2 * surface.n_triangles(); ++side)
        {
          const Tag region           = region_at(surface, side);
          const auto [entry, is_new] = number.try_emplace(sides.find(side), static_cast<Index>(shells.size()));
          if (is_new)
            shells.push_back({region, {}});
          Shell &shell = shells[entry->second];
          if (shell.region != region)
            throw MeshError("Two regions meet without a triangle between them at " +
                            in_millimetres(surface.points[surface.triangles[side / 2][0]]) + ".");
          shell.sides.push_back(static_cast<Index>(side));
          shell.volume += (side % 2 == behind ? 1 : -1) * signed_volume(surface, side / 2);
        }
      return shells;
    }

    /** By the solid angle under which the shell is seen (van Oosterom & Strackee 1983, doi:10.1109/TBME.1983.325207).
     */
    bool
    contains(const TaggedSurface &surface, const Shell &shell, const Point &x)
    {
      double angle = 0;
      for (const Index side : shell.sides)
        {
          const auto &corners = surface.triangles[side / 2];
          const Point a = surface.points[corners[0]] - x, b = surface.points[corners[1]] - x,
                      c   = surface.points[corners[2]] - x;
          const double la = norm(a), lb = norm(b), lc = norm(c);
          angle += (side % 2 == behind ? 2 : -2) *
                   std::atan2(determinant(a, b, c), la * lb * lc + dot(a, b) * lc + dot(b, c) * la + dot(c, a) * lb);
        }
      return angle > 2 * std::numbers::pi;
    }
  } // namespace


  SpaceParts
  parts_of(const TaggedSurface &surface)
  {
    std::vector<Shell> shells = shells_of(surface);
    SpaceParts         parts;
    parts.region = {0};
    for (Shell &shell : shells)
      if (shell.region != 0 && shell.volume > 0)
        {
          shell.part = static_cast<Index>(parts.region.size());
          parts.region.push_back(shell.region);
        }
    // A hole belongs to the smallest part of its region around it.
    for (Shell &hole : shells)
      if (hole.region != 0 && hole.volume <= 0)
        {
          // The middle of a triangle: a corner may also be one of the shell around.
          const auto &[a, b, c] = surface.triangles[hole.sides[0] / 2];
          const Point x         = 1. / 3 * (surface.points[a] + surface.points[b] + surface.points[c]);
          double      smallest  = std::numeric_limits<double>::max();
          for (const Shell &shell : shells)
            if (shell.region == hole.region && shell.volume > -hole.volume && shell.volume < smallest &&
                contains(surface, shell, x))
              {
                smallest  = shell.volume;
                hole.part = shell.part;
              }
          if (hole.part == SpaceParts::outside)
            throw MeshError("The triangles around " + in_millimetres(x) +
                            " enclose nothing: seen from their region they are inside out.");
        }
    parts.beside.resize(surface.n_triangles());
    parts.shells.resize(surface.n_triangles());
    for (std::size_t i = 0; i < shells.size(); ++i)
      for (const Index side : shells[i].sides)
        {
          parts.beside[side / 2][side % 2] = shells[i].part;
          parts.shells[side / 2][side % 2] = static_cast<Index>(i);
        }
    return parts;
  }

  std::map<Tag, double>
  enclosed_volumes(const TaggedSurface &surface)
  {
    std::map<Tag, double> volumes;
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      {
        volumes[surface.sides[t].behind] += signed_volume(surface, t);
        volumes[surface.sides[t].front] -= signed_volume(surface, t);
      }
    volumes.erase(0);
    return volumes;
  }
} // namespace vht::meshing
