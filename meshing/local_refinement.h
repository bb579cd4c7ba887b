#pragma once

#include "meshing/tagged_mesh.h"

#include <functional>

namespace vht::meshing
{
  /** Wanted length of edges of a region's cells at a place [m]. */
  using SizeAt = std::function<double(Tag region, const Point &place)>;

  /**
   * Bisect cells at the middle of their longest edge where edges are too long; cells elsewhere stay, and regions,
   * tagged faces and fields with them. Before an edge is split, longer ones of the cells around it are, so that angles
   * stay bounded from below (longest-edge propagation path: Rivara 1997,
   * doi:10.1002/(SICI)1097-0207(19970930)40:18<3313::AID-NME214>3.0.CO;2-#).
   *
   * Edges are too long beyond 4/3 of the wanted size, so that their mean comes near to it. Points of the old mesh keep
   * their numbers; fields of points are averaged, those of cells inherited.
   * @throws MeshError for hexahedra
   */
  TaggedMesh refine_locally(const TaggedMesh &mesh, const SizeAt &size_at);
} // namespace vht::meshing
