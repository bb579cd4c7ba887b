#pragma once

#include "meshing/topology.h"

namespace vht::meshing
{
  /**
   * How far the middle of each edge is from a smooth surface through the corners of the boundary, of interfaces and of
   * tagged faces: see curve_smoothly().
   * @param[in] edges        unique_edges() of the mesh
   * @param[in] sharp_angle  [degree]
   * @returns one per edge [m]; zero for those inside
   */
  std::vector<Point> smooth_edge_shifts(const TaggedMesh                        &mesh,
                                        const FaceTable                         &table,
                                        const std::vector<std::array<Index, 2>> &edges,
                                        double                                   sharp_angle);
} // namespace vht::meshing
