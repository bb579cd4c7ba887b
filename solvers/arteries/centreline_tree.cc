#include "solvers/arteries/centreline_tree.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "solvers/core/parameters.h"
#include "solvers/core/polylines.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <functional>
#include <limits>
#include <map>
#include <queue>
#include <set>
#include <sstream>

namespace vht
{
  namespace
  {
    using Point = std::array<double, 3>;

    /** Points with radii and the edges between them, as a file has them; in metres. */
    struct Graph
    {
      std::filesystem::path                 file;
      std::vector<std::string>              names;
      std::vector<Point>                    points;
      std::vector<double>                   radii;
      std::vector<std::vector<std::size_t>> neighbours;

      void
      add_edge(std::size_t a, std::size_t b)
      {
        if (a == b || std::find(neighbours[a].begin(), neighbours[a].end(), b) != neighbours[a].end())
          return;
        neighbours[a].push_back(b);
        neighbours[b].push_back(a);
      }

      std::string
      describe(std::size_t point) const
      {
        char text[120];
        std::snprintf(text, sizeof text, " at (%.4g, %.4g, %.4g) m", points[point][0], points[point][1],
                      points[point][2]);
        return file.string() + ": point " + names[point] + text;
      }
    };

    double
    distance(const Point &a, const Point &b)
    {
      return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    }

    Graph
    read_vtp(const std::filesystem::path &file, const CentrelineParameters &parameters)
    {
      const Polylines              lines = read_polylines(file);
      const std::vector<double>   &radii = lines.at_points(parameters.radius_field, file);
      Graph                        graph;
      std::map<Point, std::size_t> known;
      const auto                   number = [&](std::size_t point) {
        const auto [entry, is_new] = known.emplace(lines.points[point], graph.points.size());
        if (is_new)
          {
            graph.names.push_back(std::to_string(point));
            graph.points.push_back(lines.points[point]);
            graph.radii.push_back(radii[point]);
            graph.neighbours.emplace_back();
          }
        return entry->second;
      };
      for (const auto &line : lines.lines)
        for (std::size_t i = 1; i < line.size(); ++i)
          {
            const std::size_t from = number(line[i - 1]);
            graph.add_edge(from, number(line[i]));
          }
      return graph;
    }

    Graph
    read_swc(const std::filesystem::path &file)
    {
      std::ifstream stream(file);
      if (!stream)
        throw InputError("The file of centrelines " + file.string() + " cannot be read. Is the path right?");
      Graph                              graph;
      std::map<long, std::size_t>        known;
      std::vector<std::pair<long, long>> parents; ///< number in the list, number of the parent
      std::string                        line;
      for (unsigned int row = 1; std::getline(stream, line); ++row)
        {
          if (line.find_first_not_of(" \t\r") == std::string::npos || line[line.find_first_not_of(" \t")] == '#')
            continue;
          std::istringstream text(line);
          long               number, type, parent;
          Point              point;
          double             radius;
          const std::string  where = file.string() + ":" + std::to_string(row);
          if (!(text >> number >> type >> point[0] >> point[1] >> point[2] >> radius >> parent))
            throw InputError(where + ": \"" + line + "\" is no row \"number type x y z radius parent\".");
          if (!known.emplace(number, graph.points.size()).second)
            throw InputError(where + ": there is a second point " + std::to_string(number) + ".");
          parents.emplace_back(graph.points.size(), parent);
          graph.names.push_back(std::to_string(number));
          graph.points.push_back(point);
          graph.radii.push_back(radius);
        }
      graph.neighbours.resize(graph.points.size());
      for (const auto &[child, parent] : parents)
        if (parent != -1)
          {
            const auto entry = known.find(parent);
            if (entry == known.end())
              throw InputError(file.string() + ": point " + graph.names[child] + " has the parent " +
                               std::to_string(parent) + ", which is not in the file.");
            graph.add_edge(child, entry->second);
          }
      return graph;
    }

    void
    check_radii(Graph &graph, const CentrelineParameters &parameters)
    {
      for (std::size_t i = 0; i < graph.points.size(); ++i)
        {
          double &radius = graph.radii[i];
          if (parameters.smallest_radius > 0. && radius >= 0. && radius < parameters.smallest_radius)
            radius = parameters.smallest_radius;
          if (!(radius > 0.))
            throw InputError(graph.describe(i) + " has a radius of " + quantity_text(radius, "m") +
                             ". Mend the file, or set Centreline/Smallest radius to what thinner points shall have.");
        }
    }

    std::string
    thickest_ends(const Graph &graph)
    {
      std::vector<std::size_t> ends;
      for (std::size_t i = 0; i < graph.points.size(); ++i)
        if (graph.neighbours[i].size() == 1)
          ends.push_back(i);
      std::sort(ends.begin(), ends.end(), [&](auto a, auto b) { return graph.radii[a] > graph.radii[b]; });
      std::string text;
      for (std::size_t i = 0; i < std::min<std::size_t>(ends.size(), 5); ++i)
        text += (i == 0 ? " The thickest free ends: " : ", ") + graph.names[ends[i]] + " (radius " +
                quantity_text(graph.radii[ends[i]], "m") + ")";
      return text + ".";
    }

    /** Length of the shortest way from an inlet to each point [m]; infinite where there is none. */
    std::vector<double>
    distances(const Graph &graph, const std::vector<std::string> &inlets)
    {
      std::vector<double> result(graph.points.size(), std::numeric_limits<double>::infinity());
      using Entry = std::pair<double, std::size_t>;
      std::priority_queue<Entry, std::vector<Entry>, std::greater<>> open;
      for (const std::string &inlet : inlets)
        {
          const auto found = std::find(graph.names.begin(), graph.names.end(), inlet);
          const auto point = static_cast<std::size_t>(found - graph.names.begin());
          if (found == graph.names.end() || graph.neighbours[point].size() != 1)
            throw InputError("Inlet \"" + inlet + "\": " + graph.file.string() +
                             (found == graph.names.end() ? " has no point of this number."
                                                         : " goes on beyond this point, it is no free end.") +
                             thickest_ends(graph));
          result[point] = 0.;
          open.push({0., point});
        }
      while (!open.empty())
        {
          const auto [length, at] = open.top();
          open.pop();
          if (length > result[at])
            continue;
          for (const std::size_t next : graph.neighbours[at])
            if (const double way = length + distance(graph.points[at], graph.points[next]); way < result[next])
              {
                result[next] = way;
                open.push({way, next});
              }
        }
      return result;
    }

    void
    refuse_lost_pieces(const Graph &graph, const std::vector<double> &from_inlet)
    {
      std::size_t n = 0, first = 0;
      for (std::size_t i = graph.points.size(); i-- > 0;)
        if (!std::isfinite(from_inlet[i]))
          {
            first = i;
            ++n;
          }
      if (n > 0)
        throw InputError(
          graph.describe(first) + " and " + std::to_string(n - 1) +
          " more belong to pieces that no inlet reaches. Join them, remove them, or give them an inlet." +
          thickest_ends(graph));
    }

    /** Length, centreline and radii of a vessel from its points. */
    void
    measure(const Graph &graph, const std::vector<std::size_t> &chain, Vessel &vessel)
    {
      std::vector<double> along(1, 0.);
      for (std::size_t i = 0; i < chain.size(); ++i)
        {
          vessel.centreline.push_back(graph.points[chain[i]]);
          if (i > 0)
            along.push_back(along.back() + distance(graph.points[chain[i - 1]], graph.points[chain[i]]));
        }
      vessel.length = along.back();
      // Least squares, each point with the weight of the stretch around it.
      double     sum = 0., mean_s = 0., mean_r = 0., covariance = 0., variance = 0.;
      double     low = graph.radii[chain[0]], high = low;
      const auto weight = [&](std::size_t i) {
        return (i + 1 < chain.size() ? along[i + 1] : along[i]) - (i > 0 ? along[i - 1] : along[i]);
      };
      for (std::size_t i = 0; i < chain.size(); ++i)
        {
          sum += weight(i);
          mean_s += weight(i) * along[i];
          mean_r += weight(i) * graph.radii[chain[i]];
          low  = std::min(low, graph.radii[chain[i]]);
          high = std::max(high, graph.radii[chain[i]]);
        }
      mean_s /= sum;
      mean_r /= sum;
      for (std::size_t i = 0; i < chain.size(); ++i)
        {
          covariance += weight(i) * (along[i] - mean_s) * (graph.radii[chain[i]] - mean_r);
          variance += weight(i) * (along[i] - mean_s) * (along[i] - mean_s);
        }
      const double slope     = variance > 0. ? covariance / variance : 0.;
      vessel.proximal_radius = std::clamp(mean_r - slope * mean_s, low, high);
      vessel.distal_radius   = std::clamp(mean_r + slope * (vessel.length - mean_s), low, high);
    }

    std::vector<Vessel>
    trace(const Graph &graph, const std::vector<double> &from_inlet, const CentrelineParameters &parameters)
    {
      std::vector<Vessel>                           vessels;
      std::set<std::string>                         names;
      std::set<std::pair<std::size_t, std::size_t>> seen; ///< first steps of the vessels
      for (std::size_t start = 0; start < graph.points.size(); ++start)
        for (const std::size_t first : graph.neighbours[start])
          {
            if (graph.neighbours[start].size() == 2 || seen.count({start, first}) > 0)
              continue;
            std::vector<std::size_t> chain = {start, first};
            while (graph.neighbours[chain.back()].size() == 2)
              {
                const auto       &both = graph.neighbours[chain.back()];
                const std::size_t next = both[0] == chain[chain.size() - 2] ? both[1] : both[0];
                chain.push_back(next);
              }
            seen.insert({chain.back(), chain[chain.size() - 2]});
            if (from_inlet[chain.front()] > from_inlet[chain.back()])
              std::reverse(chain.begin(), chain.end());

            Vessel vessel;
            vessel.start = graph.names[chain.front()];
            vessel.end   = graph.names[chain.back()];
            vessel.name  = vessel.start + "-" + vessel.end;
            while (!names.insert(vessel.name).second)
              vessel.name += "'"; // another way between the same two points
            vessel.where              = graph.file.string() + ", points " + vessel.start + " to " + vessel.end;
            vessel.youngs_modulus     = parameters.youngs_modulus;
            vessel.profile_order      = parameters.profile_order;
            vessel.reference_pressure = parameters.reference_pressure;
            measure(graph, chain, vessel);
            vessels.push_back(std::move(vessel));
          }
      return vessels;
    }

    void
    add_terminals(std::vector<Vessel>            &vessels,
                  const Graph                    &graph,
                  const std::vector<std::string> &inlets,
                  const CentrelineParameters     &parameters)
    {
      std::vector<std::size_t> ends;
      double                   sum = 0.;
      for (std::size_t v = 0; v < vessels.size(); ++v)
        {
          const auto point = std::find(graph.names.begin(), graph.names.end(), vessels[v].end) - graph.names.begin();
          if (graph.neighbours[point].size() != 1 ||
              std::find(inlets.begin(), inlets.end(), vessels[v].end) != inlets.end())
            continue;
          ends.push_back(v);
          sum += std::pow(vessels[v].distal_radius, parameters.exponent);
        }
      for (const std::size_t v : ends)
        {
          const double share                   = std::pow(vessels[v].distal_radius, parameters.exponent) / sum;
          vessels[v].terminal.total_resistance = parameters.total_resistance / share;
          if (parameters.total_compliance > 0.)
            vessels[v].terminal.compliance = parameters.total_compliance * share;
        }
    }
  } // namespace

  void
  CentrelineParameters::declare(ParameterSection &section)
  {
    section.add("Length unit", length_unit, "m", {1e-9, 1e3}, "Of the coordinates and radii in the file");
    section.critical();
    section.add("Radius field", radius_field, "Name of the radius at the points of a .vtp file");
    section.critical();
    section.add("Smallest radius", smallest_radius, "m", {0., 0.01},
                "Points that are thinner become so thick; 0: a radius of zero is refused");
    section.critical();
    section.add("Young's modulus", youngs_modulus, "Pa", {1e4, 1e8},
                "Of the walls; with Wall/Law = radius it is not used");
    section.critical();
    section.add("Profile order", profile_order, "1", {1., 1000.}, "Of the velocity; 2 is a parabola");
    section.critical();
    section.add("Reference pressure", reference_pressure, "Pa", {-1e4, 4e4}, "At which the vessels have their radius");
    section.critical();
    section.add("Total resistance", total_resistance, "Pa s/m^3", {1e5, 1e14}, "Of all free ends together");
    section.critical();
    section.add("Total compliance", total_compliance, "m^3/Pa", {0., 1e-6}, "Of all free ends together; 0: none");
    section.critical();
    section.add("Exponent", exponent, "1", {0., 10.}, "Of the radius, by which both are divided among the ends");
    section.critical();
  }

  bool
  is_centreline(const std::filesystem::path &file)
  {
    return file.extension() == ".vtp" || file.extension() == ".swc";
  }

  std::vector<Vessel>
  read_centrelines(const std::filesystem::path    &file,
                   const CentrelineParameters     &parameters,
                   const std::vector<std::string> &inlets)
  {
    Graph graph = file.extension() == ".vtp" ? read_vtp(file, parameters) : read_swc(file);
    graph.file  = file;
    for (std::size_t i = 0; i < graph.points.size(); ++i)
      {
        for (double &coordinate : graph.points[i])
          coordinate *= parameters.length_unit;
        graph.radii[i] *= parameters.length_unit;
      }
    check_radii(graph, parameters);
    const std::vector<double> from_inlet = distances(graph, inlets);
    refuse_lost_pieces(graph, from_inlet);
    std::vector<Vessel> vessels = trace(graph, from_inlet, parameters);
    add_terminals(vessels, graph, inlets, parameters);
    return vessels;
  }
} // namespace vht
