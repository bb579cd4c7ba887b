#pragma once

#include "meshing/tagged_mesh.h"
#include "physics/error.h"

namespace vht::meshing
{
  /** Parts of a mesh touch in an edge alone. */
  class PartsTouch : public MeshError
  {
  public:
    using MeshError::MeshError;
  };

  /** What CGAL's remesher of tetrahedra is asked for. */
  struct TetrahedraRemeshing
  {
    double   size           = 0;     ///< wanted length of all edges [m]; not used where no rounds are made
    unsigned rounds         = 3;     ///< of splitting and collapsing edges; 0: only flips and smoothing
    bool     fixed_surfaces = false; ///< boundary, interfaces and tagged faces stay as they are
  };

  /**
   * Split, collapse and flip edges and move points of a mesh of tetrahedra, so that regions, tagged faces and the lines
   * where they meet stay (Faraj, Thiery & Boubekeur 2016, doi:10.1016/j.cag.2016.05.022; CGAL's implementation). Which
   * parts touch which does not change; where the mesh is thinner than the wanted size it stays finer.
   *
   * The result has no fields, and its points are in another order. Parts may touch in a point.
   * @throws MeshError for hexahedra and for inverted cells, PartsTouch where parts touch in an edge alone
   */
  TaggedMesh remesh_tetrahedra(const TaggedMesh &mesh, const TetrahedraRemeshing &remeshing);
} // namespace vht::meshing
