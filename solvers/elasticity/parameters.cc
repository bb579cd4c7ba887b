#include "solvers/elasticity/parameters.h"

#include "physics/contraction/prescribed_tension.h"
#include "physics/error.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  void
  TissueLaw::declare(ParameterSection &section)
  {
    std::string law(material->name()), volume(volumetric->name());
    section.add_choice("Law", law, material_names(), "Energy of the tissue; its constants stand in the same section");
    section.critical();
    if (law != material->name())
      material = make_material(law);
    for (const Parameter &constant : material->parameters())
      {
        section.add({constant});
        section.critical();
      }
    section.add_choice("Volumetric law", volume, volumetric_law_names(), "How the tissue resists a change of volume");
    section.critical();
    volumetric = make_volumetric_law(volume);
    section.add("Bulk modulus", bulk_modulus, "Pa", {1., 1e15}, "Of the volumetric law; empty: incompressible");
    section.critical();
    section.add("Viscosity", viscosity, "Pa s", {0., 1e9}, "Of the stress eta dE/dt (Kelvin and Voigt)");
    section.critical();
    section.add("Density", density, "kg/m^3", {1., 1e5}, "Of the reference volume; used where the scheme has inertia");
    section.critical();
    section.add("Volume stabilisation", stabilisation, "Pa", {0., 1e9},
                "Weight of the consistent volume term gamma (U' - p/kappa) cof F; empty: the shear modulus at rest");
    section.critical();
  }

  void
  LoadCurve::declare(ParameterSection &section, const std::string &name, const std::string &of, bool is_pressure)
  {
    std::vector<std::string> kinds = {"ramp", "constant", "table"};
    if (is_pressure)
      kinds.insert(kinds.end(),
                   {"Arostica 2025 one ventricle", "Arostica 2025 left ventricle", "Arostica 2025 right ventricle"});
    section.add_choice(name + " curve", kind, kinds,
                       "How " + of +
                         " changes with time. ramp: from zero to its value at Time/End; table: the factor "
                         "of the file" +
                         (is_pressure ? "; Arostica 2025: one beat of the benchmark (doi:10.1016/j.cma.2024.117485), "
                                        "which needs no value"
                                      : ""));
    section.critical();
    section.add_file(name + " table", table, "Table with the columns time [s] and factor [1], for the curve \"table\"");
    section.critical();
  }

  bool
  LoadCurve::is_absolute() const
  {
    return kind.starts_with("Arostica");
  }

  void
  LoadedSurface::declare(ParameterSection &section)
  {
    where = section.where("Fixed");
    section.add("Fixed", fixed, "Components of the displacement that are zero: x, y, z, or several");
    section.critical();
    section.add("Pressure", pressure, "Pa", {-1e8, 1e8}, "Pushes on the body along the present normal");
    section.critical();
    pressure_curve.declare(section, "Pressure", "the pressure", true);
    section.add("Traction", traction, "Pa", "Force per reference area that keeps its direction");
    section.critical();
    traction_curve.declare(section, "Traction", "the traction", false);
    section.add("Normal spring", normal_spring, "Pa/m", {0., 1e15}, "Resists displacement along the reference normal");
    section.critical();
    section.add("Spring", spring, "Pa/m", {0., 1e15}, "Resists displacement in all directions");
    section.critical();
    section.add("Normal dashpot", normal_dashpot, "Pa s/m", {0., 1e15}, "Resists velocity along the reference normal");
    section.critical();
    section.add("Dashpot", dashpot, "Pa s/m", {0., 1e15}, "Resists velocity in all directions");
    section.critical();
    section.add(
      "Smooth normals", smooth_normals,
      "Normal springs and dashpots act along means of the normals around each vertex: where the faces are flat, "
      "their own normals hold a surface that slides along itself");
    section.critical();
    section.add("Support", support, "Factor of springs and dashpots, an expression in x, y, z [m]; empty: 1");
    section.critical();
  }

  void
  ActiveTensionParameters::declare(ParameterSection &section)
  {
    std::vector<std::string> laws = contraction_names();
    laws.insert(laws.begin(), "none");
    section.add_choice("Law", law, laws, "How the fibres develop tension; its constants stand in the same section");
    section.critical();
    if (law == "none")
      return;
    contraction = make_contraction(law);
    for (const Parameter &constant : contraction->parameters())
      {
        section.add({constant});
        section.critical();
      }
    section.add_choice("Convention", convention, {"second Piola-Kirchhoff", "first Piola-Kirchhoff", "Cauchy"},
                       "What the law's tension T is. second Piola-Kirchhoff: S = T f f; first: the force per reference "
                       "area, S = T / stretch f f; Cauchy: the force per present area, S = T / stretch^2 f f");
    section.critical();
    section.add("Regions", regions, "Names of the regions that contract; empty: all");
    section.critical();
    where_regions = section.where("Regions");
    section.add(
      "Stabilised", stabilised,
      "Let attached cross-bridges resist the stretch within a step (doi:10.1016/j.cma.2020.113506). Without it "
      "laws that feel the stretch oscillate, the more the smaller the step");
    section.critical();
    if (dynamic_cast<const PrescribedTension *>(contraction.get()) != nullptr)
      {
        where_table = section.where("Table");
        section.add_file("Table", table, "Columns time [s] and tension [Pa]; straight lines in between");
        section.critical();
        section.required();
      }
    if (contraction->drive() != Contraction::Drive::nothing)
      {
        const bool calcium = contraction->drive() == Contraction::Drive::calcium;
        where_drive        = section.where(calcium ? "Calcium" : "Potential");
        section.add_file(calcium ? "Calcium" : "Potential", drive,
                         calcium ? "Table of what drives the law: time [s], calcium [mol/m^3]"
                                 : "Table of what drives the law: time [s], potential [V]");
        section.critical();
        section.required();
      }
  }

  void
  ActiveStrainParameters::declare(ParameterSection &section)
  {
    where = section.where("Shortening");
    section.add("Shortening", shortening, "1", {-0.5, 0.5},
                "gamma of F = F_E F_A, F_A = (1 - gamma) f f + (1 - gamma)^-1/2 (1 - f f): the part by which fibres "
                "that nothing pulls shorten. Instead of an Active tension; 0: none");
    section.critical();
    curve.declare(section, "Shortening", "the shortening", false);
    where_regions = section.where("Regions");
    section.add("Regions", regions, "Names of the regions that contract; empty: all");
    section.critical();
  }

  void
  LongAxisParameters::declare(ParameterSection &section)
  {
    where = section.where("Base");
    section.add("Base", base, "Names of the surfaces at whose centre the axis begins");
    section.required();
    section.add("Wall", wall, "Names of the surfaces that hold the apex, furthest from there, and both levels");
    section.required();
    section.add("Apical level", apical, "1", {0., 1.}, "Part of the way from the apex to the base");
    section.add("Basal level", basal, "1", {0., 1.}, "Part of the way from the apex to the base");
    section.add("Level width", width, "1", {1e-3, 1.}, "Points of the wall so near to a level turn with it");
  }

  void
  WallParameters::declare(ParameterSection &section)
  {
    where = section.where("Inner");
    section.add("Inner", inner, "Names of the surfaces on whose points the thickness is measured");
    section.required();
    section.add("Outer", outer, "Names of the surfaces to whose nearest point it is measured");
    section.required();
  }

  void
  ElasticityParameters::declare_shapes(ParameterSection &root)
  {
    for (const std::string &name : root.repeated("Long axis", "Shortening and twist along an axis of the body"))
      {
        LongAxisParameters &axis = axes.emplace_back();
        axis.name                = name;
        axis.declare(root.section("Long axis " + name));
      }
    for (const std::string &name : root.repeated("Wall", "A wall whose thickness is measured"))
      {
        WallParameters &wall = walls.emplace_back();
        wall.name            = name;
        wall.declare(root.section("Wall " + name));
      }
  }

  void
  ReferenceParameters::declare(ParameterSection &section)
  {
    section.add_choice(
      "Method", method, {"none", "fixed point", "inverse"},
      "none: the mesh is the unloaded body. The others: the mesh is the body under the loads at Time/End, without "
      "tension of the fibres; its unloaded shape is found, and the run starts from there. The fibres of the mesh are "
      "carried back with it; probes are named in the unloaded body. fixed point (Sellier 2011): by corrections of the "
      "vertices, any load. inverse (Govindjee & Mihalic 1996): by Newton's method for the unloaded places of all "
      "nodes, loads are pressures alone, the unloaded cells are curved");
    section.critical();
    section.add("Tolerance", tolerance, "m", {1e-12, 0.01},
                "Largest distance of a vertex of the loaded body from the mesh, for the fixed point");
    section.critical();
    section.add("Relaxation", relaxation, "1", {0.01, 1.},
                "Weight of a correction; it is halved by itself where it does not help");
    section.critical();
    section.add("Memory", memory, {0, 100},
                "Corrections that the next one learns from (Anderson's acceleration); 0: plain corrections");
    section.critical();
    section.add("Iterations", iterations, {1, 1000}, "Largest number of loaded bodies");
  }

  void
  PrestressParameters::declare(ParameterSection &section)
  {
    section.add("Wanted", wanted,
                "The mesh is the body under the loads at the start of the run, and stays where it is: its stress is "
                "found by multiplicative updates of the deformation at each point (Gee et al. 2010)");
    section.critical();
    section.add("Tolerance", tolerance, "m", {1e-12, 0.01}, "Largest displacement under the loads that is let be");
    section.critical();
    section.add("Steps", steps, {1, 1000}, "Updates in which the loads grow");
    section.critical();
    section.add("Iterations", iterations, {1, 10000}, "Largest number of updates at full load");
  }

  void
  ActiveTensionParameters::check() const
  {
    // A prescribed tension has its table only when it is read.
    if (contraction && table.empty())
      contraction->check();
  }

  void
  ElasticityParameters::declare(ParameterSection &root)
  {
    ParameterSection &law = root.section("Material", "What the tissue is made of");
    material.declare(law);
    for (const std::string &name : law.repeated("Region", "What differs in a region of the mesh"))
      {
        ParameterSection &section = law.section("Region " + name);
        TissueLaw        &region  = regions.emplace_back(material);
        region.region             = name;
        region.where              = section.where("Law");
        region.material           = make_material(material.material->name());
        // The constants of the same law are inherited.
        const Parameters from = material.material->parameters(), to = region.material->parameters();
        for (std::size_t i = 0; i < from.size(); ++i)
          *to[i].value = *from[i].value;
        region.declare(section);
      }
    tension.declare(root.section("Active tension", "How the fibres contract"));
    strain.declare(root.section("Active strain", "Fibres that shorten by a given part"));
    reference.declare(root.section("Reference configuration", "Where the body is without loads"));
    prestress.declare(root.section("Prestress", "Stress of the body at the start"));
    ParameterSection &space = root.section("Space", "Finite elements");
    space.add_choice("Pressure", pressure_space, {"continuous", "discontinuous"},
                     "continuous: Q2/Q1 or P2/P1; discontinuous: Q2/P1disc, hexahedra alone, keeps the volume of each "
                     "cell by itself");
    space.critical();
    root.section("Body force").add("Density", body_force, "N/m^3", "Force per reference volume, such as gravity");

    for (const std::string &name : root.repeated("Surface", "What acts on a named surface; without a section: nothing"))
      {
        LoadedSurface &surface = surfaces.emplace_back();
        surface.name           = name;
        surface.declare(root.section("Surface " + name));
      }
    for (const std::string &name : root.repeated("Cavity", "A space that surfaces of the body enclose"))
      {
        ParameterSection &section = root.section("Cavity " + name);
        CavityParameters &cavity  = cavities.emplace_back();
        cavity.name               = name;
        cavity.where              = section.where("Surfaces");
        section.add("Surfaces", cavity.surfaces, "Names of the surfaces around it; an opening is closed over its rim");
        section.required();
        section.add("Volume", cavity.volume, "m^3", {0., 1.},
                    "Volume at full load: the pressure that keeps it is found. Empty: the volume is free, the pressure "
                    "is that of the surfaces");
        section.critical();
        cavity.volume_curve.declare(section, "Volume", "the change of the volume from rest", false);
      }
    for (const std::string &name : root.repeated("Probe", "A point whose motion is recorded"))
      {
        ParameterSection &section = root.section("Probe " + name);
        MarkerParameters &probe   = probes.emplace_back();
        probe.name                = name;
        probe.where               = section.where("Point");
        section.add("Point", probe.point, "m", "In the undeformed body");
        section.required();
      }

    declare_shapes(root);

    ParameterSection &stepping = root.section("Time", "Time stepping; without inertia time only orders the loads");
    time.declare(stepping);
    stepping.add("Smallest part", smallest_part, "1", {1e-9, 1.},
                 "A step in which Newton's method fails is halved, down to this part of Time/Step");
    motion.declare(root.section("Motion", "Inertia"));
    newton.declare(root.section("Newton"));
    solver.declare(root.section("Linear solver", "PETSc options have the prefixes elasticity_, elasticity_u_ and "
                                                 "elasticity_p_"));
    ParameterSection &output = root.section("Output", "What is written");
    fields.declare(output);
    output.add("Field interval", field_interval, "s", {0., 1e6},
               "Time between written fields; 0: the last state alone");
    output.add("Energies", energies, "Work and energies, as columns of mechanics.csv and in the summary");
    output.add(
      "Strain fields", strain_fields,
      "Green strain in the axes fibre f, sheet s, normal n as fields: E ff, ss, nn, fs, fn, sn, means of cells");
    output.add("Stress fields", stress_fields,
               "Second Piola-Kirchhoff stress in these axes, with that of the pressure: S ff, ss, nn, fs, fn, sn");
    checkpoint.declare(root.section("Checkpoint", "When the state is kept"));
  }

  namespace
  {
    void
    check_surface(const LoadedSurface &surface)
    {
      for (const std::string &component : surface.fixed)
        if (component != "x" && component != "y" && component != "z")
          throw InputError(surface.where + ": \"" + component + "\" is not a component. Known are x, y and z.");
      const bool held = surface.fixed.size() == 3;
      const bool loaded =
        surface.pressure != 0. || surface.pressure_curve.is_absolute() || surface.spring != 0. ||
        surface.normal_spring != 0. || surface.dashpot != 0. || surface.normal_dashpot != 0. ||
        std::any_of(surface.traction.begin(), surface.traction.end(), [](double t) { return t != 0.; });
      if (surface.pressure_curve.is_absolute() && surface.pressure != 0.)
        throw InputError(surface.where + ": the surface \"" + surface.name + "\" has a Pressure, but its curve \"" +
                         surface.pressure_curve.kind + "\" is a pressure by itself. Take one of them away.");
      if (held && loaded)
        throw InputError(surface.where + ": the surface \"" + surface.name +
                         "\" is fixed in all directions and loaded at once: the load would have no effect. Take one "
                         "of them away.");
      for (const LoadCurve *curve : {&surface.pressure_curve, &surface.traction_curve})
        if (curve->kind == "table" && curve->table.empty())
          throw InputError(surface.where + ": a curve of the surface \"" + surface.name +
                           "\" is a table, but no file is given.");
    }
  } // namespace

  namespace
  {
    void
    check_cavity(const CavityParameters &cavity, const std::vector<LoadedSurface> &surfaces)
    {
      if (std::isnan(cavity.volume))
        return;
      for (const LoadedSurface &surface : surfaces)
        if (std::find(cavity.surfaces.begin(), cavity.surfaces.end(), surface.name) != cavity.surfaces.end() &&
            (surface.pressure != 0. || surface.pressure_curve.is_absolute()))
          throw InputError(surface.where + ": the surface \"" + surface.name + "\" has a pressure, but the cavity \"" +
                           cavity.name + "\" finds the pressure that keeps its volume. Take one of them away.");
    }
  } // namespace

  void
  ElasticityParameters::check_start() const
  {
    if (reference.is_wanted() && prestress.wanted)
      throw InputError("The case wants both a Reference configuration and a Prestress. The first moves the mesh to the "
                       "unloaded body, the second leaves it where it is: take one of them away.");
    if (reference.method == "inverse")
      {
        if (body_force != std::array<double, 3>{})
          throw InputError("Reference configuration/Method = inverse takes pressures alone, and there is a Body force. "
                           "Take the fixed point.");
        for (const LoadedSurface &surface : surfaces)
          if (surface.spring != 0. || surface.normal_spring != 0. || surface.traction != std::array<double, 3>{})
            throw InputError(surface.where +
                             ": Reference configuration/Method = inverse takes pressures alone, and the "
                             "surface \"" +
                             surface.name + "\" has a spring or a Traction. Take the fixed point.");
      }
    for (const CavityParameters &cavity : cavities)
      if ((reference.is_wanted() || prestress.wanted) && !std::isnan(cavity.volume))
        throw InputError(cavity.where + ": the cavity \"" + cavity.name +
                         "\" finds its own pressure, but the Reference configuration or the Prestress needs to know "
                         "the pressure of the image. Give the surfaces a Pressure instead of the cavity a Volume.");
  }

  void
  ElasticityParameters::check() const
  {
    for (const CavityParameters &cavity : cavities)
      check_cavity(cavity, surfaces);
    check_start();
    for (const LongAxisParameters &axis : axes)
      if (axis.basal <= axis.apical)
        throw InputError(axis.where + ": the long axis \"" + axis.name +
                         "\" has its Basal level below its Apical level. Heights count from the apex (0) to the base "
                         "(1).");
    if (time.step > time.end)
      throw InputError("Time/Step is longer than Time/End.");
    tension.check();
    if (strain.shortening != 0. && tension.contraction)
      throw InputError(strain.where + ": the fibres have an Active tension (\"" + tension.law +
                       "\") and an Active strain. Take one of them away.");
    if (strain.curve.kind == "table" && strain.curve.table.empty())
      throw InputError(strain.where + ": the curve of the active strain is a table, but no file is given.");
    material.material->check();
    for (const TissueLaw &region : regions)
      region.material->check();
    bool held = false;
    for (const LoadedSurface &surface : surfaces)
      {
        check_surface(surface);
        held |= !surface.fixed.empty() || surface.spring > 0. || surface.normal_spring > 0.;
      }
    if (!held && motion.scheme == "quasi-static")
      throw InputError("Nothing holds the body: no surface is fixed or has a spring, so that it can move away freely. "
                       "Give a \"Surface NAME\" with Fixed, Spring or Normal spring.");
  }
} // namespace vht
