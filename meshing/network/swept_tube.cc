#include "meshing/network/swept_tube.h"

#include "meshing/geometry.h"
#include "meshing/shapes/o_grid.h"
#include "physics/error.h"

#include <boost/math/interpolators/makima.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    /** A curve through points with a radius, over the length of the polygon through them. */
    class Curve
    {
    public:
      Curve(std::vector<Point> points, std::vector<double> radius)
      {
        while (points.size() < 4) // the splines want four
          {
            std::vector<Point>  finer{points[0]};
            std::vector<double> values{radius[0]};
            for (std::size_t i = 1; i < points.size(); ++i)
              {
                finer.push_back(0.5 * (points[i - 1] + points[i]));
                finer.push_back(points[i]);
                values.push_back(0.5 * (radius[i - 1] + radius[i]));
                values.push_back(radius[i]);
              }
            points = finer;
            radius = values;
          }
        std::vector<double> along{0};
        for (std::size_t i = 1; i < points.size(); ++i)
          along.push_back(along.back() + norm(points[i] - points[i - 1]));
        length = along.back();
        for (unsigned d = 0; d < 3; ++d)
          {
            std::vector<double> values;
            for (const Point &p : points)
              values.push_back(p[d]);
            position_.emplace_back(std::vector<double>(along), std::move(values));
          }
        radius_.emplace_back(std::move(along), std::move(radius));
      }

      Point
      at(double s) const
      {
        return {position_[0](s), position_[1](s), position_[2](s)};
      }

      Point
      tangent(double s) const
      {
        const Point t{position_[0].prime(s), position_[1].prime(s), position_[2].prime(s)};
        return unit(t);
      }

      double
      radius(double s) const
      {
        return radius_[0](s);
      }

      double length = 0;

    private:
      std::vector<boost::math::interpolators::makima<std::vector<double>>> position_;
      std::vector<boost::math::interpolators::makima<std::vector<double>>> radius_;
    };

    /** From the wider end to the other. */
    Curve
    curve_of(const Centreline &line)
    {
      const auto branches = branches_of(line);
      const auto ends     = ends_of(line);
      if (branches.size() != 1 || ends.size() != 2)
        throw MeshError("Hexahedra are swept along a single line, but this network has " +
                        std::to_string(branches.size()) + " branches and " + std::to_string(ends.size()) +
                        " ends. Use tetrahedra, or mesh a part of it (Network/Within).");
      std::vector<Index> way = branches[0].points;
      if (line.radius[way.front()] < line.radius[way.back()])
        std::reverse(way.begin(), way.end());
      std::vector<Point>  points;
      std::vector<double> radius;
      for (const Index i : way)
        {
          points.push_back(line.points[i]);
          radius.push_back(line.radius[i]);
        }
      return {points, radius};
    }

    /** Places along the curve whose distances are as wanted, but for a common factor that makes them fit. */
    template <typename Distance>
    std::vector<double>
    places_along(double length, const Distance &distance)
    {
      constexpr unsigned  n = 2000;
      std::vector<double> count{0}; // how many cells fit up to here
      for (unsigned i = 0; i < n; ++i)
        count.push_back(count.back() + length / n / distance((i + 0.5) / n * length));
      const long          n_cells = std::max(1L, std::lround(count.back()));
      std::vector<double> places{0};
      for (long cell = 1; cell < n_cells; ++cell)
        {
          const double wanted = count.back() * static_cast<double>(cell) / static_cast<double>(n_cells);
          const auto   i      = std::upper_bound(count.begin(), count.end(), wanted) - count.begin();
          const auto   k      = static_cast<std::size_t>(i);
          const double part   = (wanted - count[k - 1]) / (count[k] - count[k - 1]);
          places.push_back((static_cast<double>(k - 1) + part) / n * length);
        }
      places.push_back(length);
      return places;
    }

    /** Frames carried on by two reflections from section to section. */
    std::vector<TubeSection>
    sections_at(const Curve &curve, const std::vector<double> &places)
    {
      std::vector<TubeSection> sections;
      Point                    tangent = curve.tangent(0);
      const Point              helper  = std::abs(tangent[0]) < 0.6 ? Point{1, 0, 0} : Point{0, 1, 0};
      Point                    first   = cross(tangent, helper);
      first                            = unit(first);
      const auto reflect               = [](const Point &x, const Point &mirror) {
        return x - 2 * dot(x, mirror) / dot(mirror, mirror) * mirror;
      };
      for (const double s : places)
        {
          const Point centre = curve.at(s), next = curve.tangent(s);
          if (!sections.empty())
            {
              const Point way = centre - sections.back().centre;
              first           = reflect(first, way);
              tangent         = reflect(tangent, way);
              if (const Point turn = next - tangent; norm(turn) > 1e-12)
                first = reflect(first, turn);
              tangent = next;
            }
          sections.push_back({centre, first, cross(tangent, first), curve.radius(s)});
        }
      return sections;
    }

    /** Neighbouring sections must not cut each other. */
    void
    refuse_sharp_bends(const std::vector<TubeSection> &sections)
    {
      for (std::size_t i = 1; i < sections.size(); ++i)
        {
          const TubeSection &a = sections[i - 1], &b = sections[i];
          const Point        along = cross(a.first, a.second);
          constexpr unsigned n     = 16;
          for (unsigned k = 0; k < n; ++k)
            {
              const double angle = 2 * std::numbers::pi * k / n, c = std::cos(angle), s = std::sin(angle);
              const Point  from = a.centre + a.radius * (c * a.first + s * a.second);
              const Point  to   = b.centre + b.radius * (c * b.first + s * b.second);
              if (dot(to - from, along) <= 0)
                throw MeshError("The vessel is bent too sharply for its radius of " + std::to_string(1e3 * a.radius) +
                                " mm at " + in_millimetres(a.centre) +
                                ": its sections would cut each other. Use tetrahedra or Network/Line smoothing.");
            }
        }
    }
  } // namespace


  TaggedMesh
  swept_tube(const Centreline &line, double elements_across, double largest)
  {
    const Curve curve    = curve_of(line);
    const auto  size     = [&](double s) { return std::min(largest, 2 * curve.radius(s) / elements_across); };
    const auto  sections = sections_at(curve, places_along(curve.length, size));
    refuse_sharp_bends(sections);
    double widest = 0;
    for (const TubeSection &section : sections)
      widest = std::max(widest, section.radius);
    return sweep_o_grid(sections, std::min(largest, 2 * widest / elements_across));
  }
} // namespace vht::meshing
