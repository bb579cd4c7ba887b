#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  class FaceTable;

  /** How well a quantity does over all cells; a larger value is better. */
  struct Distribution
  {
    static constexpr std::size_t n_bins = 20;

    double                          minimum    = 0;
    double                          percentile = 0; ///< 1 % of the cells are below
    double                          median     = 0;
    std::array<std::size_t, n_bins> histogram{}; ///< equal bins from 0 to upper; what lies below 0 counts in the first
    double                          upper = 1;   ///< end of the last bin
    std::size_t                     worst = 0;   ///< the cell that has the minimum
  };

  struct EdgeLengths
  {
    double mean = 0, minimum = 0, maximum = 0; ///< [m]
  };

  /**
   * The measures by which a mesh is judged.
   *
   * The dihedral angle is the smallest between two faces of a cell, 70.5 degrees at best for tetrahedra, 90 for
   * hexahedra. The shape of a tetrahedron is its radius ratio 3 r_in / R_out; that of a hexahedron the scaled Jacobian,
   * the smallest determinant of the unit edge vectors over its corners. Both are 1 at best and not positive where a
   * cell is inverted (Knupp, SIAM J. Sci. Comput. 23 (2001) 193, doi:10.1137/S1064827500371499).
   */
  struct Quality
  {
    Distribution dihedral_angle; ///< [degree]; of a hexahedron measured at its corners
    Distribution shape;          ///< radius ratio or scaled Jacobian
    EdgeLengths  edges;
    double       gradation = 1; ///< largest ratio of the mean edges of two cells that share a face
  };

  Quality assess(const TaggedMesh &mesh);
  Quality assess(const TaggedMesh &mesh, const FaceTable &table);

  /** Smallest angle between two faces of a cell [degree]. */
  double smallest_dihedral_angle(const TaggedMesh &mesh, std::size_t cell);

  /** Radius ratio of a tetrahedron, scaled Jacobian of a hexahedron; not positive for an inverted or flat cell. */
  double shape_quality(const TaggedMesh &mesh, std::size_t cell);

  EdgeLengths edge_lengths(const TaggedMesh &mesh);

  /** Mean length of the edges of a cell [m]. */
  double mean_edge(const TaggedMesh &mesh, std::size_t cell);
} // namespace vht::meshing
