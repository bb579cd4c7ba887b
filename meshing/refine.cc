#include "meshing/refine.h"

#include "meshing/geometry.h"
#include "meshing/midpoints.h"
#include "meshing/quality.h"
#include "physics/error.h"

#include <algorithm>

namespace vht::meshing
{
  namespace
  {
    void
    split_tetrahedron(TaggedMesh &fine, const Midpoints &midpoints, std::span<const Index> c)
    {
      const Index m01 = midpoints.of_edge(c[0], c[1]), m02 = midpoints.of_edge(c[0], c[2]),
                  m03 = midpoints.of_edge(c[0], c[3]), m12 = midpoints.of_edge(c[1], c[2]),
                  m13 = midpoints.of_edge(c[1], c[3]), m23 = midpoints.of_edge(c[2], c[3]);
      const auto add = [&fine](Index i, Index j, Index k, Index l) {
        fine.cells.insert(fine.cells.end(), {i, j, k, l});
      };
      add(c[0], m01, m02, m03);
      add(m01, c[1], m12, m13);
      add(m02, m12, c[2], m23);
      add(m03, m13, m23, c[3]);

      // A diagonal of the octahedron, and the four points around it, right-handed.
      struct Split
      {
        Index                from, to;
        std::array<Index, 4> around;
      };
      const std::array<Split, 3> splits = {
        {{m01, m23, {{m02, m03, m13, m12}}}, {m02, m13, {{m01, m12, m23, m03}}}, {m03, m12, {{m01, m02, m23, m13}}}}};
      const auto length = [&fine](const Split &s) { return norm(fine.points[s.to] - fine.points[s.from]); };
      // Equal diagonals (a regular grid) must give the same choice on every machine: the first wins, but for round-off.
      const Split *shortest = &splits[0];
      for (const Split &split : splits)
        if (length(split) < length(*shortest) * (1 - 1e-9))
          shortest = &split;
      for (std::size_t k = 0; k < 4; ++k)
        add(shortest->from, shortest->to, shortest->around[k], shortest->around[(k + 1) % 4]);
    }

    void
    split_hexahedron(TaggedMesh &fine, const Midpoints &midpoints, std::size_t cell, std::span<const Index> c)
    {
      static constexpr std::array<std::array<unsigned, 3>, 8> corner = {
        {{{0, 0, 0}}, {{1, 0, 0}}, {{1, 1, 0}}, {{0, 1, 0}}, {{0, 0, 1}}, {{1, 0, 1}}, {{1, 1, 1}}, {{0, 1, 1}}}};

      // The 27 points of the refined cell: where a coordinate is 1, both sides' corners are parents.
      std::array<Index, 27> lattice;
      for (unsigned z = 0; z < 3; ++z)
        for (unsigned y = 0; y < 3; ++y)
          for (unsigned x = 0; x < 3; ++x)
            {
              std::array<Index, 8> parents;
              std::size_t          n = 0;
              for (std::size_t k = 0; k < 8; ++k)
                if ((x == 1 || x == 2 * corner[k][0]) && (y == 1 || y == 2 * corner[k][1]) &&
                    (z == 1 || z == 2 * corner[k][2]))
                  parents[n++] = c[k];
              lattice[9 * z + 3 * y + x] = n == 1   ? parents[0]
                                           : n == 2 ? midpoints.of_edge(parents[0], parents[1])
                                           : n == 4 ? midpoints.of_face(std::span(parents).first(4))
                                                    : midpoints.of_cell(cell);
            }
      for (const auto &child : corner)
        for (const auto &offset : corner)
          fine.cells.push_back(lattice[9 * (child[2] + offset[2]) + 3 * (child[1] + offset[1]) + child[0] + offset[0]]);
    }

    void
    split_face(TaggedMesh &fine, const Midpoints &midpoints, std::span<const Index> c, Tag tag)
    {
      const std::size_t    n = c.size();
      std::array<Index, 4> middle;
      for (std::size_t k = 0; k < n; ++k)
        middle[k] = midpoints.of_edge(c[k], c[(k + 1) % n]);
      if (n == 3)
        {
          for (std::size_t k = 0; k < 3; ++k)
            fine.add_face(std::array{c[k], middle[k], middle[(k + 2) % 3]}, tag);
          fine.add_face(std::span(middle).first(3), tag);
          return;
        }
      const Index inner = midpoints.of_face(c);
      for (std::size_t k = 0; k < 4; ++k)
        fine.add_face(std::array{c[k], middle[k], inner, middle[(k + 3) % 4]}, tag);
    }
  } // namespace


  TaggedMesh
  refine(const TaggedMesh &mesh)
  {
    constexpr std::size_t children = 8;
    TaggedMesh            fine;
    fine.shape = mesh.shape;
    inherit(mesh, fine, children);
    const Midpoints midpoints(mesh, fine, mesh.shape == CellShape::hexahedron);
    fine.cells.reserve(children * mesh.cells.size());
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      if (mesh.shape == CellShape::tetrahedron)
        split_tetrahedron(fine, midpoints, mesh.cell(i));
      else
        split_hexahedron(fine, midpoints, i, mesh.cell(i));
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      split_face(fine, midpoints, mesh.face(i), mesh.surfaces[i]);
    return fine;
  }

  bool
  needs_refinement(const TaggedMesh &mesh, double mean_edge)
  {
    // Uniform refinement halves every edge; what the octahedra add changes the mean by a few percent only.
    if (mean_edge == 0 || edge_lengths(mesh).mean <= mean_edge)
      return false;
    if (mesh.n_cells() > 50'000'000)
      throw InputError("Refining to an edge of " + std::to_string(1e3 * mean_edge) + " mm would need more than " +
                       std::to_string(8 * mesh.n_cells()) + " cells. Is the unit of the edge length right?");
    return true;
  }

  TaggedMesh
  refine_to(TaggedMesh mesh, double mean_edge, unsigned &times)
  {
    if (!(mean_edge > 0))
      throw InputError("The edge length to refine to must be positive.");
    for (times = 0; needs_refinement(mesh, mean_edge); ++times)
      mesh = refine(mesh);
    return mesh;
  }
} // namespace vht::meshing
