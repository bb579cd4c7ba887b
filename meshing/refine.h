#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /**
   * Split every cell into eight. Points of the mesh keep their numbers; new points lie in the middle of edges (faces
   * and cells, for hexahedra). Regions, tagged faces and cell data pass to the children, point data are averaged from
   * the ends of what a new point divides.
   *
   * Inside a tetrahedron an octahedron remains, which is cut along its shortest diagonal: the children's angles then
   * stay bounded however often one refines (Zhang, Houston J. Math. 21 (1995) 541). Curved surfaces stay as facetted as
   * they were; see curved.h.
   */
  TaggedMesh refine(const TaggedMesh &mesh);

  /**
   * Is the mean edge longer than wanted?
   * @param[in] mean_edge  [m]; 0: any length is wanted
   * @throws InputError where that needs more than 2^32 points
   */
  bool needs_refinement(const TaggedMesh &mesh, double mean_edge);

  /**
   * Refine until the mean edge is not longer than the target.
   * @param[out] times  how often that was
   * @throws InputError where the target needs more than 2^32 points or is not positive
   */
  TaggedMesh refine_to(TaggedMesh mesh, double mean_edge, unsigned &times);
} // namespace vht::meshing
