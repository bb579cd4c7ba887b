#include "solvers/arteries/layout.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>
#include <queue>

namespace vht
{
  namespace
  {
    /** The ways from the inlets that are shortest: a tree for each inlet. */
    struct Forest
    {
      struct Step
      {
        std::size_t vessel, to;
      };

      std::vector<std::size_t>       roots;
      std::vector<std::vector<Step>> steps;  ///< away from each node
      std::vector<char>              inside; ///< of each vessel: is it in a tree?

      explicit Forest(const Network &network)
        : steps(network.nodes().size())
        , inside(network.vessels().size(), false)
      {
        std::map<std::string, std::size_t> number;
        for (std::size_t n = 0; n < network.nodes().size(); ++n)
          number[network.nodes()[n].name] = n;

        struct Way
        {
          double      length;
          std::size_t node, from, vessel;
          bool
          operator>(const Way &other) const
          {
            return length > other.length;
          }
        };
        std::priority_queue<Way, std::vector<Way>, std::greater<>> open;
        std::vector<char>                                          reached(network.nodes().size(), false);
        constexpr std::size_t                                      none = -1;
        for (std::size_t n = 0; n < network.nodes().size(); ++n)
          if (network.nodes()[n].inlet)
            open.push({0., n, none, none});
        while (!open.empty())
          {
            const Way way = open.top();
            open.pop();
            if (reached[way.node])
              continue;
            reached[way.node] = true;
            if (way.vessel == none)
              roots.push_back(way.node);
            else
              {
                steps[way.from].push_back({way.vessel, way.node});
                inside[way.vessel] = true;
              }
            for (const VesselEnd &end : network.nodes()[way.node].ends)
              {
                const Vessel &vessel = network.vessels()[end.vessel];
                open.push(
                  {way.length + vessel.length, number[end.distal ? vessel.start : vessel.end], way.node, end.vessel});
              }
          }
      }

      /** How many ends each node leads to. */
      std::vector<double>
      leaves() const
      {
        std::vector<double>      result(steps.size(), 0.);
        std::vector<std::size_t> order = roots;
        for (std::size_t i = 0; i < order.size(); ++i)
          for (const Step &step : steps[order[i]])
            order.push_back(step.to);
        for (auto node = order.rbegin(); node != order.rend(); ++node)
          {
            for (const Step &step : steps[*node])
              result[*node] += result[step.to];
            result[*node] = std::max(result[*node], 1.);
          }
        return result;
      }
    };
  } // namespace

  Layout::Layout(const Network &network)
  {
    planar_ = std::any_of(network.vessels().begin(), network.vessels().end(),
                          [](const Vessel &vessel) { return vessel.centreline.size() < 2; });
    if (planar_)
      lay_out(network);
    else
      for (const Vessel &vessel : network.vessels())
        lines_.push_back(vessel.centreline);
    measure();
  }

  void
  Layout::lay_out(const Network &network)
  {
    const Forest              forest(network);
    const std::vector<double> leaves = forest.leaves();
    std::vector<Point>        place(network.nodes().size(), Point{});
    lines_.assign(network.vessels().size(), {});

    double all = 0., before = 0.;
    for (const std::size_t root : forest.roots)
      all += leaves[root];
    struct Fan
    {
      std::size_t node;
      double      from, to; ///< angles
    };
    constexpr double widest = 0.9 * std::numbers::pi;
    for (const std::size_t root : forest.roots)
      {
        std::vector<Fan> fans = {
          {root, widest * (2. * before / all - 1.), widest * (2. * (before + leaves[root]) / all - 1.)}};
        before += leaves[root];
        while (!fans.empty())
          {
            const Fan fan = fans.back();
            fans.pop_back();
            double from = fan.from;
            for (const Forest::Step &step : forest.steps[fan.node])
              {
                double sum = 0.;
                for (const Forest::Step &each : forest.steps[fan.node])
                  sum += leaves[each.to];
                const double  to     = from + (fan.to - fan.from) * leaves[step.to] / sum;
                const double  angle  = 0.5 * (from + to);
                const Vessel &vessel = network.vessels()[step.vessel];
                place[step.to]       = {place[fan.node][0] + vessel.length * std::sin(angle),
                                        place[fan.node][1] - vessel.length * std::cos(angle), 0.};
                lines_[step.vessel]  = {place[fan.node], place[step.to]};
                if (vessel.start != network.nodes()[fan.node].name)
                  std::swap(lines_[step.vessel][0], lines_[step.vessel][1]);
                fans.push_back({step.to, from, to});
                from = to;
              }
          }
      }
    for (std::size_t n = 0; n < network.nodes().size(); ++n)
      for (const VesselEnd &end : network.nodes()[n].ends)
        if (!forest.inside[end.vessel]) // it closes a loop
          {
            lines_[end.vessel].resize(2);
            lines_[end.vessel][end.distal] = place[n];
          }
  }

  void
  Layout::measure()
  {
    for (const auto &line : lines_)
      {
        std::vector<double> &share = shares_.emplace_back(1, 0.);
        for (std::size_t i = 1; i < line.size(); ++i)
          share.push_back(share.back() + std::hypot(line[i][0] - line[i - 1][0], line[i][1] - line[i - 1][1],
                                                    line[i][2] - line[i - 1][2]));
        const double length = share.back();
        for (double &each : share)
          each = length > 0. ? each / length : 0.;
      }
  }

  std::array<double, 3>
  Layout::at(std::size_t vessel, double position) const
  {
    const auto       &line  = lines_[vessel];
    const auto       &share = shares_[vessel];
    const std::size_t after =
      std::clamp<std::ptrdiff_t>(std::upper_bound(share.begin(), share.end(), position) - share.begin(), 1,
                                 static_cast<std::ptrdiff_t>(line.size()) - 1);
    const double step = share[after] - share[after - 1];
    const double part = step > 0. ? (position - share[after - 1]) / step : 0.;
    Point        point;
    for (int d = 0; d < 3; ++d)
      point[d] = std::lerp(line[after - 1][d], line[after][d], part);
    return point;
  }
} // namespace vht
