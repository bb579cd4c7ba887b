#pragma once

#include "meshing/quality.h"
#include "meshing/tagged_mesh.h"

#include <string>

namespace vht::meshing
{
  /** The limits below which a valid mesh is not accepted. 0 switches a gate off. */
  struct Gates
  {
    double dihedral_angle = 5;    ///< smallest angle between two faces of a cell [degree]
    double shape          = 0.01; ///< smallest radius ratio or scaled Jacobian
    double layer_angle    = 0.5;  ///< in place of both for cells of boundary layers, which are thin by intent [degree]
    double smallest_size  = 1e-3; ///< of the bounding box's diagonal [m]: what is smaller is in the wrong unit
    double largest_size   = 1;    ///< the same, what is larger
  };

  /** Name of the cells' field that tells the boundary layer, counted from the wall; 0 in the core. */
  inline constexpr const char *layer_field = "layer";

  /** One kind of defect: how often it occurs and where first. */
  struct Finding
  {
    enum class Weight
    {
      warning, ///< the solvers can live with it
      error,   ///< not a valid mesh
      gate,    ///< valid, but below the wanted quality
    };

    Weight                   weight;
    std::string              what;
    std::size_t              count = 0;
    std::vector<std::string> places; ///< the first few, in words
  };

  struct Report
  {
    std::vector<Finding> findings; ///< only what was found
    Quality              quality;

    bool has(Finding::Weight weight) const;
  };

  /**
   * Look for everything that would make a solver fail or lie: corners that do not exist, inverted and flat cells,
   * duplicate cells and points, faces of more than two cells, boundary faces without a name, tagged faces that belong
   * to no cell or have two names, parts that do not hang together, regions without cells; and for cells below the
   * gates. Unused points are a warning.
   */
  Report check(const TaggedMesh &mesh, const Gates &gates);

  /** The findings as text, one per line and its places below. Empty for a mesh without any. */
  std::string describe(const Report &report);

  /** @throws MeshError for errors, GateError where only gates are missed; the message contains the findings */
  void refuse_defects(const Report &report, const std::string &mesh_name);
} // namespace vht::meshing
