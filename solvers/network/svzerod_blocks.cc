// The blocks of a file of svZeroDSolver as components.

#include "physics/suggestion.h"
#include "solvers/network/components/catalogue.h"
#include "solvers/network/components/chamber.h"
#include "solvers/network/components/coronary.h"
#include "solvers/network/components/source.h"
#include "solvers/network/components/valve.h"
#include "solvers/network/components/vessel.h"
#include "solvers/network/svzerod_reader.h"

#include <cmath>
#include <map>

namespace vht::network
{
  using Json = nlohmann::json;

  void
  SvzerodReader::read_vessels()
  {
    for (const Json &each : list("vessels"))
      {
        const std::string name = text(each, "vessel_name", "vessels"), where = "vessel \"" + name + "\"";
        const std::string type = text(each, "zero_d_element_type", where);
        if (type != "BloodVessel" && type != "BloodVesselCRL")
          fail(where, "the type \"" + type + "\" is not read." + did_you_mean(type, {"BloodVessel", "BloodVesselCRL"}));
        auto vessel = std::make_unique<Vessel>();
        vessel->set_layout(type == "BloodVessel" ? "RCL" : "CRL");
        const double resistance = pressure_ / volume_;
        set(*vessel, get(each, "zero_d_element_values", where),
            {{"R_poiseuille", "Resistance", resistance},
             {"C", "Compliance", 1. / resistance, true},
             {"L", "Inertance", resistance, true},
             {"stenosis_coefficient", "Separation", resistance / volume_, true}},
            where);
        vessel_by_id_[static_cast<int>(number(each, "vessel_id", where))] = name;
        add(name, std::move(vessel));
        if (each.contains("boundary_conditions"))
          {
            const Json &ends = each.at("boundary_conditions");
            if (ends.contains("inlet"))
              connect(text(ends, "inlet", where), name);
            if (ends.contains("outlet"))
              connect(name, text(ends, "outlet", where));
          }
      }
  }

  std::unique_ptr<Component>
  SvzerodReader::make_boundary(const std::string &type, const Json &values, const std::string &where)
  {
    const double resistance = pressure_ / volume_;
    if (type == "FLOW" || type == "PRESSURE")
      {
        auto source = std::make_unique<Source>(type == "FLOW" ? Quantity::flow : Quantity::pressure);
        set_course(source->input(), values, type == "FLOW" ? "Q" : "P", type == "FLOW" ? volume_ : pressure_, where);
        return source;
      }
    std::unique_ptr<Component> component;
    std::vector<Constant>      constants;
    if (type == "RESISTANCE")
      {
        component = make_component("resistor");
        constants = {{"R", "Resistance", resistance}, {"Pd", "Distal pressure", pressure_}};
      }
    else if (type == "RCR" || type == "ClosedLoopRCR")
      {
        component = make_component("RCR");
        constants = {{"Rp", "Proximal resistance", resistance},
                     {"C", "Compliance", 1. / resistance},
                     {"Rd", "Distal resistance", resistance}};
        if (type == "RCR")
          constants.push_back({"Pd", "Distal pressure", pressure_});
      }
    else if (type == "CORONARY")
      {
        auto coronary = std::make_unique<Coronary>();
        set_course(coronary->muscle_pressure(), values, "Pim", pressure_, where);
        component = std::move(coronary);
        constants = {{"Ra1", "Arterial resistance", resistance},     {"Ra2", "Microvascular resistance", resistance},
                     {"Rv1", "Venous resistance", resistance},       {"Ca", "Arterial compliance", 1. / resistance},
                     {"Cc", "Squeezed compliance", 1. / resistance}, {"P_v", "Distal pressure", pressure_}};
      }
    else
      fail(where, "the type \"" + type + "\" is not read." +
                    did_you_mean(type, {"FLOW", "PRESSURE", "RESISTANCE", "RCR", "CORONARY", "ClosedLoopRCR"}));
    set(*component, values, constants, where);
    return component;
  }

  void
  SvzerodReader::read_boundaries()
  {
    for (const Json &each : list("boundary_conditions"))
      {
        const std::string name  = text(each, "bc_name", "boundary_conditions"),
                          where = "boundary condition \"" + name + "\"";
        add(name, make_boundary(text(each, "bc_type", where), get(each, "bc_values", where), where));
      }
  }

  void
  SvzerodReader::read_junctions()
  {
    for (const Json &each : list("junctions"))
      {
        const std::string name = text(each, "junction_name", "junctions"), where = "junction \"" + name + "\"";
        const std::string type = text(each, "junction_type", where);
        if (type != "NORMAL_JUNCTION" && type != "internal_junction")
          fail(where, "the type \"" + type + "\" is not read; NORMAL_JUNCTION is.");
        junctions_.insert(name);
        const auto neighbours = [&](const std::string &side) {
          std::vector<std::string> names;
          if (each.contains(side + "_blocks"))
            for (const Json &block : each.at(side + "_blocks"))
              names.push_back(block.get<std::string>());
          else
            for (const Json &id : get(each, side + "_vessels", where))
              {
                if (!id.is_number_integer() || !vessel_by_id_.contains(id.get<int>()))
                  fail(where, "there is no vessel with the vessel_id " + id.dump() + ".");
                names.push_back(vessel_by_id_.at(id.get<int>()));
              }
          return names;
        };
        for (const std::string &upstream : neighbours("inlet"))
          connect(upstream, name);
        for (const std::string &downstream : neighbours("outlet"))
          connect(name, downstream);
      }
  }

  void
  SvzerodReader::read_valves()
  {
    for (const Json &each : list("valves"))
      {
        const std::string name = text(each, "name", "valves"), where = "valve \"" + name + "\"";
        const std::string type = text(each, "type", where);
        if (type != "ValveTanh" && type != "PiecewiseValve")
          fail(where, "the type \"" + type + "\" is not read." + did_you_mean(type, {"ValveTanh", "PiecewiseValve"}));
        const Json           &values    = get(each, "params", where);
        auto                  valve     = std::make_unique<Valve>(type == "ValveTanh" ? "tanh" : "diode");
        std::vector<Constant> constants = {{"Rmin", "Open resistance", pressure_ / volume_},
                                           {"Rmax", "Shut resistance", pressure_ / volume_}};
        if (type == "ValveTanh")
          constants.push_back({"Steepness", "Steepness", 1. / pressure_});
        set(*valve, values, constants, where);
        add(name, std::move(valve));
        connect(text(values, "upstream_block", where), name);
        connect(name, text(values, "downstream_block", where));
      }
  }

  void
  SvzerodReader::read_chambers()
  {
    for (const Json &each : list("chambers"))
      {
        const std::string name = text(each, "name", "chambers"), where = "chamber \"" + name + "\"";
        const std::string type   = text(each, "type", where);
        const Json       &values = get(each, "values", where), &activation = get(each, "activation_function", where);
        const std::string course                         = text(activation, "type", where);
        const std::map<std::string, std::string> courses = {{"half_cosine", "twitch"},
                                                            {"piecewise_cosine", "cosine"},
                                                            {"two_hill", "double Hill"}};
        if (!courses.contains(course))
          fail(where, "the activation \"" + course + "\" is not read; half_cosine, piecewise_cosine and two_hill are.");

        auto                  chamber   = std::make_unique<Chamber>("elastance", courses.at(course));
        const double          elastance = pressure_ / volume_;
        std::vector<Constant> constants;
        if (type == "LinearElastanceChamber")
          constants = {{"Emax", "Active elastance", elastance},
                       {"Epass", "Passive elastance", elastance},
                       {"Vrest", "Rest volume", volume_},
                       {"Vrest", "Contracted rest volume", volume_}};
        else if (type == "ChamberElastanceInductor")
          constants = {{"Emax", "Active elastance", elastance},
                       {"Emin", "Passive elastance", elastance},
                       {"Vrd", "Rest volume", volume_},
                       {"Vrs", "Contracted rest volume", volume_},
                       {"Impedance", "Outflow inertance", elastance}};
        else
          fail(where, "the type \"" + type + "\" is not read." +
                        did_you_mean(type, {"LinearElastanceChamber", "ChamberElastanceInductor"}));
        set(*chamber, values, constants, where);
        if (type == "ChamberElastanceInductor") // Emax is the whole, not what activation adds
          for (const Parameter &parameter : chamber->parameters())
            if (parameter.name == "Active elastance")
              *parameter.value -= number(values, "Emin", where) * elastance;
        if (course == "half_cosine")
          constants = {{"t_active", "Onset", 1.}, {"t_twitch", "Duration", 1.}};
        else if (course == "two_hill")
          constants = {{"t_shift", "Onset", 1.},
                       {"tau_1", "Contraction time", 1.},
                       {"tau_2", "Relaxation time", 1.},
                       {"m1", "Contraction steepness", 1.},
                       {"m2", "Relaxation steepness", 1.}};
        else
          constants = {{"contract_start", "Onset", 1.},
                       {"contract_duration", "Contraction", 1.},
                       {"relax_duration", "Relaxation", 1.}};
        if (course == "piecewise_cosine" &&
            std::abs(number(activation, "contract_start", where) + number(activation, "contract_duration", where) -
                     number(activation, "relax_start", where)) > 1e-9)
          fail(where, "\"relax_start\" must be where contraction ends.");
        set(*chamber, activation, constants, where);
        add(name, std::move(chamber));
      }
  }
} // namespace vht::network
