#include "meshing/pipeline/remesh.h"

#include "meshing/map_fields.h"
#include "meshing/quality.h"
#include "meshing/remesh_volume.h"
#include "physics/error.h"

namespace vht::meshing
{
  void
  Remesh::check() const
  {
    if (edge < 0 || factor < 0)
      throw InputError("The length of edges to remesh to, and its factor, must be positive.");
    if (edge > 0 && factor > 0)
      throw InputError("Remeshing takes a length of edges or a factor, not both.");
    if (local && !(factor > 0))
      throw InputError("Remeshing with sizes that vary as before (Local) needs a factor.");
  }

  TaggedMesh
  remesh_as_asked(TaggedMesh mesh, const Remesh &remesh, const Say &say)
  {
    if (remesh.edge == 0 && remesh.factor == 0)
      return mesh;
    const double   size     = remesh.edge > 0 ? remesh.edge : remesh.factor * edge_lengths(mesh).mean;
    RemeshedVolume remeshed = remesh.local ? remesh_locally(mesh, remesh.factor) : remesh_volume(mesh, size);
    say(remeshed.account);
    if (!mesh.cell_data.empty() || !mesh.point_data.empty())
      {
        // Facets of another size cut corners off: what lies outside is near.
        const Mapped mapped = map_fields(mesh, remeshed.mesh, {.tolerance = size + edge_lengths(mesh).mean});
        say("Fields were carried over; " + std::to_string(mapped.outside) +
            " places outside of the old mesh, at most by " + std::to_string(1e3 * mapped.farthest) +
            " mm, took what is nearest.");
      }
    return std::move(remeshed.mesh);
  }
} // namespace vht::meshing
