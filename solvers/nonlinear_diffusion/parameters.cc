#include "solvers/nonlinear_diffusion/parameters.h"

#include "physics/error.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  void
  NonlinearDiffusionParameters::declare(ParameterSection &root)
  {
    mesh.declare(root.section("Mesh"));

    root.section("Space").add("Degree", degree, {1, 2}, "Polynomial degree of the elements");

    ParameterSection &law  = root.section("Conductivity", "How well the tissue conducts heat");
    std::string       name = std::string(conductivity->name());
    law.add_choice("Law", name, conductivity_names(), "Name of the law; its constants stand in the same section");
    conductivity = make_conductivity(name);
    law.add(conductivity->parameters());

    root.section("Source").add("Power density", power_density, "W/m^3", Bounds::any(),
                               "Heat that is set free everywhere in the body");

    const std::string doc = "Temperature or inflow of one named surface; surfaces without a section are insulated";
    for (const std::string &surface_name : root.repeated("Surface", doc))
      {
        ParameterSection  &section = root.section("Surface " + surface_name);
        SurfaceParameters &surface = surfaces.emplace_back();
        surface.name               = surface_name;
        section.add("Temperature", surface.temperature, "K", Bounds::any(),
                    "The surface is kept at this, above body temperature");
        section.add("Inflow", surface.inflow, "W/m^2", Bounds::any(), "Heat flux into the body");
        surface.where = section.where("Temperature");
      }

    newton.declare(root.section("Newton"));
    linear_solver.declare(root.section("Linear solver", "PETSc options have the prefix diffusion_"));
    output.declare(root.section("Output"));
  }

  void
  NonlinearDiffusionParameters::check() const
  {
    for (const SurfaceParameters &surface : surfaces)
      if (std::isnan(surface.temperature) == std::isnan(surface.inflow))
        throw InputError(
          surface.where + ": the surface \"" + surface.name + "\" has " +
          (std::isnan(surface.inflow) ? "neither a Temperature nor an Inflow" : "both a Temperature and an Inflow") +
          ". Give one of the two.");

    if (std::all_of(surfaces.begin(), surfaces.end(), [](const auto &s) { return std::isnan(s.temperature); }))
      throw InputError("No surface has a Temperature, so that the level of the solution is open. Give at least one "
                       "section \"Surface NAME\" with a Temperature.");
  }
} // namespace vht
