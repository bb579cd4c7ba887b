#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /** What the cells of each region fill [m^3]. */
  std::map<Tag, double> region_volumes(const TaggedMesh &mesh);

  /**
   * Give the regions of a mesh of tetrahedra wanted volumes by moving points of boundary and interfaces along their
   * normals, as little as possible: among all displacements that change the volumes so to first order, the one with the
   * smallest mean square. No cell may lose nine tenths of its quality (move_points()); repeated, since volumes are
   * cubic.
   * @param[in] wanted  volumes of regions [m^3]; others are left free
   * @returns how far the farthest point went in a step [m]
   */
  double correct_volumes(TaggedMesh &mesh, const std::map<Tag, double> &wanted);
} // namespace vht::meshing
