#include "solvers/heart/heart_pictures.h"

#include "physics/error.h"
#include "solvers/core/attempt_to_draw.h"
#include "solvers/core/chart.h"
#include "solvers/core/parameters.h"
#include "solvers/core/picture.h"

#include <deal.II/base/mpi.h>

#include <cmath>
#include <fstream>
#include <functional>
#include <sstream>

namespace vht
{
  namespace
  {
    std::array<double, 3>
    opposite(const std::array<double, 3> &from)
    {
      return {{-from[0], -from[1], from[2]}};
    }

    Picture
    activation_map(const HeartPictureParameters &parameters, const std::filesystem::path &maps)
    {
      Picture picture;
      picture.meshes          = {maps};
      picture.views           = {{parameters.from, parameters.up, ""}, {opposite(parameters.from), parameters.up, ""}};
      picture.field           = "activation time";
      picture.factor          = 1e3;
      picture.legend          = "activation time [ms]";
      picture.title           = "Activation";
      picture.contour_spacing = parameters.contour_spacing * 1e3;
      picture.colours         = "activation";
      picture.bands           = parameters.contour_spacing > 0.;
      return picture;
    }

    Picture
    potential_series(const HeartPictureParameters                                &parameters,
                     const std::vector<std::pair<double, std::filesystem::path>> &states)
    {
      Picture           picture;
      const std::size_t n = std::min<std::size_t>(parameters.snapshots, states.size());
      for (std::size_t i = 0; i < n; ++i)
        {
          // Evenly spread, first and last included.
          const auto &[time, file] = states[n == 1 ? states.size() - 1 : i * (states.size() - 1) / (n - 1)];
          std::ostringstream caption;
          caption << "t = " << std::round(time * 1e4) / 10. << " ms";
          picture.snapshots.push_back({{file}, caption.str()});
        }
      picture.views  = {{parameters.from, parameters.up, ""}};
      picture.field  = "potential";
      picture.factor = 1e3;
      picture.legend = "transmembrane potential [mV]";
      picture.title  = "Depolarisation";
      picture.range  = {{-85., 40.}};
      picture.triad  = false;
      return picture;
    }

    Picture
    fibre_lines(const HeartPictureParameters &parameters, const std::filesystem::path &maps)
    {
      Picture picture;
      picture.meshes     = {maps};
      picture.views      = {{parameters.from, parameters.up, ""}, {opposite(parameters.from), parameters.up, ""}};
      picture.directions = "fibre";
      picture.helix_axis = parameters.up; // the long axis of a heart that stands upright in its figures
      picture.title      = "Fibres on the surface";
      return picture;
    }

    /** The probes' table as one curve each: [ms], [mV]. */
    Chart
    probe_chart(const std::filesystem::path &table, const ElectrophysiologyParameters &electrophysiology)
    {
      Chart chart;
      chart.title   = "Potential at the probes";
      chart.x_label = "time [ms]";
      chart.y_label = "transmembrane potential [mV]";
      for (const ProbeParameters &probe : electrophysiology.probes)
        chart.curves.push_back({probe.name, {}, {}});

      std::ifstream stream(table);
      std::string   line;
      std::getline(stream, line); // header
      while (std::getline(stream, line))
        {
          std::istringstream cells(line);
          std::string        cell;
          std::getline(cells, cell, ',');
          const double time = std::stod(cell);
          for (Curve &curve : chart.curves)
            if (std::getline(cells, cell, ','))
              {
                curve.x.push_back(time * 1e3);
                curve.y.push_back(std::stod(cell) * 1e3);
              }
        }
      return chart;
    }
  } // namespace

  void
  HeartPictureParameters::declare(ParameterSection &section)
  {
    section.add("Draw", draw, "Draw figures at the end of the run");
    section.add("View from", from, "1", "Direction from the heart to the eye; a second view is from the other side");
    section.add("Up", up, "1", "Direction that points up in the figures");
    section.add("Isochrone spacing", contour_spacing, "s", {0., 10.},
                "Between lines of equal activation time; 0: none");
    section.add("Fibres", fibres,
                "Draw the fibres on the surface, coloured by their angle to the circumference about Up");
    section.add("Snapshots", snapshots, {0, 24}, "How many states of the potential stand in one figure");
  }

  void
  draw_heart_pictures(const HeartPictureParameters      &parameters,
                      const ElectrophysiologyParameters &electrophysiology,
                      const ActivationPostprocessor     &results,
                      Run                               &run)
  {
    if (!parameters.draw || dealii::Utilities::MPI::this_mpi_process(run.communicator()) != 0)
      return;

    const auto attempt = [&](const std::string &name, const std::function<void()> &action) {
      attempt_to_draw(run.log(), name, action);
    };
    const auto draw_picture = [&](const std::string &name, Picture picture) {
      picture.file = run.output() / "pictures" / (name + ".png");
      attempt(picture.file.filename().string(), [&]() { draw(picture); });
    };

    std::filesystem::create_directories(run.output() / "pictures");
    draw_picture("activation", activation_map(parameters, results.maps()));
    if (parameters.fibres)
      draw_picture("fibres", fibre_lines(parameters, results.maps()));
    if (parameters.snapshots > 0 && results.snapshots().size() > 1)
      draw_picture("potential", potential_series(parameters, results.snapshots()));

    if (!electrophysiology.probes.empty())
      {
        std::filesystem::create_directories(run.output() / "curves");
        attempt("probes.svg", [&]() {
          Chart chart = probe_chart(run.output() / "probes.csv", electrophysiology);
          chart.file  = run.output() / "curves" / "probes.svg";
          draw(chart);
        });
      }
    run.log().info("Pictures: " + (run.output() / "pictures").string());
  }
} // namespace vht
