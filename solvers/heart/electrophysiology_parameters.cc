#include "solvers/heart/electrophysiology_parameters.h"

#include "solvers/core/parameters.h"

namespace vht
{
  void
  Conductivity::declare(ParameterSection &section)
  {
    section.add("Fibre", fibre, "S/m", {1e-9, 100.}, "Along the fibres; default Niederer et al. 2011");
    section.critical();
    section.add("Sheet", sheet, "S/m", {1e-9, 100.}, "Across the fibres, in the sheet");
    section.critical();
    section.add("Normal", normal, "S/m", {1e-9, 100.}, "Across the sheets");
    section.critical();
  }

  void
  ElectrophysiologyParameters::declare(ParameterSection &section)
  {
    section.add("Surface to volume ratio", surface_to_volume_ratio, "1/m", {1e3, 1e7},
                "Membrane area per volume of tissue");
    section.critical();
    section.add("Membrane capacitance", membrane_capacitance, "F/m^2", {1e-4, 1.}, "Per membrane area");
    section.critical();
    section.add_choice("Ionic current", ionic_current, {"state-variable", "nodal"},
                       "State-variable: state interpolated to the quadrature points, accurate on coarse meshes; nodal: "
                       "current interpolated from the nodes, cheaper");
    section.critical();
    section.add("Interpolation threshold", interpolation_threshold, "V", {0., 1.},
                "Spread of the potential in a mesh cell from which on states are interpolated");
    section.critical();
    section.add("Activation threshold", activation_threshold, "V", {-0.2, 0.2},
                "First crossing upward is the activation");
    section.critical();
    section.add("Repolarisation threshold", repolarisation_threshold, "V", {-0.2, 0.2},
                "First crossing downward after the activation is the repolarisation");
    section.critical();
    section.add_choice("Cell model", cell_model, cell_model_names(), "Membrane model of the cells");
    section.critical();
    conductivity.declare(
      section.section("Conductivity", "Of the monodomain model: intra- and extracellular in series"));

    for (const std::string &name :
         section.repeated("Region", "A region of the mesh whose cells or conductivity differ"))
      {
        ParameterSection &own = section.section("Region " + name);
        TissueParameters &p   = regions.emplace_back(TissueParameters{name, cell_model, conductivity, ""});
        own.add_choice("Cell model", p.cell_model, cell_model_names(), "Membrane model of the cells");
        own.critical();
        p.conductivity.declare(own.section("Conductivity"));
        p.where = own.where("Cell model");
      }
    for (const std::string &name : section.repeated("Stimulus", "A current that excites the tissue"))
      {
        StimulusParameters &p = stimuli.emplace_back();
        p.name                = name;
        p.declare(section.section("Stimulus " + name));
      }
    for (const std::string &name : section.repeated("Probe", "A point whose potential is recorded"))
      {
        ProbeParameters &p = probes.emplace_back();
        p.name             = name;
        section.section("Probe " + name).add("Point", p.point, "m", "Where");
        p.where = section.section("Probe " + name).where("Point");
      }
    for (const std::string &name :
         section.repeated("Velocity", "Two points between which the conduction velocity is measured"))
      {
        VelocityParameters &p = velocities.emplace_back();
        p.name                = name;
        section.section("Velocity " + name).add("From", p.from, "m", "Where the front passes first");
        section.section("Velocity " + name).add("To", p.to, "m", "Where it passes later");
        p.where = section.section("Velocity " + name).where("From");
      }
    where_stimuli = section.where("Stimulus NAME");
  }
} // namespace vht
