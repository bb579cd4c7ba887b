#include "meshing/hexahedra.h"

#include "meshing/midpoints.h"
#include "physics/error.h"

namespace vht::meshing
{
  TaggedMesh
  hexahedra_of(const TaggedMesh &mesh)
  {
    if (mesh.shape != CellShape::tetrahedron)
      throw MeshError("The mesh has hexahedra already: only tetrahedra are split into hexahedra.");
    constexpr std::size_t children = 4;
    TaggedMesh            fine;
    fine.shape = CellShape::hexahedron;
    inherit(mesh, fine, children);
    const Midpoints points(mesh, fine, true);

    // A corner, and the other three such that the edges to them are right-handed.
    constexpr std::array<std::array<std::size_t, 4>, 4> corners = {
      {{{0, 1, 2, 3}}, {{1, 0, 3, 2}}, {{2, 3, 0, 1}}, {{3, 2, 1, 0}}}};
    fine.cells.reserve(2 * children * mesh.cells.size());
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      for (const auto &[o, x, y, z] : corners)
        {
          const auto  c = mesh.cell(i);
          const Index v = c[o], a = c[x], b = c[y], d = c[z];
          fine.cells.insert(fine.cells.end(),
                            {v, points.of_edge(v, a), points.of_face(std::array{v, a, b}), points.of_edge(v, b),
                             points.of_edge(v, d), points.of_face(std::array{v, a, d}), points.of_cell(i),
                             points.of_face(std::array{v, b, d})});
        }
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      for (std::size_t k = 0; k < 3; ++k)
        {
          const auto  c = mesh.face(i);
          const Index v = c[k], next = c[(k + 1) % 3], last = c[(k + 2) % 3];
          fine.add_face(std::array{v, points.of_edge(v, next), points.of_face(c), points.of_edge(last, v)},
                        mesh.surfaces[i]);
        }
    return fine;
  }
} // namespace vht::meshing
