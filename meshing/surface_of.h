#pragma once

#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /**
   * The boundary of a mesh, the faces between its regions and its tagged faces, as triangles that separate regions.
   * Points keep their numbers; tags and names are those of the mesh, an untagged face has the patch 0.
   * @throws MeshError for hexahedra, and for faces of more than two cells
   */
  TaggedSurface surface_of(const TaggedMesh &mesh);
} // namespace vht::meshing
