#include "solvers/network/circuit.h"

#include "physics/error.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <set>
#include <utility>

namespace vht::network
{
  std::string
  unit_of(Quantity quantity)
  {
    switch (quantity)
      {
        case Quantity::pressure:
          return "Pa";
        case Quantity::flow:
          return "m^3/s";
        case Quantity::volume:
          return "m^3";
        default:
          return "1";
      }
  }

  Circuit::Circuit(std::vector<Part> parts, double period)
    : parts_(std::move(parts))
    , period_(period)
  {
    if (parts_.empty())
      throw InputError("The circuit has no components. Add sections \"Component NAME\".");
    std::set<std::string> names;
    for (Part &part : parts_)
      {
        if (!names.insert(part.name).second)
          throw InputError("Two components are called \"" + part.name + "\". Give each its own name.");
        part.component->prepare(period);
      }
    number_unknowns();
    check_nodes();
    find_readings();
    find_pattern();
  }

  std::size_t
  Circuit::number_of(const std::string &node, const std::string &part, const std::string &port)
  {
    if (node.empty())
      throw InputError("Component \"" + part + "\": its port \"" + port +
                       "\" is not connected. Name the node that it shares with other components.");
    const auto found = std::find(nodes_.begin(), nodes_.end(), node);
    if (found != nodes_.end())
      return static_cast<std::size_t>(found - nodes_.begin());
    nodes_.push_back(node);
    return nodes_.size() - 1;
  }

  void
  Circuit::number_unknowns()
  {
    std::vector<std::vector<std::size_t>> node_numbers;
    for (const Part &part : parts_)
      {
        const std::vector<Port> ports = part.component->ports();
        node_numbers.emplace_back();
        for (std::size_t i = 0; i < ports.size(); ++i)
          node_numbers.back().push_back(
            number_of(i < part.nodes.size() ? part.nodes[i] : "", part.name, ports[i].name));
      }

    for (const std::string &node : nodes_)
      unknowns_.push_back({"pressure " + node, Quantity::pressure});
    meetings_.resize(nodes_.size());

    std::size_t equation = 0;
    for (std::size_t p = 0; p < parts_.size(); ++p)
      {
        const Component &component = *parts_[p].component;
        Place            place;
        place.first_equation = equation;
        place.n_equations    = n_equations(component);
        equation += place.n_equations;
        const std::vector<Port> ports = component.ports();
        for (std::size_t i = 0; i < ports.size(); ++i)
          {
            const std::size_t node = node_numbers[p][i];
            place.unknowns.push_back(node);
            place.unknowns.push_back(unknowns_.size());
            meetings_[node].emplace_back(unknowns_.size(), ports[i].direction == Direction::outlet ? 1. : -1.);
            unknowns_.push_back({"flow " + parts_[p].name + " " + ports[i].name, Quantity::flow});
          }
        for (const Internal &internal : component.internals())
          {
            place.unknowns.push_back(unknowns_.size());
            unknowns_.push_back({internal.name + " " + parts_[p].name, internal.quantity});
          }
        places_.push_back(place);
      }
  }

  void
  Circuit::find_readings()
  {
    std::vector<std::string> known;
    for (const Unknown &unknown : unknowns_)
      known.push_back(unknown.name);
    for (std::size_t p = 0; p < parts_.size(); ++p)
      for (const std::string &name : parts_[p].component->readings())
        {
          const auto found = std::find(known.begin(), known.end(), name);
          if (found == known.end())
            throw InputError("Component \"" + parts_[p].name + "\" reads \"" + name +
                             "\", but the circuit has no such unknown." + did_you_mean(name, known) +
                             " Unknowns are called as in network.csv: \"pressure NODE\", \"volume NAME\".");
          places_[p].unknowns.push_back(static_cast<std::size_t>(found - known.begin()));
        }
  }

  void
  Circuit::check_nodes() const
  {
    for (std::size_t p = 0; p < parts_.size(); ++p)
      {
        const std::vector<Port> ports = parts_[p].component->ports();
        for (std::size_t i = 0; i < ports.size(); ++i)
          if (meetings_[places_[p].unknowns[pressure_of(i)]].size() == 1)
            throw InputError("Component \"" + parts_[p].name + "\": its port \"" + ports[i].name +
                             "\" is alone at the node \"" + parts_[p].nodes[i] + "\"." +
                             did_you_mean(parts_[p].nodes[i],
                                          [&] {
                                            std::vector<std::string> others = nodes_;
                                            std::erase(others, parts_[p].nodes[i]);
                                            return others;
                                          }()) +
                             " A node joins two ports or more; where the circuit ends, put a source, or give the"
                             " component a \"Distal pressure\" if it takes one.");
      }
  }

  void
  Circuit::find_pattern()
  {
    // Whether a rate enters may depend on the state: it is asked where nothing is zero.
    is_differential_.assign(size(), false);
    for (std::size_t p = 0; p < parts_.size(); ++p)
      {
        const std::size_t         n = places_[p].unknowns.size(), m = places_[p].n_equations;
        const std::vector<double> value(n, 1e-5), rate(n, 1e-5);
        LocalSystem               local(m, n);
        parts_[p].component->evaluate(0., value, rate, local);
        for (std::size_t i = 0; i < m; ++i)
          for (std::size_t j = 0; j < n; ++j)
            if (local.by_rate(i, j) != 0.)
              is_differential_[places_[p].unknowns[j]] = true;
      }
  }

  const Circuit::Part &
  Circuit::part(const std::string &name) const
  {
    std::vector<std::string> names;
    for (const Part &part : parts_)
      {
        if (part.name == name)
          return part;
        names.push_back(part.name);
      }
    throw InputError("The circuit has no component \"" + name + "\"." + did_you_mean(name, names));
  }

  std::size_t
  Circuit::port_number(const Part &part, const std::string &port) const
  {
    const std::vector<Port> ports = part.component->ports();
    for (std::size_t i = 0; i < ports.size(); ++i)
      if (ports[i].name == port)
        return i;
    throw InputError("Component \"" + part.name + "\" has no port \"" + port + "\".");
  }

  std::size_t
  Circuit::pressure(const std::string &name, const std::string &port) const
  {
    const Part &found = part(name);
    return places_[&found - parts_.data()].unknowns[pressure_of(port_number(found, port))];
  }

  std::size_t
  Circuit::flow(const std::string &name, const std::string &port) const
  {
    const Part &found = part(name);
    return places_[&found - parts_.data()].unknowns[flow_of(port_number(found, port))];
  }

  std::size_t
  Circuit::internal(const std::string &name, const std::string &internal) const
  {
    const Part                 &found     = part(name);
    const std::vector<Internal> internals = found.component->internals();
    for (std::size_t i = 0; i < internals.size(); ++i)
      if (internals[i].name == internal)
        return places_[&found - parts_.data()].unknowns[2 * found.component->ports().size() + i];
    throw InputError("Component \"" + name + "\" has no unknown \"" + internal + "\".");
  }

  std::vector<double>
  Circuit::gather(const Place &place, const Values &global) const
  {
    std::vector<double> local(place.unknowns.size());
    for (std::size_t i = 0; i < local.size(); ++i)
      local[i] = global[place.unknowns[i]];
    return local;
  }

  Values
  Circuit::initial() const
  {
    Values result = Values::Zero(size());
    for (std::size_t p = 0; p < parts_.size(); ++p)
      {
        std::vector<double> local(places_[p].unknowns.size());
        parts_[p].component->initial(local);
        for (std::size_t i = 0; i < local.size(); ++i)
          if (local[i] != 0.)
            result[places_[p].unknowns[i]] = local[i];
      }
    return result;
  }

  void
  Circuit::follow_ports(Values &value) const
  {
    for (std::size_t p = 0; p < parts_.size(); ++p)
      {
        std::vector<double> local = gather(places_[p], value);
        parts_[p].component->follow_ports(local);
        const std::size_t n_ports = parts_[p].component->ports().size();
        for (std::size_t i = 2 * n_ports; i < n_ports + places_[p].n_equations; ++i)
          value[places_[p].unknowns[i]] = local[i];
      }
  }

  void
  Circuit::evaluate(double                       time,
                    const Values                &value,
                    const Values                &rate,
                    double                       rate_factor,
                    Values                      &residual,
                    Eigen::SparseMatrix<double> &matrix) const
  {
    std::vector<Eigen::Triplet<double>> entries;
    residual             = Values::Zero(size());
    std::size_t equation = 0;
    for (std::size_t p = 0; p < parts_.size(); ++p)
      {
        const Component  &component = *parts_[p].component;
        const Place      &place     = places_[p];
        const std::size_t n = place.unknowns.size(), m = place.n_equations;
        LocalSystem       local(m, n);
        component.evaluate(time, gather(place, value), gather(place, rate), local);
        for (std::size_t i = 0; i < m; ++i)
          {
            residual[place.first_equation + i] = local.residual(i);
            for (std::size_t j = 0; j < n; ++j)
              entries.emplace_back(place.first_equation + i, place.unknowns[j],
                                   local.by_value(i, j) + rate_factor * local.by_rate(i, j));
          }
        equation += m;
      }
    for (const auto &flows : meetings_)
      {
        for (const auto &[unknown, sign] : flows)
          {
            residual[equation] += sign * value[unknown];
            entries.emplace_back(equation, unknown, sign);
          }
        ++equation;
      }
    matrix.resize(size(), size());
    matrix.setFromTriplets(entries.begin(), entries.end());
  }

  double
  Circuit::stored_volume(const Values &value) const
  {
    double volume = 0.;
    for (std::size_t p = 0; p < parts_.size(); ++p)
      volume += parts_[p].component->stored_volume(gather(places_[p], value));
    return volume;
  }

  void
  Circuit::hold_means(bool hold)
  {
    for (Part &part : parts_)
      part.component->hold_mean(hold);
  }

  void
  Circuit::accept(double time, const Values &value)
  {
    for (std::size_t p = 0; p < parts_.size(); ++p)
      parts_[p].component->accept(time, gather(places_[p], value));
  }
} // namespace vht::network
