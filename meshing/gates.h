#pragma once

#include "meshing/report.h"

namespace vht::meshing
{
  class FaceTable;

  /** Name of the cells' field that tells the boundary layer, counted from the wall; 0 in the core. */
  inline constexpr const char *layer_field = "layer";

  /** A limit for refusal and one for a warning; 0 switches it off. */
  struct Gate
  {
    double refused = 0, warned = 0;
  };

  /**
   * The limits below (for drift and gradation: above) which a valid mesh is not accepted. Angles and shapes of cells in
   * boundary layers, which are flat by intent, are judged apart: they carry a layer number above 0 in the cell data
   * "layer".
   */
  struct Gates
  {
    Gate   dihedral_angle = {5, 10};      ///< smallest angle between two faces of a cell [degree]
    Gate   layer_angle    = {0.5, 2};     ///< the same, in boundary layers, thin by intent [degree]
    Gate   shape          = {0.01, 0.1};  ///< smallest radius ratio or scaled Jacobian
    Gate   jacobian       = {0.05, 0.2};  ///< of quadratic cells: the smallest Jacobian over the largest
    Gate   gradation      = {0, 2};       ///< mean edges of two cells that share a face, the longer over the shorter
    Gate   across         = {0, 0};       ///< elements from wall to wall; how many are enough depends on the physics
    Gate   drift          = {0.05, 0.02}; ///< of a region's volume from that of the voxels or the scan, relative
    double smallest_size  = 1e-3;         ///< of the bounding box's diagonal [m]: what is smaller is in the wrong unit
    double largest_size   = 1;            ///< the same, what is larger
  };

  /** Findings for the cells that miss a gate; the volume drift is not judged here, nor are sizes. */
  void judge(const TaggedMesh &mesh, const FaceTable &table, const Gates &gates, Report &report);
} // namespace vht::meshing
