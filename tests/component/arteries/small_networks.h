#pragma once

#include "solvers/arteries/integrator.h"

#include <cmath>
#include <string>

namespace vht::test
{
  /** A vessel like a carotid artery. */
  inline Vessel
  make_vessel(const std::string &name, const std::string &start, const std::string &end, double length = 0.5)
  {
    Vessel vessel;
    vessel.name            = name;
    vessel.start           = start;
    vessel.end             = end;
    vessel.length          = length;
    vessel.proximal_radius = 5e-3;
    vessel.distal_radius   = 5e-3;
    vessel.youngs_modulus  = 4e5;
    vessel.wall_thickness  = 5e-4;
    vessel.where           = "table.csv:" + name;
    return vessel;
  }

  /** One vessel that reflects nothing at its end. */
  inline Vessel
  make_tube(double length = 0.5)
  {
    Vessel vessel              = make_vessel("tube", "in", "out", length);
    vessel.terminal.reflection = 0.;
    return vessel;
  }

  /** A parent and two daughters, tapered, with walls of varying stiffness, before windkessels. */
  inline Network
  make_bifurcation()
  {
    Vessel parent = make_vessel("parent", "in", "fork", 0.2), left = make_vessel("left", "fork", "a", 0.15),
           right          = make_vessel("right", "fork", "b", 0.3);
    parent.distal_radius  = 4e-3;
    parent.wall_thickness = std::nan(""); // by the radius
    left.proximal_radius  = 3e-3;
    left.distal_radius    = 2e-3;
    left.youngs_modulus   = 7e5;
    right.proximal_radius = 3.5e-3;
    right.distal_radius   = 3e-3;
    right.profile_order   = 9.;
    for (Vessel *daughter : {&left, &right})
      {
        daughter->terminal.proximal_resistance = 4e8;
        daughter->terminal.distal_resistance   = 2e9;
        daughter->terminal.compliance          = 1e-10;
      }
    return Network({parent, left, right}, {"in"}, {});
  }

  inline NodeConditions
  flow_at(const std::string &node, std::function<double(double time)> flow, double initial_pressure = 0.)
  {
    NodeConditions conditions;
    conditions.inlets.push_back({node, false, std::move(flow)});
    conditions.initial_pressure = initial_pressure;
    return conditions;
  }
} // namespace vht::test
