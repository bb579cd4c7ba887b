#include "meshing/network/tube_network.h"

#include "meshing/geometry.h"
#include "physics/error.h"

#include <boost/geometry.hpp>
#include <boost/geometry/index/rtree.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace vht::meshing
{
  namespace
  {
    namespace bg = boost::geometry;
    using Place  = bg::model::point<double, 3, bg::cs::cartesian>;
    using Box    = bg::model::box<Place>;
    using Boxes  = bg::index::rtree<std::pair<Box, Index>, bg::index::quadratic<16>>;

    constexpr double infinity = std::numeric_limits<double>::infinity();

    /** Two spheres and what is between them. */
    struct Cone
    {
      Point  start{}, axis{};
      double length = 0, start_radius = 0, end_radius = 0;
      Index  branch = 0;
    };

    /** How a cone, or the nearest cone of a branch, is seen from a place. */
    struct View
    {
      Index  branch = 0;
      double level  = infinity;
      double radius = 0;
      Point  away{}; ///< unit, from the nearest sphere's centre
    };

    View
    view_of(const Cone &cone, const Point &place)
    {
      const double sine = (cone.start_radius - cone.end_radius) / cone.length;
      const Point  from = place - cone.start;
      double       along;
      if (std::abs(sine) >= 1) // one sphere contains the other
        along = sine > 0 ? 0 : cone.length;
      else
        {
          // The nearest sphere is met along the cone's normal, not across the axis.
          const double x = dot(from, cone.axis), y = std::sqrt(std::max(0., dot(from, from) - x * x));
          along = std::clamp(x - y * sine / std::sqrt(1 - sine * sine), 0., cone.length);
        }
      const Point  out      = from - along * cone.axis;
      const double distance = norm(out), radius = cone.start_radius - sine * along;
      return {cone.branch, distance - radius, radius, distance > 0 ? 1 / distance * out : Point{}};
    }

    Box
    box_around(const Cone &cone, double reach)
    {
      const Point end = cone.start + cone.length * cone.axis;
      Place       low, high;
      const auto  set = [&](auto dimension) {
        constexpr std::size_t d = decltype(dimension)::value;
        bg::set<d>(low, std::min(cone.start[d], end[d]) - reach);
        bg::set<d>(high, std::max(cone.start[d], end[d]) + reach);
      };
      set(std::integral_constant<std::size_t, 0>());
      set(std::integral_constant<std::size_t, 1>());
      set(std::integral_constant<std::size_t, 2>());
      return {low, high};
    }
  } // namespace


  struct TubeNetwork::Tubes
  {
    double                            blend = 0;
    std::vector<Cone>                 cones;
    std::vector<std::array<Index, 2>> knots; ///< ends of each branch
    Boxes                             boxes;

    bool
    meet(Index a, Index b) const
    {
      for (const Index i : knots[a])
        for (const Index j : knots[b])
          if (i == j)
            return true;
      return false;
    }

    double
    joined(const View &a, const View &b) const
    {
      const double reach = blend * std::min(a.radius, b.radius) * 0.5 * (1 - dot(a.away, b.away));
      const double h     = std::max(0., reach - std::abs(a.level - b.level));
      return std::min(a.level, b.level) - (h > 0 ? h * h / (4 * reach) : 0);
    }
  };


  TubeNetwork::TubeNetwork(const Centreline &line, double blend)
  {
    auto tubes   = std::make_unique<Tubes>();
    tubes->blend = blend;
    std::vector<std::pair<Box, Index>> boxes;
    for (const NetworkBranch &branch : branches_of(line))
      {
        const auto number = static_cast<Index>(tubes->knots.size());
        tubes->knots.push_back({branch.points.front(), branch.points.back()});
        for (std::size_t k = 1; k < branch.points.size(); ++k)
          {
            const Index  a = branch.points[k - 1], b = branch.points[k];
            const Point  way    = line.points[b] - line.points[a];
            const double length = norm(way);
            if (!(length > 0))
              throw MeshError("Points " + std::to_string(a) + " and " + std::to_string(b) +
                              " of the network are both at " + in_millimetres(line.points[a]) + ".");
            tubes->cones.push_back({line.points[a], 1 / length * way, length, line.radius[a], line.radius[b], number});
            const double widest = std::max(line.radius[a], line.radius[b]);
            boxes.emplace_back(box_around(tubes->cones.back(), (1.5 + blend) * widest),
                               static_cast<Index>(tubes->cones.size() - 1));
          }
      }
    tubes->boxes = Boxes(boxes);
    tubes_       = std::move(tubes);
  }

  TubeNetwork::~TubeNetwork() = default;

  TubeNetwork::Value
  TubeNetwork::at(const Point &place) const
  {
    thread_local std::vector<View> views; // one for each branch nearby
    views.clear();
    const Place here(place[0], place[1], place[2]);
    for (auto box = tubes_->boxes.qbegin(bg::index::intersects(here)); box != tubes_->boxes.qend(); ++box)
      {
        const View view = view_of(tubes_->cones[box->second], place);
        const auto found =
          std::find_if(views.begin(), views.end(), [&](const View &v) { return v.branch == view.branch; });
        if (found == views.end())
          views.push_back(view);
        else if (view.level < found->level)
          *found = view;
      }
    if (views.empty())
      return {infinity, 0};
    const auto nearest =
      std::min_element(views.begin(), views.end(), [](const View &a, const View &b) { return a.level < b.level; });
    double level = nearest->level;
    for (std::size_t i = 0; i < views.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (tubes_->meet(views[i].branch, views[j].branch))
          level = std::min(level, tubes_->joined(views[i], views[j]));
    return {level, nearest->radius};
  }

  Point
  TubeNetwork::gradient(const Point &place) const
  {
    const double step = 1e-4 * at(place).radius;
    Point        gradient{};
    for (unsigned d = 0; step > 0 && d < 3; ++d)
      {
        Point low = place, high = place;
        low[d] -= step;
        high[d] += step;
        gradient[d] = (at(high).level - at(low).level) / (2 * step);
      }
    return gradient;
  }

  Point
  TubeNetwork::move_to_wall(Point place, const Point &normal) const
  {
    const Point start = place;
    for (unsigned step = 0; step < 8; ++step)
      {
        const Value value = at(place);
        if (!(std::abs(value.level) < 0.25 * value.radius))
          return start;
        if (std::abs(value.level) < 1e-9 * value.radius)
          return place;
        Point rise = gradient(place);
        rise       = rise - dot(rise, normal) * normal;
        if (!(dot(rise, rise) > 1e-4))
          return start;
        place = place - value.level / dot(rise, rise) * rise;
      }
    const Value value = at(place);
    return std::abs(value.level) < 1e-3 * value.radius && norm(place - start) < 0.5 * value.radius ? place : start;
  }

  Point
  TubeNetwork::on_wall(Point place) const
  {
    return move_to_wall(place, {});
  }

  Point
  TubeNetwork::on_wall_within_plane(Point place, const Point &normal) const
  {
    return move_to_wall(place, normal);
  }
} // namespace vht::meshing
