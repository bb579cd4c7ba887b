#pragma once

#include "meshing/tagged_surface.h"

#include <functional>

namespace vht::meshing
{
  /** What CGAL's Mesh_3 is asked for where it fills a surface. */
  struct NewCells
  {
    /** Largest wanted length of edges in a region at a place [m]; empty: as on the surface nearby. */
    std::function<double(Tag, const Point &)> size_at{};

    double edge     = 0;   ///< wanted length on the surface [m]; 0: as the given edges nearby
    double factor   = 1;   ///< times so much
    double distance = 0.1; ///< of the new surface from the given one, in wanted lengths [1]
  };

  /**
   * Tetrahedra in every region of a surface, with new triangles in place of the given ones (CGAL's Mesh_3 in a
   * polyhedral complex; Jamin, Alliez, Yvinec & Boissonnat 2015, doi:10.1145/2699463). Borders of patches and edges
   * that bend by more than 60 degree are kept as lines. It works where the given triangles are too bad or too close for
   * meshers that keep them, and may take minutes. Two runs need not give the same mesh.
   *
   * @returns a mesh without names. Its faces are all between two regions and towards outside; their tag is the number of
   * the nearest given triangle between the same two regions, counted from 1
   * @throws MeshError where it comes to no mesh, and for tagged triangles inside of a region, which it cannot keep
   */
  TaggedMesh fill_with_new_triangles(const TaggedSurface &surface, const NewCells &cells);

  /** Largest distance between a surface and the tagged faces of a mesh, seen from both sides [m]. */
  double distance_between(const TaggedSurface &surface, const TaggedMesh &mesh);
} // namespace vht::meshing
