#pragma once

#include "physics/circulation/tube_law.h"

#include <array>
#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace vht
{
  /** What a vessel ends in where no other vessel begins. A NaN was not given. */
  struct TerminalData
  {
    /** p - p_out = (R1 + R2 || C) Q. R2 missing: a resistance R1. R1 zero: RC. [Pa s/m^3], [m^3/Pa] */
    double proximal_resistance = std::numeric_limits<double>::quiet_NaN();
    double distal_resistance   = std::numeric_limits<double>::quiet_NaN();
    double compliance          = std::numeric_limits<double>::quiet_NaN();

    /** Resistance of all that follows; R1 is then the impedance of the vessel, R2 the rest [Pa s/m^3]. */
    double total_resistance = std::numeric_limits<double>::quiet_NaN();

    /** Part of an arriving pressure wave that is sent back, from -1 to below 1. */
    double reflection = std::numeric_limits<double>::quiet_NaN();

    double pressure = std::numeric_limits<double>::quiet_NaN(); ///< kept at [Pa]

    /** Is there anything? */
    bool given() const;
  };

  /** One segment of the network. Radius and thickness vary linearly from its start to its end. */
  struct Vessel
  {
    std::string  name;
    std::string  start, end;             ///< names of nodes; positive flow goes from start to end
    double       length             = 0; ///< [m]
    double       proximal_radius    = 0; ///< at the reference pressure [m]
    double       distal_radius      = 0;
    double       youngs_modulus     = 0;                                        ///< [Pa]
    double       wall_thickness     = std::numeric_limits<double>::quiet_NaN(); ///< [m]; NaN: arterial_wall_thickness()
    double       profile_order      = 2.;                                       ///< of VelocityProfile
    double       reference_pressure = 0.; ///< outside pressure at which the lumen has its radius [Pa]
    double       wall_viscosity     = 0.; ///< [Pa s]
    TerminalData terminal;                ///< at the end
    std::string  where;                   ///< "segments.csv:7", for messages

    /** Instead of modulus and thickness; the thickness is then that which goes with the modulus. */
    std::optional<StiffnessByRadius> stiffness;

    std::vector<std::array<double, 3>> centreline; ///< from start to end [m]; empty: not known

    /** At a place between 0 (start) and 1 (end) [m]. */
    double radius(double place) const;
    double thickness(double place) const;
  };

  /** One end of a vessel, as a node sees it. */
  struct VesselEnd
  {
    std::size_t vessel;
    bool        distal; ///< the vessel ends here

    /** +1 where positive flow comes into the node, -1 where it leaves it. */
    double
    sign() const
    {
      return distal ? 1. : -1.;
    }

    bool operator==(const VesselEnd &) const = default;
  };

  struct NetworkNode
  {
    std::string            name;
    std::vector<VesselEnd> ends;
    bool                   inlet   = false;
    bool                   coupled = false; ///< to something else than vessels, such as a circuit
  };

  /** What a network has to be. */
  struct NetworkRules
  {
    bool loops         = true;  ///< may there be two ways from one node to another?
    bool any_direction = false; ///< may all vessels of a junction begin there, or all end there?
  };

  /** Vessels and how they are joined. A junction is where the names of nodes are equal. */
  class Network
  {
  public:
    /**
     * @param[in] inlets  names of nodes where blood comes in
     * @param[in] coupled  names of nodes at free ends of vessels that something else takes care of
     * @throws InputError for a size no vessel has (mostly a wrong unit), an end without a terminal, a piece that no
     *         inlet reaches, a vessel that is joined the wrong way round, a loop that is not allowed; names the row
     */
    Network(std::vector<Vessel>             vessels,
            const std::vector<std::string> &inlets,
            const NetworkRules             &rules,
            const std::vector<std::string> &coupled = {});

    const std::vector<Vessel> &
    vessels() const
    {
      return vessels_;
    }

    const std::vector<NetworkNode> &
    nodes() const
    {
      return nodes_;
    }

    /** Number of a vessel. @throws InputError that begins with @p asked_by and names the closest */
    std::size_t vessel(const std::string &name, const std::string &asked_by) const;

  private:
    void         join(const std::vector<std::string> &inlets, const std::vector<std::string> &coupled);
    NetworkNode &free_end(const std::string &name, const std::string &asked_by);
    std::size_t  node(const std::string &name);
    void         check_ends() const;
    void         check_directions() const;
    void         check_connections(bool loops) const;

    std::vector<Vessel>      vessels_;
    std::vector<NetworkNode> nodes_;
  };
} // namespace vht
