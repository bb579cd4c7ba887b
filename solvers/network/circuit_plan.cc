#include "solvers/network/circuit_plan.h"

#include "solvers/core/atomic_file.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <sstream>

namespace vht::network
{
  namespace
  {
    struct Place
    {
      double x = 0., y = 0.;
    };

    constexpr double box_width = 118., box_height = 34.;

    /** What stands on the plan: the components, then the nodes. */
    struct Graph
    {
      explicit Graph(const Circuit &circuit)
        : n_parts(circuit.parts().size())
        , next(n_parts + circuit.nodes().size())
      {
        const auto &nodes = circuit.nodes();
        for (std::size_t p = 0; p < n_parts; ++p)
          {
            const auto &part  = circuit.parts()[p];
            const auto  ports = part.component->ports();
            for (std::size_t i = 0; i < ports.size(); ++i)
              {
                const std::size_t node =
                  n_parts +
                  static_cast<std::size_t>(std::find(nodes.begin(), nodes.end(), part.nodes[i]) - nodes.begin());
                const bool enters = ports[i].direction == Direction::inlet;
                next[enters ? node : p].push_back(enters ? p : node);
              }
          }
      }

      std::size_t                           n_parts;
      std::vector<std::vector<std::size_t>> next; ///< along the flow
    };

    std::string
    escaped(const std::string &text)
    {
      std::string result;
      for (const char c : text)
        result += c == '<' ? "&lt;" : c == '&' ? "&amp;" : std::string(1, c);
      return result;
    }

    /** In the order of a walk along the flow, branches one after the other. */
    std::vector<std::size_t>
    walk(const Graph &graph)
    {
      std::vector<std::size_t> order;
      std::vector<bool>        seen(graph.next.size(), false);
      for (std::size_t first = 0; first < graph.next.size(); ++first)
        {
          std::vector<std::size_t> waiting = {first};
          while (!waiting.empty())
            {
              const std::size_t here = waiting.back();
              waiting.pop_back();
              if (seen[here])
                continue;
              seen[here] = true;
              order.push_back(here);
              waiting.insert(waiting.end(), graph.next[here].rbegin(), graph.next[here].rend());
            }
        }
      return order;
    }

    /** The shortest way along the flow from a place back to it; empty where there is none. */
    std::vector<std::size_t>
    cycle_through(const Graph &graph, std::size_t start)
    {
      std::vector<std::size_t> from(graph.next.size(), start), waiting = {start};
      std::vector<bool>        seen(graph.next.size(), false);
      for (std::size_t at = 0; at < waiting.size(); ++at)
        for (const std::size_t j : graph.next[waiting[at]])
          {
            if (j == start)
              {
                std::vector<std::size_t> cycle = {waiting[at]};
                while (cycle.back() != start)
                  cycle.push_back(from[cycle.back()]);
                std::reverse(cycle.begin(), cycle.end());
                return cycle;
              }
            if (!seen[j])
              {
                seen[j] = true;
                from[j] = waiting[at];
                waiting.push_back(j);
              }
          }
      return {};
    }

    /** The longest of these ways: the circulation, where there is one. */
    std::vector<std::size_t>
    circulation(const Graph &graph)
    {
      std::vector<std::size_t> longest;
      for (std::size_t i = 0; i < graph.next.size(); ++i)
        if (const auto cycle = cycle_through(graph, i); cycle.size() > longest.size())
          longest = cycle;
      return longest;
    }

    /** The circulation as a ring; what bridges it inside, what hangs on it outside, controllers in the middle. */
    std::vector<Place>
    ring(const Graph &graph, const std::vector<std::size_t> &cycle)
    {
      const std::size_t                     n = graph.next.size();
      std::vector<std::vector<std::size_t>> around(n);
      for (std::size_t i = 0; i < n; ++i)
        for (const std::size_t j : graph.next[i])
          {
            around[i].push_back(j);
            around[j].push_back(i);
          }
      const double       radius = std::max(180., static_cast<double>(cycle.size()) * 23.);
      std::vector<Place> places(n);
      std::vector<bool>  placed(n, false);
      for (std::size_t i = 0; i < cycle.size(); ++i)
        {
          const double angle =
            2. * std::numbers::pi * static_cast<double>(i) / static_cast<double>(cycle.size()) - 0.5 * std::numbers::pi;
          places[cycle[i]] = {1.25 * radius * std::cos(angle), radius * std::sin(angle)};
          placed[cycle[i]] = true;
        }
      for (bool found = true; found;)
        {
          found = false;
          for (std::size_t i = 0; i < n; ++i)
            {
              Place  sum;
              double count = 0.;
              for (const std::size_t j : around[i])
                if (placed[j])
                  {
                    sum = {sum.x + places[j].x, sum.y + places[j].y};
                    ++count;
                  }
              if (placed[i] || (count == 0. && !around[i].empty()))
                continue;
              const double part = around[i].size() == 1 ? 1.3 : 0.85;
              if (count > 0.)
                places[i] = {part * sum.x / count, part * sum.y / count};
              for (std::size_t j = 0; j < n; ++j)
                if (placed[j] && std::abs(places[j].x - places[i].x) < box_width &&
                    std::abs(places[j].y - places[i].y) < 1.5 * box_height)
                  {
                    places[i].y = places[j].y + 1.6 * box_height;
                    j           = 0;
                  }
              placed[i] = found = true;
            }
        }
      return places;
    }

    /** Columns by the longest way from a source; inside a column from top to bottom. */
    std::vector<Place>
    columns(const Graph &graph)
    {
      const std::size_t        n = graph.next.size();
      std::vector<std::size_t> column(n, 0);
      for (std::size_t round = 0; round < n; ++round) // longest ways of an acyclic graph settle within n rounds
        for (std::size_t i = 0; i < n; ++i)
          for (const std::size_t j : graph.next[i])
            column[j] = std::max(column[j], std::min(column[i] + 1, n));
      std::map<std::size_t, double> filled;
      std::vector<Place>            places(n);
      for (const std::size_t i : walk(graph))
        {
          places[i] = {95. * static_cast<double>(column[i]), filled[column[i]]};
          filled[column[i]] += 64.;
        }
      for (std::size_t i = 0; i < n; ++i)
        places[i].y -= 0.5 * (filled[column[i]] - 64.);
      return places;
    }
  } // namespace

  std::string
  plan_svg(const Circuit &circuit)
  {
    const Graph        graph(circuit);
    const auto         cycle  = circulation(graph);
    std::vector<Place> places = cycle.empty() ? columns(graph) : ring(graph, cycle);
    double             left = 0., right = 0., top = 0., bottom = 0.;
    for (const Place &place : places)
      {
        left   = std::min(left, place.x - box_width);
        right  = std::max(right, place.x + box_width);
        top    = std::min(top, place.y - 2. * box_height);
        bottom = std::max(bottom, place.y + 2. * box_height);
      }

    std::ostringstream svg;
    svg << "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"" << left << ' ' << top << ' ' << right - left << ' '
        << bottom - top << "\" width=\"" << std::min(1200., right - left)
        << "\" font-family=\"sans-serif\" font-size=\"12\" text-anchor=\"middle\">\n"
        << "<defs><marker id=\"a\" markerWidth=\"8\" markerHeight=\"8\" refX=\"6\" refY=\"3\" orient=\"auto\">"
           "<path d=\"M0,0 L6,3 L0,6 Z\" fill=\"#666\"/></marker></defs>\n"
        << "<rect x=\"" << left << "\" y=\"" << top << "\" width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
    for (std::size_t i = 0; i < places.size(); ++i)
      for (const std::size_t j : graph.next[i])
        svg << "<line x1=\"" << places[i].x << "\" y1=\"" << places[i].y << "\" x2=\""
            << 0.5 * (places[i].x + places[j].x) << "\" y2=\"" << 0.5 * (places[i].y + places[j].y)
            << "\" stroke=\"#666\" stroke-width=\"1.5\" marker-end=\"url(#a)\"/>\n<line x1=\"" << places[i].x
            << "\" y1=\"" << places[i].y << "\" x2=\"" << places[j].x << "\" y2=\"" << places[j].y
            << "\" stroke=\"#666\" stroke-width=\"1.5\"/>\n";
    const std::map<std::string, std::string> colours = {
      {"chamber", "#f4b6b0"}, {"valve", "#fff3b0"}, {"vessel", "#c9dcf5"}, {"RCR", "#d5ead0"}, {"coronary", "#d5ead0"}};
    for (std::size_t p = 0; p < graph.n_parts; ++p)
      {
        const auto       &part   = circuit.parts()[p];
        const std::string type   = part.component->type();
        const auto        colour = colours.find(type);
        svg << "<rect x=\"" << places[p].x - 0.5 * box_width << "\" y=\"" << places[p].y - 0.5 * box_height
            << "\" width=\"" << box_width << "\" height=\"" << box_height << "\" rx=\"5\" fill=\""
            << (colour == colours.end() ? "#eeeeee" : colour->second) << "\" stroke=\"#333\"/>\n<text x=\""
            << places[p].x << "\" y=\"" << places[p].y - 2. << "\">" << escaped(part.name) << "</text>\n<text x=\""
            << places[p].x << "\" y=\"" << places[p].y + 12. << "\" font-size=\"10\" fill=\"#555\">" << escaped(type)
            << "</text>\n";
      }
    for (std::size_t i = graph.n_parts; i < places.size(); ++i)
      svg << "<circle cx=\"" << places[i].x << "\" cy=\"" << places[i].y << "\" r=\"4\" fill=\"#333\"><title>"
          << escaped(circuit.nodes()[i - graph.n_parts]) << "</title></circle>\n";
    svg << "</svg>\n";
    return svg.str();
  }

  void
  draw_plan(const Circuit &circuit, const std::filesystem::path &file)
  {
    write_atomically(file, plan_svg(circuit));
  }
} // namespace vht::network
