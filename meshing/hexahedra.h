#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /**
   * Split every tetrahedron into four hexahedra, one at each corner: their other corners lie in the middle of the
   * edges, faces and of the cell. Points of the mesh keep their numbers (see Midpoints for the new ones). Regions,
   * tagged faces and cell data pass to the children, point data are averaged.
   *
   * Around an edge with few or many tetrahedra the hexahedra are far from cubes: the scaled Jacobian is about a half in
   * the median. Curved surfaces stay as facetted as they were; see curved.h.
   * @throws MeshError for a mesh that has hexahedra already
   */
  TaggedMesh hexahedra_of(const TaggedMesh &mesh);
} // namespace vht::meshing
