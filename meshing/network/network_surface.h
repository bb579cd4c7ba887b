#pragma once

#include "meshing/network/tube_network.h"
#include "meshing/surface/open_ends.h"

namespace vht::meshing
{
  /** How the wall of a network is made. */
  struct NetworkWall
  {
    double      blend    = 0.5; ///< reach of the smooth minimum over the radius (TubeNetwork)
    std::string region   = "lumen";
    double      triangle = 0.45; ///< circumradius of the first triangles over the radius of the vessel
  };

  /** A wall that is open at the ends of the vessels. */
  struct NetworkSurface
  {
    TaggedSurface                      surface;
    std::vector<CutPlane>              planes;  ///< where it is open
    std::shared_ptr<const TubeNetwork> tubes;   ///< the function whose level the wall is
    std::string                        account; ///< ends that stay closed, vessels that touch; one line each
  };

  /**
   * Triangles on the wall of a network, found by Delaunay refinement of the level set (Boissonnat & Oudot 2005,
   * doi:10.1016/j.gmod.2005.01.004). Every end is extended by two radii, meshed, and cut off straight where the line
   * ends. Triangles are sized by the local radius; all corners are on the level set.
   * @throws MeshError where nothing of the network is found or it falls into pieces
   */
  NetworkSurface network_surface(const Centreline &line, const NetworkWall &wall);

  /** Move all points but those of the caps onto the wall, rims of the caps within their plane. */
  void move_to_wall(TaggedSurface &surface, const TubeNetwork &tubes, const std::vector<Cap> &caps);
} // namespace vht::meshing
