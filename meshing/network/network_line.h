#pragma once

#include "meshing/surface/centreline.h"

#include <string>

namespace vht::meshing
{
  /** Which part of a network of vessels is meshed. */
  struct NetworkPart
  {
    double smallest_radius =
      0;               ///< branches with a free end that are thinner in the mean are taken off, again and again [m]
    Point  around{};   ///< with `within`: what lies in this ball, of it what is nearest to its centre [m]
    double within = 0; ///< radius of the ball [m]; 0: everything
  };

  /** A line between two ends or branchings. */
  struct NetworkBranch
  {
    std::vector<Index> points;     ///< from one to the other, both included
    double             length = 0; ///< [m]
  };

  /** Where a vessel of the network ends. */
  struct NetworkEnd
  {
    Index point = 0;
    Point outward{}; ///< unit, along the vessel
  };

  /** Points at the same place become one, edges that are there twice too. @returns how many points are gone */
  std::size_t join_equal_points(Centreline &line);

  /**
   * Points without a positive radius get that of their neighbours along the line, weighted by distance.
   * @returns how many there were
   * @throws MeshError where no point has a radius
   */
  std::size_t fill_missing_radii(Centreline &line);

  /** Each round, points along a branch take half the mean of their two neighbours; ends and branchings stay. */
  void smooth(Centreline &line, unsigned rounds_of_points, unsigned rounds_of_radii);

  /**
   * The part of a network that is asked for, in one piece: the longest, or in a ball that nearest to its centre. Ends
   * that would lie inside of the vessel from which they branch off are taken off, too.
   * @param[out] account  what was left out, and how many loops there are; one line each
   * @throws MeshError where nothing remains
   */
  Centreline part_of(const Centreline &line, const NetworkPart &part, std::string &account);

  /** Neighbours of every point. */
  std::vector<std::vector<Index>> neighbours_of(const Centreline &line);

  /** All branches; a ring without branching is one, too. */
  std::vector<NetworkBranch> branches_of(const Centreline &line);

  /** The directions are taken over one and a half radii. */
  std::vector<NetworkEnd> ends_of(const Centreline &line);

  /** Of the truncated cones between neighbouring points; what branches have in common counts more than once [m^3]. */
  double volume_of_cones(const Centreline &line);
} // namespace vht::meshing
