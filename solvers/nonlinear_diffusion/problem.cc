#include "solvers/nonlinear_diffusion/problem.h"

#include "solvers/core/run.h"

#include <cmath>

namespace vht
{
  namespace
  {
    DiffusionLoads
    make_loads(const NonlinearDiffusionParameters &parameters, const Mesh &mesh)
    {
      const auto constant = [](double value) { return [value](const Point &) { return value; }; };

      DiffusionLoads loads;
      loads.source = constant(parameters.power_density);
      for (const SurfaceParameters &surface : parameters.surfaces)
        {
          const unsigned int tag = mesh.surface(surface.name, surface.where);
          if (std::isnan(surface.inflow))
            loads.temperature[tag] = constant(surface.temperature);
          else
            loads.inflow[tag] = constant(surface.inflow);
        }
      return loads;
    }
  } // namespace

  NonlinearDiffusionProblem::NonlinearDiffusionProblem(const NonlinearDiffusionParameters &parameters, Run &run)
    : run_(run)
    , mesh_(parameters.mesh, run.communicator())
    , space_(mesh_, parameters.degree)
    , operator_(space_, *parameters.conductivity, make_loads(parameters, mesh_))
    , integrator_(operator_, parameters.newton, parameters.linear_solver, run.log())
    , postprocessor_(operator_, parameters.output, run)
    , mesh_file_(parameters.mesh.file)
  {
  }

  void
  NonlinearDiffusionProblem::setup()
  {
    run_.record().mesh(mesh_file_, mesh_.checksum(), mesh_.n_cells());
    run_.log().info(std::to_string(mesh_.n_cells()) + " cells, " + std::to_string(space_.n_dofs()) +
                    " unknowns, conductivity: " + std::string(operator_.law().name()));
  }

  void
  NonlinearDiffusionProblem::step()
  {
    const ScopedTimer timer(run_.record(), "Newton");
    result_ = integrator_.solve();
    run_.log().info("solved in " + std::to_string(result_.iterations) + " Newton and " +
                    std::to_string(result_.linear_iterations) + " linear iterations");
  }

  void
  NonlinearDiffusionProblem::run()
  {
    setup();
    step();
    const ScopedTimer timer(run_.record(), "Output");
    postprocessor_.write(integrator_.temperature(), result_);
  }
} // namespace vht
