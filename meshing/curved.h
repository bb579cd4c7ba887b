#pragma once

#include "meshing/exact_surface.h"
#include "meshing/tagged_mesh.h"

#include <functional>

namespace vht::meshing
{
  /** What became of points that were to move. */
  struct Curved
  {
    std::size_t moved     = 0; ///< points that were to move
    std::size_t held_back = 0; ///< of these, those that went only part of the way, for the sake of a cell
    double      largest   = 0; ///< longest way of a point [m]
  };

  /**
   * Move points, but keep cells from becoming less than a tenth as good as they were: where one would, its points go
   * half the way, or a quarter, ...
   * @param[in] shifts  one per point [m]
   */
  Curved move_points(TaggedMesh &mesh, const std::vector<Point> &shifts);

  /**
   * After refine() or hexahedra_of(): new points of boundary, interfaces and tagged faces go onto a smooth surface
   * through the corners, so that the mesh comes nearer to what its facets stand for.
   *
   * The surface is that of PN triangles (Vlachos et al. 2001, doi:10.1145/364338.364387), whose normals in the corners
   * are means over the faces around (weights: Max 1999, doi:10.1080/10867651.1999.10487501). Faces that are bent
   * against each other by more than the sharp angle do not share a normal; the edge between them becomes a smooth line.
   * Inner points follow as in quadratic elements. Where a cell would lose nine tenths of its quality, its points go
   * half the way, or a quarter, ...
   * @param[in] sharp_angle  [degree]
   */
  Curved curve_smoothly(const TaggedMesh &coarse, TaggedMesh &fine, double sharp_angle);

  /** The nearest place on a surface [m]. */
  using Nearest = std::function<Point(const Point &)>;

  /**
   * The same, but onto a given surface. It takes the new points of the boundary that are within a fifth of the length
   * of the edge that they divide; others, as those of a flat end, stay.
   */
  Curved curve_onto(const TaggedMesh &coarse, TaggedMesh &fine, const Nearest &nearest);

  /**
   * The same, but onto the surfaces that a shape is known to have: a face of the boundary belongs to that which all its
   * corners lie on (of several, to the one that it is most nearly parallel to), an edge to those of its faces. Inner
   * points follow as in quadratic elements. A shape without curved surfaces has none: nothing moves.
   * @throws MeshError for a face of the boundary whose corners lie on none of the surfaces
   */
  Curved curve_exactly(const TaggedMesh &coarse, TaggedMesh &fine, const std::vector<ExactSurface> &surfaces);
} // namespace vht::meshing
