#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /** Which cells are to become better, and at what price. */
  struct Improvement
  {
    double   angle  = 10;   ///< cells with smaller angles between faces are worked on [degree]
    double   shape  = 0.03; ///< and those with a smaller radius ratio or scaled Jacobian
    double   reach  = 0;    ///< how far points of boundary, interfaces and tagged faces may go [m]; 0: they stay
    unsigned sweeps = 8;
  };

  struct Improved
  {
    std::size_t moved  = 0;            ///< points
    double      before = 0, after = 0; ///< smallest angle of the mesh [degree]
  };

  /**
   * Move the corners of bad cells so that the worst cell around each corner becomes better, by the angle and the shape
   * as parts of what is wanted: a pattern search in 14 directions with steps that are halved (Freitag & Ollivier-Gooch
   * 1997 treat the same problem, doi:10.1002/(SICI)1097-0207(19971115)40:21<3979::AID-NME251>3.0.CO;2-9). No cell
   * becomes worse than the worst was around the same point, and no cell is turned over.
   */
  Improved improve_angles(TaggedMesh &mesh, const Improvement &improvement);
} // namespace vht::meshing
