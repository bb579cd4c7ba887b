#include "solvers/heart/stimulus.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/dealii_compat.h"
#include "solvers/core/parameters.h"

#include <deal.II/base/bounding_box.h>
#include <deal.II/base/mpi.h>
#include <deal.II/dofs/dof_tools.h>
#include <deal.II/fe/fe_values.h>

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

    /** A convex body: a point inside it, and its box. */
    struct Body
    {
      std::function<bool(const Point &)> contains;
      dealii::BoundingBox<dim>           box;
    };

    Body
    make_box(const Point &low, const Point &high)
    {
      const Point                    margin(tolerance, tolerance, tolerance);
      const dealii::BoundingBox<dim> box({low - dealii::Tensor<1, dim>(margin), high + dealii::Tensor<1, dim>(margin)});
      return {[=](const Point &x) { return box.point_inside(x, 0.); }, box};
    }

    Body
    make_sphere(const Point &centre, double radius)
    {
      const double                 reach = radius + tolerance;
      const dealii::Tensor<1, dim> diagonal(Point(reach, reach, reach));
      return {[=](const Point &x) { return x.distance(centre) <= reach; },
              dealii::BoundingBox<dim>({centre - diagonal, centre + diagonal})};
    }

    /**
     * The quadrature of the space on each of the 512 parts of a reference cell, for integrands that end inside it.
     * Tetrahedra are halved three times: four parts at the corners, four of the octahedron between them.
     */
    dealii::Quadrature<dim>
    divided_quadrature(const FunctionSpace &space)
    {
      using Part                      = std::array<Point, dim + 1>; // origin and the ends of the axes
      std::vector<Part> parts         = {{{Point(0, 0, 0), Point(1, 0, 0), Point(0, 1, 0), Point(0, 0, 1)}}};
      const bool        is_hexahedron = space.element().reference_cell().is_hyper_cube();
      const auto        middle        = [](const Point &a, const Point &b) { return Point(0.5 * (a + b)); };
      for (unsigned int level = 0; level < 3; ++level)
        {
          std::vector<Part> halves;
          for (const auto &[a, b, c, d] : parts)
            if (is_hexahedron)
              for (unsigned int k = 0; k < 8; ++k)
                {
                  const Point origin = a + 0.5 * ((k & 1) * (b - a) + ((k >> 1) & 1) * (c - a) + (k >> 2) * (d - a));
                  halves.push_back({{origin, origin + 0.5 * (b - a), origin + 0.5 * (c - a), origin + 0.5 * (d - a)}});
                }
            else
              {
                const Point ab = middle(a, b), ac = middle(a, c), ad = middle(a, d), bc = middle(b, c),
                            bd = middle(b, d), cd = middle(c, d);
                halves.insert(halves.end(), {{{a, ab, ac, ad}},
                                             {{ab, b, bc, bd}},
                                             {{ac, bc, c, cd}},
                                             {{ad, bd, cd, d}},
                                             {{ab, cd, ac, ad}},
                                             {{ab, cd, ad, bd}},
                                             {{ab, cd, bd, bc}},
                                             {{ab, cd, bc, ac}}});
              }
          parts = std::move(halves);
        }
      std::vector<Point>  points;
      std::vector<double> weights;
      for (const auto &[a, b, c, d] : parts)
        for (unsigned int q = 0; q < space.quadrature().size(); ++q)
          {
            const Point &x = space.quadrature().point(q);
            points.push_back(a + x[0] * (b - a) + x[1] * (c - a) + x[2] * (d - a));
            weights.push_back(space.quadrature().weight(q) / parts.size());
          }
      return {points, weights};
    }

    /** Integrals of the shape functions over bodies; what is common to all of them is made once. */
    class Loads
    {
    public:
      explicit Loads(const FunctionSpace &space)
        : space_(space)
        , load_(space.make_vector())
        , whole_(space.mapping(),
                 space.element(),
                 space.quadrature(),
                 dealii::update_values | dealii::update_JxW_values)
        , divided_(space.mapping(),
                   space.element(),
                   divided_quadrature(space),
                   dealii::update_values | dealii::update_JxW_values | dealii::update_quadrature_points)
      {
      }

      /** Over the volume of a body. Collective. */
      const Vector &
      over(const Body &body)
      {
        load_ = 0.;
        for (const auto &cell : space_.dofs().active_cell_iterators())
          if (cell->is_locally_owned())
            {
              unsigned int                   n_inside = 0;
              const dealii::BoundingBox<dim> box      = space_.mapping().get_bounding_box(cell);
              for (const unsigned int v : cell->vertex_indices())
                n_inside += body.contains(cell->vertex(v));
              if (n_inside == cell->n_vertices())
                add(whole_, cell, [](unsigned int) { return 1.; });
              else if (overlap(box, body.box))
                add(divided_, cell,
                    [&](unsigned int q) { return body.contains(divided_.quadrature_point(q)) ? 1. : 0.; });
            }
        load_.compress(dealii::VectorOperation::add);
        return load_;
      }

      /** Of the function that is 1 at the nodes for which @p inside holds, 0 at the others. Collective. */
      const Vector &
      of_nodes(const std::function<bool(dealii::types::global_dof_index)> &inside)
      {
        Vector indicator = space_.make_vector();
        for (const auto dof : space_.owned())
          indicator(dof) = inside(dof) ? 1. : 0.;
        indicator.update_ghost_values();

        load_ = 0.;
        std::vector<dealii::types::global_dof_index> dofs(space_.element().dofs_per_cell);
        for (const auto &cell : space_.dofs().active_cell_iterators())
          if (cell->is_locally_owned())
            {
              cell->get_dof_indices(dofs);
              if (std::none_of(dofs.begin(), dofs.end(), [&](const auto dof) { return indicator(dof) != 0.; }))
                continue;
              add(whole_, cell, [&](unsigned int q) {
                double value = 0.;
                for (unsigned int i = 0; i < dofs.size(); ++i)
                  value += indicator(dofs[i]) * whole_.shape_value(i, q);
                return value;
              });
            }
        load_.compress(dealii::VectorOperation::add);
        return load_;
      }

    private:
      static bool
      overlap(const dealii::BoundingBox<dim> &a, const dealii::BoundingBox<dim> &b)
      {
        for (unsigned int d = 0; d < dim; ++d)
          if (a.lower_bound(d) > b.upper_bound(d) || a.upper_bound(d) < b.lower_bound(d))
            return false;
        return true;
      }

      template <typename Cell, typename Indicator>
      void
      add(dealii::FEValues<dim> &values, const Cell &cell, const Indicator &indicator)
      {
        values.reinit(cell);
        std::vector<dealii::types::global_dof_index> dofs(values.dofs_per_cell);
        cell->get_dof_indices(dofs);
        for (const unsigned int q : values.quadrature_point_indices())
          if (const double weight = indicator(q) * values.JxW(q); weight != 0.)
            for (unsigned int i = 0; i < dofs.size(); ++i)
              load_(dofs[i]) += weight * values.shape_value(i, q);
      }

      const FunctionSpace  &space_;
      Vector                load_;
      dealii::FEValues<dim> whole_, divided_;
    };

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
    section.add_choice("Support", support, {"volume", "nodes"},
                       "Of a box or spheres: the volume inside, or what the shape functions of the nodes inside cover");
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
    Loads                    loads(space);

    const auto add = [&](const StimulusParameters &p, const Vector &load, double start, const Point &centre) {
      Pulse pulse{{}, start, p.duration, p.period, p.count, p.amplitude / capacitance};
      for (unsigned int i = 0; i < load.locally_owned_size(); ++i)
        if (const double value = load.local_element(i); value != 0.)
          pulse.load.emplace_back(i, value);
      if (mpi::sum(pulse.load.size(), comm) == 0)
        {
          std::ostringstream message;
          message << p.where << ": stimulus \"" << p.name << "\" reaches no "
                  << (p.support == "nodes" ? "node of the mesh" : "tissue");
          const double distance = distance_to_nearest(places, centre, comm);
          message << "; the nearest node is " << distance * 1e3 << " mm from (" << centre * 1e3
                  << ") mm. Move it or make it larger.";
          throw InputError(message.str());
        }
      pulses_.push_back(std::move(pulse));
    };
    const auto add_body = [&](const StimulusParameters &p, const Body &body, double start) {
      const Vector &load = p.support == "volume" ? loads.over(body) : loads.of_nodes([&](const auto dof) {
        return body.contains(places[space.owned().index_within_set(dof)]);
      });
      add(p, load, start, body.box.center());
    };
    const auto to_point = [](const std::array<double, 3> &x) { return Point(x[0], x[1], x[2]); };

    for (const StimulusParameters &p : parameters)
      if (p.shape == "box")
        add_body(p, make_box(to_point(p.lower_corner), to_point(p.upper_corner)), p.start);
      else if (p.shape == "sphere")
        add_body(p, make_sphere(to_point(p.centre), p.radius), p.start);
      else if (p.shape == "surface")
        {
          const auto on_surface =
            dealii::DoFTools::extract_boundary_dofs(space.dofs(), {}, {space.mesh().surface(p.surface, p.where)});
          add(p, loads.of_nodes([&](const auto dof) { return on_surface.is_element(dof); }), p.start, Point());
        }
      else
        {
          std::vector<Site> sites;
          collectively(comm, [&]() { sites = read_sites(p.sites, p.where); });
          for (const Site &site : sites)
            add_body(p, make_sphere(site.place, p.radius), p.start + site.start);
        }
  }

  void
  Stimuli::add(double time, double step, Vector &weak) const
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
        for (const auto &[i, integral] : pulse.load)
          weak.local_element(i) += mean * integral;
      }
  }
} // namespace vht
