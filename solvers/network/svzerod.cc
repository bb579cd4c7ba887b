#include "solvers/network/svzerod.h"

#include "physics/error.h"
#include "physics/suggestion.h"
#include "physics/units.h"
#include "solvers/network/components/time_input.h"
#include "solvers/network/svzerod_reader.h"

#include <algorithm>
#include <fstream>
#include <numeric>

namespace vht::network
{
  using Json = nlohmann::json;

  namespace
  {
    Json
    parse(const std::filesystem::path &file)
    {
      std::ifstream stream(file);
      if (!stream)
        throw InputError("The circuit " + file.string() + " cannot be read. Is the path right?");
      try
        {
          return Json::parse(stream);
        }
      catch (const Json::parse_error &error)
        {
          const std::string all = error.what(), marker = "parse error at ";
          const auto        found = all.find(marker);
          throw InputError("The circuit " + file.string() + " is not valid JSON: " +
                           (found == std::string::npos ? all : all.substr(found + marker.size())) + ".");
        }
    }
  } // namespace

  SvzerodReader::SvzerodReader(const std::filesystem::path &file, const FileUnits &units)
    : file_(file.string())
    , json_(parse(file))
    , pressure_(unit_factor(units.pressure))
    , volume_(unit_factor(units.volume))
  {
  }

  void
  SvzerodReader::fail(const std::string &where, const std::string &what) const
  {
    throw InputError(file_ + ", " + where + ": " + what);
  }

  const Json &
  SvzerodReader::get(const Json &object, const std::string &key, const std::string &where) const
  {
    if (!object.is_object() || !object.contains(key))
      {
        std::vector<std::string> keys;
        if (object.is_object())
          for (const auto &item : object.items())
            keys.push_back(item.key());
        fail(where, "\"" + key + "\" is missing." + did_you_mean(key, keys));
      }
    return object.at(key);
  }

  double
  SvzerodReader::number(const Json &object, const std::string &key, const std::string &where) const
  {
    const Json &value = get(object, key, where);
    if (value.is_number())
      return value.get<double>();
    if (value.is_array() && !value.empty() &&
        std::all_of(value.begin(), value.end(), [&](const Json &each) { return each.is_number() && each == value[0]; }))
      return value[0].get<double>();
    fail(where, "\"" + key + "\" is " + value.dump().substr(0, 40) + "; a number is wanted.");
  }

  std::string
  SvzerodReader::text(const Json &object, const std::string &key, const std::string &where) const
  {
    const Json &value = get(object, key, where);
    if (!value.is_string())
      fail(where, "\"" + key + "\" is " + value.dump().substr(0, 40) + "; a text is wanted.");
    return value.get<std::string>();
  }

  const Json &
  SvzerodReader::list(const std::string &key) const
  {
    static const Json none = Json::array();
    if (!json_.contains(key))
      return none;
    if (!json_.at(key).is_array())
      fail(key, "a list is wanted.");
    return json_.at(key);
  }

  void
  SvzerodReader::set(Component                   &component,
                     const Json                  &values,
                     const std::vector<Constant> &constants,
                     const std::string           &where) const
  {
    for (const Constant &constant : constants)
      {
        if (constant.optional && !values.contains(constant.in_file))
          continue;
        const double value = number(values, constant.in_file, where) * constant.factor;
        for (const Parameter &parameter : component.parameters())
          if (parameter.name == constant.here)
            {
              if (!(value >= parameter.minimum && value <= parameter.maximum))
                fail(where, "\"" + constant.in_file + "\" is " + std::to_string(value) + " " + parameter.unit +
                              ", allowed is from " + std::to_string(parameter.minimum) + " to " +
                              std::to_string(parameter.maximum) + ".");
              *parameter.value = value;
            }
      }
  }

  void
  SvzerodReader::set_course(TimeInput         &input,
                            const Json        &values,
                            const std::string &key,
                            double             factor,
                            const std::string &where) const
  {
    const Json &value = get(values, key, where);
    if (value.is_number())
      return input.set(factor * value.get<double>());
    try
      {
        auto course = value.get<std::vector<double>>();
        for (double &each : course)
          each *= factor;
        if (course.size() == 1)
          return input.set(course[0]);
        const double rows_mean = std::accumulate(course.begin(), course.end(), 0.) / static_cast<double>(course.size());
        input.set(get(values, "t", where).get<std::vector<double>>(), course, rows_mean);
      }
    catch (const Json::exception &)
      {
        fail(where, "\"" + key + "\" and \"t\" must be lists of numbers.");
      }
  }

  void
  SvzerodReader::add(const std::string &name, std::unique_ptr<Component> component)
  {
    result_.parts.push_back({name, std::move(component), {}});
  }

  void
  SvzerodReader::connect(const std::string &upstream, const std::string &downstream)
  {
    connections_.emplace_back(upstream, downstream);
  }

  void
  SvzerodReader::find_period()
  {
    const Json &simulation = get(json_, "simulation_parameters", "the file");
    if (simulation.contains("cardiac_period"))
      result_.period = number(simulation, "cardiac_period", "simulation_parameters");
    else
      for (const Json &each : list("boundary_conditions"))
        if (each.contains("bc_values") && each.at("bc_values").contains("t"))
          if (const Json &times = each.at("bc_values").at("t"); times.is_array() && times.size() > 1)
            result_.period = times.back().get<double>() - times.front().get<double>();
  }

  void
  SvzerodReader::read_time(TimeSteps &time, bool &all_beats)
  {
    const Json       &simulation = get(json_, "simulation_parameters", "the file");
    const std::string where      = "simulation_parameters";
    time.beats                   = static_cast<unsigned int>(number(simulation, "number_of_cardiac_cycles", where));
    const double points          = number(simulation, "number_of_time_pts_per_cardiac_cycle", where);
    if (points < 2.)
      fail(where, "\"number_of_time_pts_per_cardiac_cycle\" must be 2 or more.");
    time.steps_per_beat             = static_cast<unsigned int>(points) - 1;
    time.integrator.scheme          = "generalised alpha";
    time.integrator.spectral_radius = simulation.value("rho_infty", 0.5);
    time.start                      = simulation.value("steady_initial", true) ? "settled" : "given";
    all_beats                       = simulation.value("output_all_cycles", false);
  }

  void
  SvzerodReader::read_initial()
  {
    if (!json_.contains("initial_condition"))
      return;
    for (const auto &[name, value] : json_.at("initial_condition").items())
      if (!name.starts_with("_"))
        {
          const double factor = name.starts_with("pressure")       ? pressure_
                                : name.starts_with("valve_status") ? 1.
                                                                   : volume_;
          if (!value.is_number())
            fail("initial_condition", "\"" + name + "\" is no number.");
          result_.initial[name] = value.get<double>() * factor;
        }
  }

  void
  SvzerodReader::assign_nodes()
  {
    std::map<std::string, std::string> behind, before; // nodes at outlets and at inlets, by part
    for (const auto &[upstream, downstream] : connections_)
      {
        std::string node = upstream + ":" + downstream;
        if (junctions_.contains(upstream) || junctions_.contains(downstream))
          node = junctions_.contains(upstream) ? upstream : downstream;
        else if (behind.contains(upstream))
          node = behind.at(upstream);
        behind[upstream]   = node;
        before[downstream] = node;
      }
    for (Circuit::Part &part : result_.parts)
      {
        const std::vector<Port> ports = part.component->ports();
        for (const Port &port : ports)
          {
            // A source at the end of a vessel has its one port where the file has an inlet.
            const bool at_inlet = port.direction == Direction::inlet;
            const bool turned   = ports.size() == 1 && !(at_inlet ? before : behind).contains(part.name);
            part.nodes.push_back((at_inlet != turned ? before : behind)[part.name]);
          }
        before.erase(part.name);
        behind.erase(part.name);
      }
    for (const auto &names : {before, behind})
      for (const auto &[name, node] : names)
        if (!junctions_.contains(name) && !name.empty())
          {
            std::vector<std::string> known;
            for (const Circuit::Part &part : result_.parts)
              known.push_back(part.name);
            fail("connection " + node, "there is no block \"" + name + "\"." + did_you_mean(name, known));
          }
  }

  CircuitDescription
  SvzerodReader::read(TimeSteps &time, bool &all_beats)
  {
    for (const std::string key : {"closed_loop_blocks", "external_solver_coupling_blocks"})
      if (!list(key).empty())
        fail(key, "blocks of this kind are not read. Write the circuit with components of its own.");
    find_period();
    read_time(time, all_beats);
    read_vessels();
    read_boundaries();
    read_junctions();
    read_valves();
    read_chambers();
    read_initial();
    assign_nodes();
    return std::move(result_);
  }

  CircuitDescription
  read_svzerod(const std::filesystem::path &file, const FileUnits &units, TimeSteps &time, bool &all_beats)
  {
    try
      {
        return SvzerodReader(file, units).read(time, all_beats);
      }
    catch (const Json::exception &error)
      {
        throw InputError(file.string() + ": a value has not the form that svZeroDSolver's input has: " + error.what());
      }
  }

  std::size_t
  svzerod_unknown(const Circuit &circuit, const std::string &name)
  {
    std::vector<std::string> words;
    for (std::size_t from = 0, to = 0; to != std::string::npos; from = to + 1)
      {
        to = name.find(':', from);
        words.push_back(name.substr(from, to == std::string::npos ? to : to - from));
      }
    const auto has_part = [&](const std::string &wanted) {
      return std::any_of(circuit.parts().begin(), circuit.parts().end(),
                         [&](const auto &part) { return part.name == wanted; });
    };
    if (words.size() == 2 && words[0] == "Vc")
      return circuit.internal(words[1], "volume");
    if (words.size() == 2 && words[0] == "valve_status")
      return circuit.internal(words[1], "opening");
    if (words.size() == 2 && words[0] == "volume_im")
      return circuit.internal(words[1], "squeezed volume");
    if (words.size() == 3 && (words[0] == "pressure" || words[0] == "flow"))
      {
        const std::string part = has_part(words[1]) ? words[1] : words[2],
                          port = has_part(words[1]) ? "outlet" : "inlet";
        return words[0] == "flow" ? circuit.flow(part, port) : circuit.pressure(part, port);
      }
    throw InputError("The circuit has no unknown \"" + name + "\".");
  }
} // namespace vht::network
