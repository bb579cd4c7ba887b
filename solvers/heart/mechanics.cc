#include "solvers/heart/mechanics.h"

#include "physics/error.h"
#include "solvers/core/attempt_to_draw.h"
#include "solvers/core/chart.h"
#include "solvers/core/parameters.h"
#include "solvers/core/picture.h"
#include "solvers/core/run.h"
#include "solvers/elasticity/problem.h"
#include "solvers/elasticity/reference_configuration.h"
#include "solvers/heart/fibres/fibre_field.h"

#include <deal.II/base/mpi.h>

#include <fstream>
#include <functional>
#include <optional>
#include <sstream>

namespace vht
{
  namespace
  {
    void
    check_names(const HeartMechanicsParameters &parameters, const Mesh &mesh)
    {
      for (const TissueLaw &law : parameters.elasticity.regions)
        mesh.region(law.region, law.where);
      for (const LoadedSurface &surface : parameters.elasticity.surfaces)
        mesh.surface(surface.name, surface.where);
      for (const CavityParameters &cavity : parameters.elasticity.cavities)
        for (const std::string &surface : cavity.surfaces)
          mesh.surface(surface, cavity.where);
      for (const LongAxisParameters &axis : parameters.elasticity.axes)
        for (const auto *surfaces : {&axis.base, &axis.wall})
          for (const std::string &surface : *surfaces)
            mesh.surface(surface, axis.where);
      for (const WallParameters &wall : parameters.elasticity.walls)
        for (const auto *surfaces : {&wall.inner, &wall.outer})
          for (const std::string &surface : *surfaces)
            mesh.surface(surface, wall.where);
      for (const std::string &region : parameters.elasticity.strain.regions)
        mesh.region(region, parameters.elasticity.strain.where_regions);
      for (const std::string &region : parameters.elasticity.tension.regions)
        mesh.region(region, parameters.elasticity.tension.where_regions);
    }

    Picture
    deformed_heart(const MechanicsPictureParameters &parameters, const std::filesystem::path &fields)
    {
      Picture                     picture;
      const std::array<double, 3> behind = {{-parameters.from[0], -parameters.from[1], parameters.from[2]}};
      picture.meshes                     = {fields};
      picture.views                      = {{parameters.from, parameters.up, ""}, {behind, parameters.up, ""}};
      picture.moved_by                   = "displacement";
      picture.field                      = "displacement";
      picture.factor                     = 1e3;
      picture.legend                     = "displacement [mm]";
      picture.title                      = "Deformed at the end";
      return picture;
    }

    /** Each cavity's pressure over its volume: [mL], [kPa]. */
    Chart
    pressure_volume_chart(const std::filesystem::path &table, const std::vector<CavityParameters> &cavities)
    {
      Chart chart;
      chart.title   = "Pressure and volume";
      chart.x_label = "volume [mL]";
      chart.y_label = "pressure [kPa]";
      for (const CavityParameters &cavity : cavities)
        chart.curves.push_back({cavity.name, {}, {}});
      std::ifstream stream(table);
      std::string   line, cell;
      std::getline(stream, line); // header
      while (std::getline(stream, line))
        {
          std::istringstream cells(line);
          std::getline(cells, cell, ',');
          for (Curve &curve : chart.curves)
            {
              std::getline(cells, cell, ',');
              curve.x.push_back(std::stod(cell) * 1e6);
              std::getline(cells, cell, ',');
              curve.y.push_back(std::stod(cell) * 1e-3);
            }
        }
      return chart;
    }

    void
    draw_results(const HeartMechanicsParameters &parameters, const ElasticityPostprocessor &results, Run &run)
    {
      if (!parameters.pictures.draw || dealii::Utilities::MPI::this_mpi_process(run.communicator()) != 0)
        return;
      const auto attempt = [&](const std::string &name, const std::function<void()> &action) {
        attempt_to_draw(run.log(), name, action);
      };
      std::filesystem::create_directories(run.output() / "pictures");
      attempt("deformed.png", [&]() {
        Picture picture = deformed_heart(parameters.pictures, results.last_fields());
        picture.file    = run.output() / "pictures" / "deformed.png";
        draw(picture);
      });
      if (!parameters.elasticity.cavities.empty())
        {
          std::filesystem::create_directories(run.output() / "curves");
          attempt("pressure_volume.svg", [&]() {
            Chart chart = pressure_volume_chart(run.output() / "mechanics.csv", parameters.elasticity.cavities);
            chart.file  = run.output() / "curves" / "pressure_volume.svg";
            draw(chart);
          });
        }
      run.log().info("Pictures: " + (run.output() / "pictures").string());
    }
  } // namespace

  void
  MechanicsPictureParameters::declare(ParameterSection &section)
  {
    section.add("Draw", draw, "Draw figures at the end of the run");
    section.add("View from", from, "1", "Direction from the heart to the eye; a second view is from the other side");
    section.add("Up", up, "1", "Direction that points up in the figures");
  }

  void
  HeartMechanicsParameters::declare(ParameterSection &root)
  {
    elasticity.declare(root);
    fibres.declare(root.section("Fibres", "Directions of the tissue"));
    pictures.declare(root.section("Pictures", "Figures that are drawn at the end"));
  }

  void
  HeartMechanicsParameters::check() const
  {
    elasticity.check();
    fibres.check();
    if (fibres.type != "none")
      return;
    const auto refuse = [](const std::string &what) {
      throw InputError("Fibres/Type is none, but " + what + " needs the direction of the fibres.");
    };
    if (elasticity.tension.contraction)
      refuse("the active tension");
    if (elasticity.material.material->has_fibres())
      refuse("the material law \"" + std::string(elasticity.material.material->name()) + "\"");
    for (const TissueLaw &law : elasticity.regions)
      if (law.material->has_fibres())
        refuse("the material law \"" + std::string(law.material->name()) + "\" of region \"" + law.region + "\"");
  }

  void
  inspect_heart_mechanics(const HeartMechanicsParameters &parameters, const Mesh &mesh)
  {
    check_names(parameters, mesh);
    inspect_fibres(parameters.fibres, mesh);
  }

  void
  run_heart_mechanics(const HeartMechanicsParameters &parameters, Mesh &mesh, Run &run)
  {
    check_names(parameters, mesh);
    const FibreField fibres = [&]() {
      const ScopedTimer timer(run.record(), "fibres");
      return make_fibres(parameters.fibres, mesh, ElasticityOperator::quadrature_for(mesh), run);
    }();
    const AxesOfCell axes = [&](const auto &cell, const std::vector<Point> &, std::vector<Matrix3> &result) {
      for (unsigned int q = 0; q < result.size(); ++q)
        {
          const Frame &frame = fibres.at(cell->active_cell_index(), q);
          for (unsigned int i = 0; i < dim; ++i)
            {
              result[q][i][0] = frame.fibre[i];
              result[q][i][1] = frame.sheet[i];
              result[q][i][2] = frame.normal[i];
            }
        }
    };
    std::optional<ReferenceConfiguration> unloaded;
    if (parameters.elasticity.reference.is_wanted())
      unloaded.emplace(parameters.elasticity, mesh, axes, run).find();
    ElasticityProblem problem(parameters.elasticity, mesh, unloaded ? unloaded->axes() : axes, run);
    problem.setup();
    problem.run();

    const ScopedTimer timer(run.record(), "pictures");
    draw_results(parameters, problem.postprocessor(), run);
  }
} // namespace vht
