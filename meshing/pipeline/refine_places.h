#pragma once

#include "meshing/pipeline/size_case.h"
#include "meshing/say.h"

namespace vht::meshing
{
  /**
   * What the sections Refine NAME ask for, on a mesh of tetrahedra: cells in regions and near surfaces and points are
   * bisected (refine_locally()). Tells how many cells that gave.
   * @param[in] gradient  growth of edges beyond the distance of each place, per length
   * @throws MeshError for regions and surfaces that the mesh does not have, and for hexahedra
   */
  TaggedMesh
  refine_places(TaggedMesh mesh, const std::vector<SizeCase::Place> &places, double gradient, const Say &say);
} // namespace vht::meshing
