#include "solvers/heart/heart_application.h"

#include "physics/error.h"
#include "solvers/core/parameters.h"
#include "solvers/core/run.h"
#include "solvers/heart/activation.h"
#include "solvers/heart/conductivity.h"
#include "solvers/heart/ionic_reaction.h"
#include "solvers/reaction_diffusion/problem.h"

#include <deal.II/base/mpi.h>

#include <map>
#include <sstream>

namespace vht
{
  namespace
  {
    // The length of a heart, of a part of one, or of a slab of tissue [m].
    constexpr double smallest_extent = 5e-4, largest_extent = 0.5;

    // No cell leaves this range; a scheme that is unstable does, within few steps [V].
    constexpr double lowest_potential = -0.2, highest_potential = 0.2;

    /** Regions of the same cell model share one object and its blocks. */
    std::vector<IonicReaction::Tissue>
    make_tissues(const ElectrophysiologyParameters &parameters, const Mesh &mesh, RunRecord &record)
    {
      std::map<std::string, std::vector<unsigned int>> regions_of;
      for (const Mesh::Group &region : mesh.regions())
        {
          std::string model = parameters.cell_model;
          for (const TissueParameters &tissue : parameters.regions)
            if (tissue.region == region.name)
              model = tissue.cell_model;
          regions_of[model].push_back(region.tag);
        }

      std::vector<IonicReaction::Tissue> tissues;
      for (const auto &[model, regions] : regions_of)
        {
          tissues.push_back({make_cell_model(model), regions});
          record.cite(model, std::string(tissues.back().model->doi()));
        }
      return tissues;
    }

    void
    report(const Mesh &mesh, const MeshParameters &parameters, Run &run)
    {
      run.record().mesh(parameters.file, mesh.checksum(), mesh.n_cells());
      std::ostringstream text;
      text.precision(4);
      text << "Mesh: " << mesh.n_cells() << (mesh.is_simplex() ? " tetrahedra" : " hexahedra") << ", mean edge "
           << mesh.mean_edge_length() * 1e3 << " mm";
      for (const Mesh::Group &region : mesh.regions())
        {
          text << ", " << region.name << " " << region.measure * 1e6 << " mL";
          if (region.measure <= 0.)
            throw MeshError("Region \"" + region.name + "\" of the mesh " + parameters.file.string() +
                            " has no cells. Remove its name, or mesh it.");
        }
      run.log().info(text.str());
      if (const std::string partition = mesh.describe_partition(); !partition.empty())
        {
          run.log().info("Partition: " + partition);
          run.record().note("mesh/edge cut", static_cast<double>(mesh.partition().edge_cut));
          run.record().note("mesh/imbalance", mesh.partition().imbalance);
        }
    }

    void
    check_names(const HeartParameters &parameters, const Mesh &mesh)
    {
      for (const TissueParameters &tissue : parameters.electrophysiology.regions)
        mesh.region(tissue.region, tissue.where);
      for (const StimulusParameters &stimulus : parameters.electrophysiology.stimuli)
        if (stimulus.shape == "surface")
          mesh.surface(stimulus.surface, stimulus.where);
    }
  } // namespace


  void
  HeartApplication::declare(ParameterSection &root)
  {
    root.add_choice("Model", parameters_.model, {"activation", "mechanics"},
                    "activation: how the heart depolarises; mechanics: how it deforms under loads and contracts");
    root.critical();
    parameters_.mesh.declare(root.section("Mesh", "The organ's volume"));
    if (parameters_.model == "mechanics")
      {
        parameters_.mechanics.declare(root);
        return;
      }
    parameters_.problem.declare(root);
    parameters_.electrophysiology.declare(root.section("Electrophysiology", "Monodomain model of the heart muscle"));
    parameters_.fibres.declare(root.section("Fibres", "Directions of the tissue"));
    parameters_.pictures.declare(root.section("Pictures", "Figures that are drawn at the end"));
  }

  void
  HeartApplication::check() const
  {
    if (parameters_.model == "mechanics")
      {
        parameters_.mechanics.check();
        return;
      }
    parameters_.fibres.check();
    if (parameters_.problem.time.step > parameters_.problem.time.end)
      throw InputError("Time/Step is longer than Time/End.");
  }

  void
  HeartApplication::inspect(Run &run)
  {
    const Mesh mesh(parameters_.mesh, run.communicator());
    mesh.check_extent(smallest_extent, largest_extent, "a heart");
    report(mesh, parameters_.mesh, run);
    if (parameters_.model == "mechanics")
      {
        inspect_heart_mechanics(parameters_.mechanics, mesh);
        return;
      }
    check_names(parameters_, mesh);
    inspect_fibres(parameters_.fibres, mesh);
    const FunctionSpace space(mesh, parameters_.problem.degree);
    const Stimuli       stimuli(parameters_.electrophysiology.stimuli, space,
                                parameters_.electrophysiology.volume_capacitance());
  }

  void
  HeartApplication::run(Run &run)
  {
    Mesh mesh = [&]() {
      const ScopedTimer timer(run.record(), "mesh");
      return Mesh(parameters_.mesh, run.communicator());
    }();
    mesh.check_extent(smallest_extent, largest_extent, "a heart");
    report(mesh, parameters_.mesh, run);
    if (parameters_.model == "mechanics")
      run_heart_mechanics(parameters_.mechanics, mesh, run);
    else
      run_activation(mesh, run);
  }

  void
  HeartApplication::run_activation(const Mesh &mesh, Run &run)
  {
    const ElectrophysiologyParameters &ep = parameters_.electrophysiology;
    if (ep.stimuli.empty())
      run.log().warning(
        "The case has no stimulus (section Electrophysiology/Stimulus NAME): the heart will stay at rest.");
    check_names(parameters_, mesh);

    const FunctionSpace space(mesh, parameters_.problem.degree);
    DiffusionTensors    tensors;
    std::vector<double> directions;
    {
      const ScopedTimer timer(run.record(), "fibres");
      const FibreField  fibres = make_fibres(parameters_.fibres, mesh, space.quadrature(), run);
      tensors                  = monodomain_diffusion(ep, mesh, fibres);
      directions               = fibres.cell_values(&Frame::fibre);
    }

    IonicReaction            reaction(space, make_tissues(ep, mesh, run.record()),
                                      Stimuli(ep.stimuli, space, ep.volume_capacitance()),
                                      {.state_variable_interpolation = ep.ionic_current == "state-variable",
                                       .interpolation_threshold      = ep.interpolation_threshold,
                                       .lumped_mass                  = parameters_.problem.mass == "lumped"});
    ActivationPostprocessor  postprocessor(space, ep, parameters_.problem.fields, parameters_.problem.time.step,
                                           directions, run);
    ReactionDiffusionProblem problem(space, parameters_.problem, tensors, reaction, postprocessor, "heart_potential_",
                                     {lowest_potential, highest_potential,
                                      "Time/Step is probably too large for the cell model."},
                                     run);
    tensors = {};
    problem.setup(reaction.resting_potential());
    problem.run();

    const ScopedTimer timer(run.record(), "pictures");
    draw_heart_pictures(parameters_.pictures, ep, postprocessor, run);
  }
} // namespace vht
