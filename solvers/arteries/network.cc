#include "solvers/arteries/network.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "physics/suggestion.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace vht
{
  namespace
  {
    /** What any vessel of a body has, with a good margin; what lies outside was given in another unit. */
    void
    check_size(const Vessel     &vessel,
               const char       *quantity,
               double            value,
               const std::string unit,
               double            minimum,
               double            maximum)
    {
      if (value >= minimum && value <= maximum)
        return;
      throw InputError(vessel.where + ": the " + quantity + " of vessel \"" + vessel.name + "\" is " +
                       quantity_text(value, unit) + ". Vessels have " + quantity_text(minimum, unit) + " to " +
                       quantity_text(maximum, unit) + ". Is the unit in the head of the column right?");
    }

    void
    check(const Vessel &vessel)
    {
      check_size(vessel, "length", vessel.length, "m", 2e-4, 20.);
      check_size(vessel, "proximal radius", vessel.proximal_radius, "m", 1e-5, 0.03);
      check_size(vessel, "distal radius", vessel.distal_radius, "m", 1e-5, 0.03);
      check_size(vessel, "wall thickness", vessel.thickness(0.5), "m", 1e-6, 0.01);
      check_size(vessel, "Young's modulus", vessel.youngs_modulus, "Pa", 1e4, 1e8);
      check_size(vessel, "profile order", vessel.profile_order, "1", 1., 1000.);
      const double radius = vessel.radius(0.5);
      const double speed  = TubeLaw::of(radius, vessel.thickness(0.5), vessel.youngs_modulus)
                             .wave_speed(std::numbers::pi * radius * radius, 1050.);
      check_size(vessel, "speed of a wave (from radius, thickness and Young's modulus)", speed, "m/s", 0.5, 60.);
      if (vessel.start == vessel.end)
        throw InputError(vessel.where + ": vessel \"" + vessel.name + "\" begins and ends at node \"" + vessel.start +
                         "\". A vessel cannot be a loop; cut it in two.");
    }
  } // namespace

  bool
  TerminalData::given() const
  {
    for (const double value :
         {proximal_resistance, distal_resistance, compliance, total_resistance, reflection, pressure})
      if (!std::isnan(value))
        return true;
    return false;
  }

  double
  Vessel::radius(double place) const
  {
    return std::lerp(proximal_radius, distal_radius, place);
  }

  double
  Vessel::thickness(double place) const
  {
    if (stiffness)
      return (*stiffness)(radius(place)) * radius(place) / youngs_modulus;
    return std::isnan(wall_thickness) ? arterial_wall_thickness(radius(place)) : wall_thickness;
  }

  Network::Network(std::vector<Vessel>             vessels,
                   const std::vector<std::string> &inlets,
                   const NetworkRules             &rules,
                   const std::vector<std::string> &coupled)
    : vessels_(std::move(vessels))
  {
    std::set<std::string> names;
    for (const Vessel &vessel : vessels_)
      {
        check(vessel);
        if (!names.insert(vessel.name).second)
          throw InputError(vessel.where + ": there is a second vessel \"" + vessel.name +
                           "\". Give each its own name.");
      }
    if (vessels_.empty())
      throw InputError("The network has no vessels.");
    join(inlets, coupled);
    check_ends();
    if (!rules.any_direction)
      check_directions();
    check_connections(rules.loops);
  }

  void
  Network::join(const std::vector<std::string> &inlets, const std::vector<std::string> &coupled)
  {
    for (std::size_t v = 0; v < vessels_.size(); ++v)
      for (const bool distal : {false, true})
        nodes_[node(distal ? vessels_[v].end : vessels_[v].start)].ends.push_back({v, distal});

    for (const std::string &inlet : inlets)
      free_end(inlet, "Inlet \"" + inlet + "\"").inlet = true;
    for (const std::string &name : coupled)
      {
        NetworkNode      &where    = free_end(name, "Connection at \"" + name + "\"");
        const std::string conflict = where.inlet ? "an inlet" : where.coupled ? "another connection" : "";
        if (!conflict.empty())
          throw InputError("Connection at \"" + name + "\": this node has " + conflict +
                           " already. Keep one of the two.");
        where.coupled = true;
      }
    if (inlets.empty() && coupled.empty())
      throw InputError("The network has no inlet. Give a section \"Inlet NODE\".");
  }

  NetworkNode &
  Network::free_end(const std::string &name, const std::string &asked_by)
  {
    std::vector<std::string> known;
    for (const NetworkNode &each : nodes_)
      known.push_back(each.name);
    const auto found = std::find(known.begin(), known.end(), name);
    if (found == known.end())
      throw InputError(asked_by + ": the network has no node of this name." + did_you_mean(name, known));
    NetworkNode &where = nodes_[found - known.begin()];
    if (where.ends.size() != 1)
      throw InputError(asked_by + ": " + std::to_string(where.ends.size()) +
                       " vessels meet at this node. Blood can come in only at the free end of a vessel.");
    return where;
  }

  std::size_t
  Network::node(const std::string &name)
  {
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      if (nodes_[n].name == name)
        return n;
    nodes_.push_back({name, {}});
    return nodes_.size() - 1;
  }

  void
  Network::check_ends() const
  {
    for (const NetworkNode &node : nodes_)
      {
        const VesselEnd &end    = node.ends.front();
        const Vessel    &vessel = vessels_[end.vessel];
        if (node.ends.size() == 1 && !node.inlet && !node.coupled && !end.distal)
          throw InputError(vessel.where + ": vessel \"" + vessel.name + "\" begins at node \"" + node.name +
                           "\", where no other vessel ends and which is no inlet. Is a name mistyped, or are start and "
                           "end exchanged?");
        if (node.ends.size() == 1 && !node.inlet && !node.coupled && !vessel.terminal.given())
          throw InputError(vessel.where + ": vessel \"" + vessel.name + "\" ends at node \"" + node.name +
                           "\" without a terminal, and no other vessel begins there. Fill in R1, R2 and C, a total "
                           "resistance, a reflection or a pressure, or correct the name of the node.");
        for (const VesselEnd &each : node.ends)
          if ((node.ends.size() > 1 || node.inlet || node.coupled) && each.distal &&
              vessels_[each.vessel].terminal.given())
            throw InputError(vessels_[each.vessel].where + ": vessel \"" + vessels_[each.vessel].name +
                             "\" has a terminal, but its end \"" + node.name +
                             "\" is not free. Remove the terminal, or correct the name of the node.");
      }
  }

  void
  Network::check_directions() const
  {
    for (const NetworkNode &node : nodes_)
      {
        const auto n_ending =
          std::count_if(node.ends.begin(), node.ends.end(), [](const VesselEnd &end) { return end.distal; });
        if (node.ends.size() == 1 || (n_ending > 0 && n_ending < static_cast<std::ptrdiff_t>(node.ends.size())))
          continue;
        std::string names, rows;
        for (const VesselEnd &end : node.ends)
          {
            names += (names.empty() ? "\"" : ", \"") + vessels_[end.vessel].name + "\"";
            rows += (rows.empty() ? "" : ", ") + vessels_[end.vessel].where;
          }
        throw InputError(rows + ": all vessels at node \"" + node.name + "\" " +
                         (n_ending == 0 ? "begin there: " : "end there: ") + names +
                         ". One of them is probably the wrong way round. If this is meant, set Network/Any direction.");
      }
  }

  void
  Network::check_connections(bool loops) const
  {
    std::vector<char>        reached(nodes_.size(), false), vessel_seen(vessels_.size(), false);
    std::vector<std::size_t> front;
    const auto               number = [&](const std::string &name) {
      return std::find_if(nodes_.begin(), nodes_.end(), [&](const auto &node) { return node.name == name; }) -
             nodes_.begin();
    };
    for (std::size_t n = 0; n < nodes_.size(); ++n)
      if (nodes_[n].inlet || (nodes_[n].coupled && !nodes_[n].ends.front().distal))
        {
          if (!loops && reached[n])
            throw InputError("Inlets \"" + nodes_[n].name +
                             "\" and another are joined by vessels: Network/Loops is off.");
          front.push_back(n);
          reached[n] = true;
          while (!front.empty())
            {
              const std::size_t at = front.back();
              front.pop_back();
              for (const VesselEnd &end : nodes_[at].ends)
                {
                  const Vessel &vessel = vessels_[end.vessel];
                  if (vessel_seen[end.vessel])
                    continue;
                  vessel_seen[end.vessel]  = true;
                  const std::size_t beyond = number(end.distal ? vessel.start : vessel.end);
                  if (reached[beyond] && !loops)
                    throw InputError(vessel.where + ": vessel \"" + vessel.name + "\" closes a loop at node \"" +
                                     nodes_[beyond].name + "\", and Network/Loops is off.");
                  if (!reached[beyond])
                    front.push_back(beyond);
                  reached[beyond] = true;
                }
            }
        }
    std::string lost, where;
    for (std::size_t v = 0; v < vessels_.size(); ++v)
      if (!vessel_seen[v])
        {
          lost += (lost.empty() ? "\"" : ", \"") + vessels_[v].name + "\"";
          if (where.empty())
            where = vessels_[v].where;
        }
    if (!lost.empty())
      throw InputError(where + ": no inlet reaches " + lost +
                       ". Is the name of a node mistyped, or is an inlet missing?");
  }

  std::size_t
  Network::vessel(const std::string &name, const std::string &asked_by) const
  {
    std::vector<std::string> known;
    for (std::size_t v = 0; v < vessels_.size(); ++v)
      {
        if (vessels_[v].name == name)
          return v;
        known.push_back(vessels_[v].name);
      }
    throw InputError(asked_by + ": the network has no vessel \"" + name + "\"." + did_you_mean(name, known));
  }
} // namespace vht
