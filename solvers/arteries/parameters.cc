#include "solvers/arteries/parameters.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "physics/suggestion.h"
#include "solvers/arteries/drive.h"
#include "solvers/arteries/openbf_file.h"
#include "solvers/arteries/segment_table.h"
#include "solvers/arteries/stenosis.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    void
    declare_inlets(ParameterSection &root, std::vector<InletParameters> &inlets)
    {
      for (const std::string &node : root.repeated("Inlet", "Where blood comes in; the name is that of a node"))
        {
          ParameterSection &section = root.section("Inlet " + node);
          InletParameters  &inlet   = inlets.emplace_back();
          inlet.node                = node;
          section.add_file("Flow", inlet.flow, "Table \"time [s],flow [m^3/s]\", or in other units");
          inlet.where = section.where("Flow");
          section.add_file("Pressure", inlet.pressure, "Table \"time [s],pressure [Pa]\" instead of a flow");
          section.add("Factor", inlet.factor, "1", {0., 1000.}, "Multiplies the curve");
          section.critical();
          section.add_choice("Interpolation", inlet.interpolation, {"linear", "makima", "pchip"},
                             "Between the rows: straight lines, or smooth curves without overshoot");
          section.critical();
        }
    }

    void
    declare_stenoses(ParameterSection &root, std::vector<StenosisParameters> &stenoses)
    {
      for (const std::string &name : root.repeated("Stenosis", "A short narrowing at one end of a vessel"))
        {
          ParameterSection   &section  = root.section("Stenosis " + name);
          StenosisParameters &stenosis = stenoses.emplace_back();
          section.add("Vessel", stenosis.vessel, "Name of the vessel");
          stenosis.where = section.where("Vessel");
          section.add_choice("End", stenosis.end, {"start", "end"}, "Which end of the vessel is narrow");
          section.add("Area reduction", stenosis.area_reduction, "1", {0., 0.99}, "Part of the area that is lost");
          section.add("Length", stenosis.length, "m", {0., 0.2}, "Of the narrow part");
        }
    }

    void
    declare_connections(ParameterSection &root, std::vector<ConnectionParameters> &connections)
    {
      for (const std::string &name :
           root.repeated("Connection", "A free end of a vessel at a node of the circuit (Network/Component NAME)"))
        {
          ParameterSection     &section    = root.section("Connection " + name);
          ConnectionParameters &connection = connections.emplace_back();
          connection.name                  = name;
          connection.vessel                = name;
          section.add("Vessel", connection.vessel, "Name of the vessel; if not given, that of the connection");
          section.critical();
          connection.where = section.where("Vessel");
          section.add_choice("End", connection.end, {"start", "end"}, "Which end of the vessel");
          section.critical();
          section.add("Node", connection.node, "The node that this end shares with ports of components");
          section.critical();
          section.required();
        }
    }

    void
    declare_probes(ParameterSection &root, std::vector<ProbeParameters> &probes)
    {
      for (const std::string &name : root.repeated("Probe", "Where pressure, flow and area are recorded over time"))
        {
          ParameterSection &section = root.section("Probe " + name);
          ProbeParameters  &probe   = probes.emplace_back();
          probe.name                = name;
          probe.vessel              = name;
          section.add("Vessel", probe.vessel, "Name of the vessel");
          probe.where = section.where("Vessel");
          section.add("Position", probe.position, "1", {0., 1.}, "0 at the start of the vessel, 1 at its end");
        }
    }

    void
    declare_paths(ParameterSection &root, std::vector<PathParameters> &paths)
    {
      for (const std::string &name : root.repeated("Path", "Along which the speed of the pulse is measured"))
        {
          ParameterSection &section = root.section("Path " + name);
          PathParameters   &path    = paths.emplace_back();
          path.name                 = name;
          section.add("Vessels", path.vessels, "One after the other along the flow");
          path.where = section.where("Vessels");
        }
    }
  } // namespace

  void
  CycleParameters::declare(ParameterSection &section)
  {
    std::string method = implicit ? "implicit" : "explicit";
    section.add_choice("Method", method, {"explicit", "implicit"},
                       "explicit: steps as Courant number and shortest cell allow; implicit: steps of any length, for "
                       "networks of many short vessels");
    section.critical();
    implicit = method == "implicit";
    section.add("Step", step, "s", {1e-7, 0.1}, "Of the implicit method, at most; no longer than Interval either");
    section.critical();
    section.add("Period", period, "s", {1e-3, 1000.}, "Of the heart; with Repeat off the length of the run");
    section.critical();
    section.add("Repeat", periodic, "Run one cycle after the other until nothing changes any more");
    section.add("Largest number of cycles", most, {1, 100000}, "A run that is not periodic by then has failed");
    section.add("Smallest number of cycles", least, {1, 100000}, "Run so many at least");
    section.add("Tolerance", tolerance, "1", {1e-12, 1.},
                "Periodic is when no pressure at the middle of a vessel changes by more between two cycles, as part "
                "of its mean");
    section.add("Must repeat", required, "Leave with exit code 2 where the last cycle still changes by more");
    section.add("Interval", interval, "s", {1e-6, 10.}, "Between the points of recorded curves");
  }

  void
  WallParameters::declare(ParameterSection &section)
  {
    section.add_choice(
      "Law", law, {"table", "radius"},
      "table: modulus and thickness of each vessel; radius: E h / r = k1 exp(k2 r) + k3, Olufsen 1999, "
      "doi:10.1152/ajpheart.1999.276.1.H257");
    section.critical();
    section.add("k1", by_radius.k1, "Pa", {0., 1e9}, "Of the law by the radius");
    section.critical();
    section.add("k2", by_radius.k2, "1/m", {-1e6, 0.}, "Of the law by the radius");
    section.critical();
    section.add("k3", by_radius.k3, "Pa", {0., 1e9}, "Of the law by the radius");
    section.critical();
  }

  void
  ArteriesParameters::declare(ParameterSection &root)
  {
    ParameterSection &network = root.section("Network", "Vessels and how they are joined");
    network.add_file("Segments", segments,
                     "Table of vessels (solvers/arteries/segment_table.h says which columns), centrelines with radii "
                     "(.vtp, .swc; solvers/arteries/centreline_tree.h), or a network of openBF (.yaml; "
                     "solvers/arteries/openbf_file.h)");
    network.required();
    network.add("Remove", removed, "Names of vessels to leave out, such as occluded ones");
    network.critical();
    network.add("Loops", rules.loops, "Off: two ways from one node to another are refused");
    network.add("Any direction", rules.any_direction,
                "On: all vessels of a junction may begin there, or end there, without being taken for a mistake");
    centreline.declare(root.section("Centreline", "What a file of centrelines does not say"));
    wall.declare(root.section("Wall"));
    std::string pressure = total_pressure ? "total" : "static";
    network.add_choice("Joined by", pressure, {"total", "static"}, "The pressure that is continuous at junctions");
    network.critical();
    total_pressure = pressure == "total";

    blood.declare(root.section("Blood"));
    discretisation.declare(root.section("Discretisation", "In space"));
    time.declare(root.section("Time"));

    root.section("Terminals")
      .add("Outflow pressure", outflow_pressure, "Pa", {-1e4, 3e4}, "Behind the last resistance");
    root.section("Terminals").critical();
    root.section("Initial").add("Pressure", initial_pressure, "Pa", {-1e4, 4e4}, "Of blood at rest, everywhere");
    root.section("Initial").critical();
    declare_inlets(root, inlets);
    declare_stenoses(root, stenoses);
    declare_connections(root, connections);
    declare_probes(root, probes);
    declare_paths(root, paths);
    root.section("Waves", "Reflection")
      .add("Separate", separate_waves, "Split the curves of the probes into waves that run forward and backward");
    fields.declare(root.section("Fields", "The whole network"));
    checkpoint.declare(root.section("Checkpoint", "A step is a point of the recorded curves, Time/Interval"));
    root.section("Pictures").add("Draw", draw, "Curves of the probes as SVG");
  }

  void
  ArteriesParameters::check() const
  {
    for (const InletParameters &inlet : inlets)
      if (inlet.flow.empty() == inlet.pressure.empty())
        throw InputError(inlet.where + ": inlet \"" + inlet.node + "\" has " +
                         (inlet.flow.empty() ? "neither Flow nor Pressure" : "both Flow and Pressure") +
                         ". Give one of the two.");
    if (time.implicit && discretisation.scheme != finite_volumes)
      throw InputError("Time/Method = implicit goes with Discretisation/Scheme = finite volumes only; found \"" +
                       discretisation.scheme + "\".");
    if (!time.implicit && discretisation.scheme == finite_volumes && discretisation.smallest_cells < 2)
      throw InputError(
        "Discretisation/Smallest number of cells is 1, but explicit finite volumes take their slopes from "
        "two cells. Set it to 2, or choose another Discretisation/Scheme or Time/Method.");
    if (time.interval > 0.5 * time.period)
      throw InputError("Time/Interval is longer than half of Time/Period: the curves would have no points.");
    if (time.least > time.most)
      throw InputError("Time/Smallest number of cycles exceeds Time/Largest number of cycles.");
  }

  Network
  ArteriesParameters::read_network() const
  {
    std::vector<std::string> nodes;
    for (const InletParameters &inlet : inlets)
      nodes.push_back(inlet.node);
    std::vector<Vessel> vessels = is_centreline(segments) ? read_centrelines(segments, centreline, nodes)
                                  : is_openbf(segments)   ? read_openbf(segments)
                                                          : read_segments(segments);
    if (wall.law == "radius")
      for (Vessel &vessel : vessels)
        vessel.stiffness = wall.by_radius;
    for (const std::string &name : removed)
      if (std::erase_if(vessels, [&](const Vessel &vessel) { return vessel.name == name; }) == 0)
        throw InputError("Network/Remove: " + segments.string() + " has no vessel \"" + name + "\".");
    std::vector<std::string> coupled;
    for (const ConnectionParameters &connection : connections)
      {
        const auto               same = [&](const Vessel &vessel) { return vessel.name == connection.vessel; };
        std::vector<std::string> known;
        for (const Vessel &vessel : vessels)
          known.push_back(vessel.name);
        const auto found = std::find_if(vessels.begin(), vessels.end(), same);
        if (found == vessels.end())
          throw InputError(connection.where + ": the network has no vessel \"" + connection.vessel + "\"." +
                           did_you_mean(connection.vessel, known));
        coupled.push_back(connection.end == "end" ? found->end : found->start);
      }
    return Network(std::move(vessels), nodes, rules, coupled);
  }

  NodeConditions
  ArteriesParameters::read_conditions(const Network &network, EndCoupling *coupling) const
  {
    NodeConditions conditions;
    conditions.total_pressure   = total_pressure;
    conditions.outflow_pressure = outflow_pressure;
    conditions.initial_pressure = initial_pressure;
    for (const InletParameters &inlet : inlets)
      {
        const bool      is_flow = inlet.pressure.empty();
        const TimeTable series  = is_flow ? TimeTable(inlet.flow, inlet.where, "flow", "m^3/s")
                                          : TimeTable(inlet.pressure, inlet.where, "pressure", "Pa");
        double          largest = 0.;
        for (const double value : series.values())
          largest = std::max(largest, inlet.factor * std::abs(value));
        if (largest > (is_flow ? 5e-3 : 1e5))
          throw InputError((is_flow ? inlet.flow : inlet.pressure).string() + ": the curve of inlet \"" + inlet.node +
                           "\" reaches " + quantity_text(largest, is_flow ? "m^3/s" : "Pa") + ", more than " +
                           (is_flow ? "any heart pumps" : "any heart presses") +
                           ". Is the unit in the head of its column right?");
        conditions.inlets.push_back(
          {inlet.node, !is_flow,
           make_drive(series, inlet.interpolation, time.periodic ? time.period : 0., inlet.factor)});
      }
    for (const StenosisParameters &stenosis : stenoses)
      {
        const std::size_t v      = network.vessel(stenosis.vessel, stenosis.where);
        const Vessel     &vessel = network.vessels()[v];
        const bool        distal = stenosis.end == "end";
        const double      radius = vessel.radius(distal ? 1. : 0.);
        conditions.losses.push_back(
          {{v, distal}, stenosis_loss(radius, stenosis.area_reduction, stenosis.length, blood)});
      }
    for (const ConnectionParameters &connection : connections)
      conditions.coupled.push_back({network.vessel(connection.vessel, connection.where), connection.end == "end"});
    conditions.coupling = coupling;
    return conditions;
  }
} // namespace vht
