#include "solvers/network/parameters.h"

#include "physics/error.h"
#include "physics/unusual.h"
#include "solvers/core/parameters.h"
#include "solvers/network/components/catalogue.h"
#include "solvers/network/svzerod.h"

#include <cctype>
#include <utility>

namespace vht::network
{
  namespace
  {
    std::string
    capitalised(std::string name)
    {
      name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
      return name;
    }

    Circuit::Part
    declare_part(const std::string &name, ParameterSection &section)
    {
      std::string type = "resistor";
      section.add_choice("Type", type, component_types(), "what it is");
      section.critical();
      section.required();
      Circuit::Part part{name, make_component(type), {}};
      part.component->declare(section);
      section.critical();
      for (const Port &port : part.component->ports())
        {
          std::string node;
          section.add(capitalised(port.name), node,
                      "the node that this port shares with those of other components; any name");
          section.critical();
          part.nodes.push_back(node);
        }
      return part;
    }
  } // namespace

  std::vector<Circuit::Part>
  declare_components(ParameterSection &network)
  {
    std::vector<Circuit::Part> parts;
    for (const std::string &name : network.repeated("Component", "A vessel, a valve, a chamber, a source"))
      parts.push_back(declare_part(name, network.section("Component " + name)));
    return parts;
  }

  void
  TimeSteps::declare(ParameterSection &section)
  {
    section.add("Beats", beats, {1, 100000}, "how many are computed at most");
    section.add("Steps per beat", steps_per_beat, {2, 10000000},
                "rows of the table for each beat; generalised alpha makes one step for each");
    section.critical();
    section.add_choice(
      "Start", start, {"consistent", "steady", "settled", "given"},
      "consistent: initial values of vessels and chambers, the rest follows from the equations; steady: "
      "where nothing changes while sources keep their means; settled: thirty-one steps of a tenth of a "
      "beat with the sources at their means, as svZeroDSolver does; given: initial values as they are, "
      "zero where there are none");
    section.critical();
    integrator.declare(section);
  }

  void
  PeriodicState::declare(ParameterSection &section)
  {
    section.add(
      "Tolerance", tolerance, "1", {0., 1.},
      "largest change from one beat to the next, relative to the largest value of the same quantity: the run ends "
      "when it is reached, and fails when it is not; 0: nothing is asked");
  }

  void
  NetworkParameters::declare(ParameterSection &root)
  {
    ParameterSection &network = root.section("Network", "The circuit");
    network.add("Period", circuit.period, "s", {1e-6, 1e6}, "of the heart beat, and of sources that repeat");
    network.critical();
    network.add_file(
      "svZeroDSolver file", svzerod_file,
      "a circuit in the JSON format of svZeroDSolver instead of components; it sets Period and Time, too");
    network.critical();
    network.add("Pressure unit", pressure_unit, "of the numbers in that file: Pa, mmHg, dyn/cm^2");
    network.critical();
    network.add("Volume unit", volume_unit, "of the numbers in that file: m^3, mL");
    network.critical();
    circuit.parts = declare_components(network);

    time.declare(root.section("Time", "Beats, steps, and the scheme"));
    periodic.declare(root.section("Periodic state", "When the beats repeat each other"));
    ParameterSection &output = root.section("Output", "What is written");
    output.add("All beats", all_beats, "the table has all beats, not the last one alone with its time from zero");
    output.critical();
    output.add("Pictures", pictures, "curves of the last beat, loops of pressure and volume, the circuit; as SVG");
    checkpoint.declare(root.section("Checkpoint", "Saved states; they are written between beats"));
  }

  void
  NetworkParameters::check() const
  {
    if (!svzerod_file.empty() && !circuit.parts.empty())
      throw InputError("Network: the case names the circuit " + svzerod_file.string() +
                       " and has components of its own (\"" + circuit.parts.front().name + "\"). Keep one of them.");
    if (svzerod_file.empty() && circuit.parts.empty())
      throw InputError(
        "Network: the case has no circuit. Add sections \"Component NAME\", or a \"svZeroDSolver file\".");
  }

  Circuit
  NetworkParameters::make_circuit()
  {
    if (!svzerod_file.empty())
      circuit = read_svzerod(svzerod_file, {pressure_unit, volume_unit}, time, all_beats);
    return Circuit(std::move(circuit.parts), circuit.period);
  }

  std::vector<std::string>
  unusual_constants(const Circuit &circuit)
  {
    std::vector<std::string> lines;
    for (const Circuit::Part &part : circuit.parts())
      for (const std::string &line : unusual(part.component->parameters()))
        lines.push_back("Component " + part.name + ": " + line);
    return lines;
  }
} // namespace vht::network
