#pragma once

#include "meshing/network/network_line.h"

namespace vht::meshing
{
  /**
   * Hexahedra along a single line: an O-grid across (shapes/o_grid.h), swept with frames that do not turn around the
   * line (Wang et al. 2008, doi:10.1145/1330511.1330513). Position and radius between the points of the line follow
   * modified Akima splines, which hardly overshoot. Sections lie as far from each other as cells are wide. The inlet is
   * the wider end.
   * @param[in] elements_across  cells across the local diameter, about
   * @param[in] largest          of cells [m]
   * @throws MeshError for a line with branchings and for one that bends more than its radius allows, with the place
   */
  TaggedMesh swept_tube(const Centreline &line, double elements_across, double largest);
} // namespace vht::meshing
