#include "meshing/geometry.h"
#include "meshing/surface/centreline.h"
#include "meshing/surface/cgal_medial_axis.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>

namespace vht::meshing
{
  namespace
  {
    using cgal::MedialAxis;

    constexpr double infinity = std::numeric_limits<double>::infinity();

    // What protrudes from a vessel by less, in its own radii, is a bump or a dome and no vessel.
    constexpr double least_length = 1.5;

    // Around a tip as far as this, in its radii, is looked at for its width and for whether it is an end.
    constexpr double view = 3;

    /** A place where the way from the root is longest, and how much longer than where its branch leaves another one. */
    struct Peak
    {
      Index  point;
      double height; ///< [m]
    };

    struct Tip
    {
      Point  place;
      double radius; ///< of the vessel before its tip [m]
    };

    double
    median(std::vector<double> values)
    {
      if (values.empty())
        return 0;
      const auto middle = values.begin() + static_cast<long>(values.size() / 2);
      std::nth_element(values.begin(), middle, values.end());
      return *middle;
    }

    class TipFinder
    {
    public:
      explicit TipFinder(const TaggedSurface &surface)
        : surface_(surface)
        , axis_(surface, {})
        , radius_(axis_.largest_at_points())
        , neighbours_(surface.points.size())
      {
        for (const auto &corners : surface.triangles)
          for (unsigned k = 0; k < 3; ++k)
            {
              neighbours_[corners[k]].push_back(corners[(k + 1) % 3]);
              neighbours_[corners[(k + 1) % 3]].push_back(corners[k]);
            }
      }

      std::vector<Tip>
      find()
      {
        // What is farthest from anywhere is a tip: the root for all others.
        measure_from(outermost());
        const auto farthest = std::max_element(way_.begin(), way_.end(), less_than_infinity) - way_.begin();
        measure_from(axis_.nearest(surface_.points[static_cast<std::size_t>(farthest)]));
        std::vector<Tip> tips;
        const auto       take = [&](const Peak &peak) {
          if (const Tip tip = look_at(peak); tip.radius > 0)
            tips.push_back(tip);
        };
        const auto root = std::min_element(way_.begin(), way_.end()) - way_.begin();
        const auto all  = peaks();
        for (double &value : way_)
          value = -value;
        take({static_cast<Index>(root), all.front().height});
        for (double &value : way_)
          value = -value;
        for (const Peak &peak : all)
          take(peak);
        return tips;
      }

    private:
      static bool
      less_than_infinity(double a, double b)
      {
        return (a < infinity ? a : -infinity) < (b < infinity ? b : -infinity);
      }

      int
      outermost() const
      {
        Point  middle{};
        double whole = 0;
        for (std::size_t t = 0; t < surface_.n_triangles(); ++t)
          {
            const double a = norm(area_vector(surface_, t));
            middle         = middle + a * centre(surface_, t);
            whole += a;
          }
        middle     = 1 / whole * middle;
        int result = 0;
        for (int i = 1; i < static_cast<int>(axis_.size()); ++i)
          if (norm(axis_.centre(i) - middle) > norm(axis_.centre(result) - middle))
            result = i;
        return result;
      }

      /** The shortest way through the inside from a centre to each point of the surface. */
      void
      measure_from(int start)
      {
        paths_ = axis_.paths_from(start, 0);
        way_.assign(surface_.points.size(), infinity);
        for (int i = 0; i < static_cast<int>(axis_.size()); ++i)
          for (const Index k : axis_.touched(i))
            way_[k] = std::min(way_[k], paths_.cost[static_cast<std::size_t>(i)] + axis_.radius(i));
        // Points that no sphere touches are reached along the surface.
        for (bool changed = true; changed;)
          {
            changed           = false;
            const auto before = way_;
            for (Index i = 0; i < way_.size(); ++i)
              if (before[i] == infinity)
                for (const Index j : neighbours_[i])
                  if (before[j] < infinity)
                    {
                      way_[i] = std::min(way_[i], before[j] + norm(surface_.points[i] - surface_.points[j]));
                      changed = true;
                    }
          }
      }

      /** Walk down from the highest points: where two hills meet, the lower one ends. The highest hill comes first. */
      std::vector<Peak>
      peaks() const
      {
        std::vector<Index> order(way_.size());
        std::iota(order.begin(), order.end(), Index(0));
        std::sort(order.begin(), order.end(), [&](Index a, Index b) {
          return std::tie(way_[b], surface_.points[b]) < std::tie(way_[a], surface_.points[a]);
        });
        constexpr Index    none = ~Index(0);
        std::vector<Index> hill(way_.size(), none);
        const auto         top = [&](Index i) {
          while (hill[i] != i)
            i = hill[i] = hill[hill[i]];
          return i;
        };
        std::vector<Peak> result{{order.front(), way_[order.front()] - way_[order.back()]}};
        for (const Index i : order)
          {
            hill[i] = i;
            for (const Index j : neighbours_[i])
              {
                if (hill[j] == none)
                  continue;
                Index a = top(i), b = top(j);
                if (a == b)
                  continue;
                if (std::tie(way_[a], surface_.points[a]) < std::tie(way_[b], surface_.points[b]))
                  std::swap(a, b);
                if (way_[b] - way_[i] > 0.5 * radius_[b]) // less is noise without a closer look
                  result.push_back({b, way_[b] - way_[i]});
                hill[b] = a;
              }
          }
        return result;
      }

      /** The points that hang together with the peak down to a depth below it. */
      std::vector<Index>
      hill_of(const Peak &peak, double depth) const
      {
        std::vector<Index> list{peak.point};
        std::vector<bool>  found(way_.size(), false);
        found[peak.point] = true;
        for (std::size_t i = 0; i < list.size(); ++i)
          for (const Index j : neighbours_[list[i]])
            if (!found[j] && way_[j] > way_[peak.point] - depth)
              {
                found[j] = true;
                list.push_back(j);
              }
        return list;
      }

      double
      radius_of(const std::vector<Index> &hill) const
      {
        std::vector<double> values;
        for (const Index i : hill)
          if (radius_[i] > 0)
            values.push_back(radius_[i]);
        return median(std::move(values));
      }

      /** How many borders has a set of points? The middle of a ring-shaped vessel has two, an end has one. */
      unsigned
      n_borders(const std::vector<Index> &hill) const
      {
        std::vector<bool> inside(way_.size(), false);
        for (const Index i : hill)
          inside[i] = true;
        TaggedSurface     rim = surface_;
        std::vector<bool> mixed;
        for (const auto &[a, b, c] : surface_.triangles)
          mixed.push_back((inside[a] || inside[b] || inside[c]) && !(inside[a] && inside[b] && inside[c]));
        keep_triangles(rim, mixed);
        if (rim.n_triangles() == 0)
          return 0;
        const std::vector<double> areas = connected_parts(rim).areas;
        return static_cast<unsigned>(
          std::count_if(areas.begin(), areas.end(), [&](double a) { return a > 0.25 * areas[0]; }));
      }

      /** @returns a radius of zero for what is no end */
      Tip
      look_at(const Peak &peak) const
      {
        double radius   = radius_of(hill_of(peak, peak.height));
        radius          = radius_of(hill_of(peak, std::min(peak.height, 2 * view * radius)));
        const auto hill = hill_of(peak, std::min(0.9 * peak.height, view * radius));
        if (peak.height < least_length * radius || n_borders(hill) != 1)
          return {};
        return {inside_of(hill, radius), radius};
      }

      /** The outermost centre of a sphere about as wide as the vessel: a bump at its tip does not count. */
      Point
      inside_of(const std::vector<Index> &hill, double radius) const
      {
        std::vector<bool> inside(way_.size(), false);
        for (const Index i : hill)
          inside[i] = true;
        Point  place = surface_.points[hill.front()];
        double best  = infinity;
        for (int i = 0; i < static_cast<int>(axis_.size()); ++i)
          {
            if (axis_.radius(i) < 0.8 * radius)
              continue;
            const auto touched = axis_.touched(i);
            const bool here    = std::all_of(touched.begin(), touched.end(), [&](Index k) { return inside[k]; });
            if (const double d = norm(axis_.centre(i) - surface_.points[hill.front()]); here && d < best)
              {
                best  = d;
                place = axis_.centre(i);
              }
          }
        return place;
      }

      const TaggedSurface            &surface_;
      MedialAxis                      axis_;
      std::vector<double>             radius_;
      std::vector<std::vector<Index>> neighbours_;
      MedialAxis::Paths               paths_;
      std::vector<double>             way_; ///< from the root to each point [m]
    };
  } // namespace


  std::vector<Point>
  find_tips(const TaggedSurface &surface)
  {
    if (!border_loops(surface).empty())
      throw MeshError("Tips are found on closed surfaces only, and this one has openings.");
    if (const std::size_t n = connected_parts(surface).areas.size(); n != 1)
      throw MeshError("Tips are found on a surface of one part, and this one has " + std::to_string(n) + ".");
    std::vector<Tip> tips = TipFinder(surface).find();
    std::sort(tips.begin(), tips.end(),
              [](const Tip &a, const Tip &b) { return std::tie(b.radius, b.place) < std::tie(a.radius, a.place); });
    std::vector<Point> places;
    for (const Tip &tip : tips)
      places.push_back(tip.place);
    return places;
  }
} // namespace vht::meshing
