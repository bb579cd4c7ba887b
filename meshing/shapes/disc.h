#pragma once

#include "meshing/tagged_mesh.h"

#include <functional>

namespace vht::meshing
{
  /** A disc of radius 1: points, and quadrilaterals anticlockwise. */
  struct Disc
  {
    using Place = std::array<double, 2>;

    std::vector<Place>                points;
    std::vector<std::array<Index, 4>> cells;
    std::vector<std::array<Index, 2>> rim; ///< edges on the circle
  };

  /**
   * A square core with bent sides, and around it four blocks of rings.
   * @param[in] n          cells along a side of the core: a quarter of the cells around
   * @param[in] n_rings    around the core, of equal width
   * @param[in] core_side  where the middles of the core's sides lie [radius]; its corners are a fifth farther out
   */
  Disc make_disc(Index n, Index n_rings, double core_side);

  /**
   * Discs upon each other, filled with hexahedra. Faces have the tags 1 (first disc), 2 (last disc) and 3 (rims);
   * there is one region, 1; names are up to the caller.
   * @param[in] n_layers  of cells; there is a disc more
   * @param[in] place     where a point of a disc lies [m]; seen from the next disc the cells are anticlockwise
   */
  TaggedMesh
  stack(const Disc &disc, Index n_layers, const std::function<Point(Index disc, const Disc::Place &point)> &place);
} // namespace vht::meshing
