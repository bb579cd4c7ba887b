#include "solvers/arteries/parameters.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "solvers/arteries/drive.h"
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
  ArteriesParameters::declare(ParameterSection &root)
  {
    ParameterSection &network = root.section("Network", "Vessels and how they are joined");
    network.add_file("Segments", segments, "Table of vessels; see solvers/arteries/segment_table.h for its columns");
    network.required();
    network.add("Remove", removed, "Names of vessels to leave out, such as occluded ones");
    network.critical();
    network.add("Loops", rules.loops, "Off: two ways from one node to another are refused");
    network.add("Any direction", rules.any_direction,
                "On: all vessels of a junction may begin there, or end there, without being taken for a mistake");
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
    declare_probes(root, probes);
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
    std::vector<Vessel> vessels = read_segments(segments);
    for (const std::string &name : removed)
      if (std::erase_if(vessels, [&](const Vessel &vessel) { return vessel.name == name; }) == 0)
        throw InputError("Network/Remove: " + segments.string() + " has no vessel \"" + name + "\".");
    std::vector<std::string> nodes;
    for (const InletParameters &inlet : inlets)
      nodes.push_back(inlet.node);
    return Network(std::move(vessels), nodes, rules);
  }

  NodeConditions
  ArteriesParameters::read_conditions(const Network &network) const
  {
    NodeConditions conditions;
    conditions.total_pressure   = total_pressure;
    conditions.outflow_pressure = outflow_pressure;
    conditions.initial_pressure = initial_pressure;
    for (const InletParameters &inlet : inlets)
      {
        const bool       is_flow = inlet.pressure.empty();
        const TimeSeries series =
          is_flow ? read_time_series(inlet.flow, "flow", "m^3/s") : read_time_series(inlet.pressure, "pressure", "Pa");
        double largest = 0.;
        for (const double value : series.value)
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
    return conditions;
  }
} // namespace vht
