#pragma once

#include "meshing/tagged_mesh.h"

#include <string>

namespace vht::meshing
{
  /** A mesh of another size. */
  struct RemeshedVolume
  {
    TaggedMesh  mesh;
    std::string account; ///< how it was made, a line each
  };

  /**
   * Tetrahedra of another size in the same regions, larger or smaller, with the same names of regions and surfaces.
   *
   * Edges are split, collapsed and flipped and points moved (see remesh_tetrahedra()), which keeps interfaces, patches
   * and the lines where they meet. Then the surfaces are moved along their normals until every region has its volume
   * again (correct_volumes()), and the corners of bad cells, on surfaces by at most a tenth of the size
   * (improve_angles()), after which the volumes are put right once more. Fields are not carried over; see map_fields().
   * Where parts touch in an edge alone, new cells are made as by remesh_locally().
   * @param[in] size  wanted length of edges [m]
   * @throws MeshError for hexahedra and for meshes that are not valid, InputError for a size that is not positive
   */
  RemeshedVolume remesh_volume(const TaggedMesh &mesh, double size);

  /**
   * The same with sizes that vary as they do in the mesh: edges of surfaces become so many times as long as those
   * nearby, and inside they grow with the distance from surfaces, but not beyond so many times those of the old cells.
   * Surfaces get new triangles (fill_with_new_triangles()), after which volumes and bad cells are mended as above.
   * @throws MeshError also for tagged faces inside of a region
   */
  RemeshedVolume remesh_locally(const TaggedMesh &mesh, double factor);
} // namespace vht::meshing
