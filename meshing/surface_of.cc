#include "meshing/surface_of.h"

#include "meshing/topology.h"
#include "physics/error.h"

namespace vht::meshing
{
  TaggedSurface
  surface_of(const TaggedMesh &mesh)
  {
    if (mesh.shape != CellShape::tetrahedron)
      throw MeshError("Only the surface of tetrahedra is one of triangles; the mesh has hexahedra.");
    TaggedSurface surface;
    surface.points       = mesh.points;
    surface.region_names = mesh.region_names;
    surface.patch_names  = mesh.surface_names;
    std::map<FaceKey, Tag> tags;
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      tags[face_key(mesh.face(i))] = mesh.surfaces[i];
    const FaceTable table(mesh);
    for (const auto &face : table.entries())
      {
        if (face.n_cells > 2)
          throw MeshError("The mesh has a face of " + std::to_string(face.n_cells) + " cells around " +
                          in_millimetres(mesh.points[face.corners[0]]) + "; \"vht-mesh check\" shows all.");
        const auto found  = tags.find(face.key);
        const Tag  patch  = found == tags.end() ? 0 : found->second;
        const Tag  behind = mesh.regions[face.first];
        const Tag  front  = face.second == FaceTable::none ? 0 : mesh.regions[face.second];
        if (behind == front && patch == 0)
          continue;
        surface.triangles.push_back({face.corners[0], face.corners[1], face.corners[2]});
        surface.sides.push_back({behind, front});
        surface.patches.push_back(patch);
      }
    return surface;
  }
} // namespace vht::meshing
