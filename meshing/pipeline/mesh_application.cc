#include "meshing/pipeline/mesh_application.h"

#include "meshing/pipeline/mesh_pictures.h"
#include "meshing/pipeline/stages.h"
#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/core/run.h"

#include <mpi.h>

#include <csignal>

namespace vht::meshing
{
  void
  MeshApplication::declare(ParameterSection &root)
  {
    case_.declare(root);
  }

  void
  MeshApplication::check() const
  {
    case_.check();
  }

  void
  MeshApplication::inspect(Run &run)
  {
    const StageState state = make(run);
    if (!range_.to || *range_.to == Stage::report)
      judge(state, run);
  }

  void
  MeshApplication::run(Run &run)
  {
    const StageState state = make(run);
    if (range_.to && *range_.to != Stage::report)
      {
        run.log().info("Ended after the stage " + name_of(*range_.to) +
                       ", as asked for. Without --to the next run goes on "
                       "from here.");
        return;
      }
    judge(state, run);
    const TaggedMesh &mesh  = state.mesh;
    const Facts      &facts = state.facts;
    const auto        file  = run.output() / "mesh.msh";
    Summary           summary;
    {
      const ScopedTimer timer(run.record(), "Write");
      const Provenance  provenance{tool_with_version(),
                                  case_.source == "file" ? case_.file.filename().string() : case_.source,
                                  run.critical_parameters(), facts};
      summary = write_all(mesh, file, case_.encoding, case_.vtu, provenance);
    }
    run.log().info("\n" + as_table(summary));
    run.record().mesh(file, summary.checksum, summary.n_cells);
    run.record().summary("nodes", static_cast<double>(summary.n_points), "1");
    run.record().summary("cells", static_cast<double>(summary.n_cells), "1");
    run.record().summary("mean edge length", summary.quality.edges.mean, "m");
    run.record().summary("smallest dihedral angle", summary.quality.dihedral_angle.minimum, "degree");
    for (const auto &region : summary.regions)
      run.record().summary("volume of " + region.name, region.volume, "m^3");
    for (const auto &surface : summary.surfaces)
      run.record().summary("area of " + surface.name, surface.area, "m^2");
    for (const auto &[region, drift] : facts.drifts)
      run.record().summary("volume drift of " + region, drift, "1");
    draw(summary, run);
    run.log().info("The mesh is " + file.string() + "; mesh.json describes it.");
  }

  StageState
  MeshApplication::make(Run &run) const
  {
    // A mesher cannot be asked to stop; what the stages came to is kept, so that nothing is lost.
    std::signal(SIGTERM, SIG_DFL);
    std::signal(SIGUSR1, SIG_DFL);
    int n_ranks = 1;
    MPI_Comm_size(run.communicator(), &n_ranks);
    if (n_ranks > 1)
      throw InputError("vht-mesh works in one process, found " + std::to_string(n_ranks) +
                       ". Start it without mpirun.");

    const Say say = [&run](const std::string &text) { run.log().info(text); };
    return perform(steps_of(case_, run.output(), say), {run.output(), run.critical_parameters(), case_.keep, range_},
                   run.record(), say);
  }

  void
  MeshApplication::judge(const StageState &state, Run &run) const
  {
    const ScopedTimer timer(run.record(), "Check");
    const Report      report = meshing::check(state.mesh, case_.gates);
    judge_volumes(case_, state.facts, [&run](const std::string &text) { run.log().info(text); });
    if (!report.cells.empty() && !run.output().empty())
      {
        const auto file = run.output() / "worst_cells.vtu";
        write_mesh(only_cells(state.mesh, report.cells), file, case_.encoding);
        run.log().info(file.string() + " shows the cells that miss a gate.");
      }
    refuse_defects(report, case_.source == "file" ? "made from " + case_.file.string() : "of the " + case_.source);
    if (!report.findings.empty())
      run.log().warning("The mesh can be used, but:\n" + describe(report));
  }

  void
  MeshApplication::draw(const Summary &summary, Run &run) const
  {
    if (!case_.picture || !case_.vtu)
      return;
    const ScopedTimer timer(run.record(), "Pictures");
    try
      {
        for (const auto &file : draw_mesh(summary, run.output(), case_.source == "image", case_.gates))
          run.log().info("Picture: " + file.string());
      }
    catch (const std::exception &error)
      {
        run.log().warning(std::string("No picture: ") + error.what());
      }
  }
} // namespace vht::meshing
