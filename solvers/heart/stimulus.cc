#include "solvers/heart/stimulus.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/dealii_compat.h"
#include "solvers/core/parameters.h"

#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    // Nodes on the face of a box count as inside whatever way their coordinates were rounded [m].
    constexpr double tolerance = 1e-9;

    struct Site
    {
      Point  place;
      double start; ///< [s]
    };

    /** Table "x [m], y [m], z [m], start [s]", one site per line; lines that begin with # or a letter are skipped. */
    std::vector<Site>
    read_sites(const std::filesystem::path &file, const std::string &where)
    {
      std::ifstream stream(file);
      if (!stream)
        throw InputError(where + ": there is no table of sites " + file.string() + ".");
      std::vector<Site> sites;
      std::string       line;
      for (unsigned int number = 1; std::getline(stream, line); ++number)
        {
          const auto first = line.find_first_not_of(" \t\r");
          if (first == std::string::npos || line[first] == '#' || std::isalpha(static_cast<unsigned char>(line[first])))
            continue;
          std::replace(line.begin(), line.end(), ',', ' ');
          std::istringstream values(line);
          Site               site;
          if (!(values >> site.place[0] >> site.place[1] >> site.place[2] >> site.start))
            throw InputError(file.string() + ":" + std::to_string(number) +
                             ": a site is x [m], y [m], z [m], start [s]; found \"" + line + "\".");
          sites.push_back(site);
        }
      if (sites.empty())
        throw InputError(where + ": the table of sites " + file.string() + " is empty.");
      return sites;
    }

    /** Local indices of the owned nodes for which @p inside holds. */
    std::vector<unsigned int>
    nodes_where(const std::vector<Point> &places, const std::function<bool(const Point &)> &inside)
    {
      std::vector<unsigned int> nodes;
      for (unsigned int i = 0; i < places.size(); ++i)
        if (inside(places[i]))
          nodes.push_back(i);
      return nodes;
    }

    std::vector<unsigned int>
    nodes_on_surface(const FunctionSpace &space, unsigned int tag)
    {
      const auto on_surface = dealii::DoFTools::extract_boundary_dofs(space.dofs(), {}, {tag});

      std::vector<unsigned int> nodes;
      for (const auto dof : on_surface)
        if (space.owned().is_element(dof))
          nodes.push_back(space.owned().index_within_set(dof));
      return nodes;
    }

    /** Distance from a place to the nearest node, over all ranks, for messages. */
    double
    distance_to_nearest(const std::vector<Point> &nodes, const Point &place, MPI_Comm communicator)
    {
      double distance = std::numeric_limits<double>::max();
      for (const Point &node : nodes)
        distance = std::min(distance, node.distance(place));
      return mpi::min(distance, communicator);
    }
  } // namespace

  void
  StimulusParameters::declare(ParameterSection &section)
  {
    section.add_choice("Shape", shape, {"box", "sphere", "surface", "sites"}, "Where the current flows");
    section.add("Lower corner", lower_corner, "m", "Of a box");
    section.add("Upper corner", upper_corner, "m", "Of a box");
    section.add("Centre", centre, "m", "Of a sphere");
    section.add("Radius", radius, "m", {0., 1.}, "Of a sphere, and around each site");
    section.add("Surface", surface, "Name of a surface of the mesh; its nodes are stimulated");
    section.add_file("Sites", sites, "Table of sites: x [m], y [m], z [m], start [s]; the start is added to Start");
    section.add("Start", start, "s", {0., 1e6}, "When it begins");
    section.add("Duration", duration, "s", {1e-6, 1e3}, "How long it lasts");
    section.add("Period", period, "s", {0., 1e6}, "Time between beginnings; 0: once");
    section.add("Count", count, {0, 1000000}, "How many times; 0: for ever, where there is a period");
    section.add("Amplitude", amplitude, "A/m^3", {0., 1e9}, "Current into the cells per volume of tissue");
    where = section.where("Shape");
  }

  Stimuli::Stimuli(const std::vector<StimulusParameters> &parameters, const FunctionSpace &space, double capacitance)
  {
    const std::vector<Point> places = space.support_points();
    const MPI_Comm           comm   = space.mesh().communicator();

    const auto add = [&](const StimulusParameters &p, std::vector<unsigned int> nodes, double start,
                         const Point &centre) {
      const std::size_t n = mpi::sum(nodes.size(), comm);
      if (n == 0)
        {
          std::ostringstream message;
          message << p.where << ": stimulus \"" << p.name << "\" reaches no node of the mesh";
          const double distance = distance_to_nearest(places, centre, comm);
          message << "; the nearest is " << distance * 1e3 << " mm from (" << centre * 1e3
                  << ") mm. Move it or make it larger.";
          throw InputError(message.str());
        }
      pulses_.push_back({std::move(nodes), start, p.duration, p.period, p.count, p.amplitude / capacitance});
    };
    const auto sphere = [&](const Point &centre, double radius) {
      return nodes_where(places, [&](const Point &x) { return x.distance(centre) <= radius + tolerance; });
    };
    const auto to_point = [](const std::array<double, 3> &x) { return Point(x[0], x[1], x[2]); };

    for (const StimulusParameters &p : parameters)
      if (p.shape == "box")
        {
          const Point low = to_point(p.lower_corner), high = to_point(p.upper_corner);
          const auto  inside = [&](const Point &x) {
            bool result = true;
            for (unsigned int d = 0; d < dim; ++d)
              result &= x[d] >= low[d] - tolerance && x[d] <= high[d] + tolerance;
            return result;
          };
          add(p, nodes_where(places, inside), p.start, Point((low + high) / 2.));
        }
      else if (p.shape == "sphere")
        add(p, sphere(to_point(p.centre), p.radius), p.start, to_point(p.centre));
      else if (p.shape == "surface")
        add(p, nodes_on_surface(space, space.mesh().surface(p.surface, p.where)), p.start, Point());
      else
        {
          std::vector<Site> sites;
          collectively(comm, [&]() { sites = read_sites(p.sites, p.where); });
          for (const Site &site : sites)
            add(p, sphere(site.place, p.radius), p.start + site.start, site.place);
        }
  }

  void
  Stimuli::add(double time, double step, Vector &rate) const
  {
    for (const Pulse &pulse : pulses_)
      {
        // The beat that the step falls into; a pulse that reaches into the next beat is longer than its period.
        double start = pulse.start;
        if (pulse.period > 0. && time + step > pulse.start)
          {
            double beat = std::max(0., std::floor((time + 0.5 * step - pulse.start) / pulse.period));
            if (pulse.count > 0)
              beat = std::min(beat, pulse.count - 1.);
            start += beat * pulse.period;
          }
        const double overlap = std::min(time + step, start + pulse.duration) - std::max(time, start);
        if (overlap <= 1e-9 * step)
          continue;
        const double mean = pulse.rate * std::min(1., overlap / step);
        for (const unsigned int i : pulse.nodes)
          rate.local_element(i) += mean;
      }
  }
} // namespace vht
