#pragma once

#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /** How long the edges on a vessel are to be. */
  struct VesselSizes
  {
    double elements_across = 8;      ///< edges across the local diameter
    double smallest        = 0.1e-3; ///< not shorter [m]
    double largest         = 0;      ///< not longer [m]
    double gradient        = 0.2;    ///< growth per length along the surface
  };

  /**
   * The wanted length of edges [m] at each point of a surface.
   * @param[in] radius  of the vessel at each point [m]; single bumps in it do not count: medians are taken
   */
  std::vector<double> sizes_across(const TaggedSurface &surface, std::vector<double> radius, const VesselSizes &wanted);
} // namespace vht::meshing
