#pragma once

#include "meshing/pipeline/layer_case.h"
#include "meshing/pipeline/stage.h"
#include "meshing/surface/open_ends.h"

#include <filesystem>
#include <string>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** What a case says about vessels that are known by centrelines and radii alone, as with Mesh/Source = network. */
  struct NetworkCase
  {
    std::filesystem::path file;
    std::string           length_unit;
    std::string           region           = "lumen";
    std::string           missing_radii    = "refuse";
    unsigned              line_smoothing   = 0;
    unsigned              radius_smoothing = 0;
    double                smallest_radius  = 0; ///< [m]
    Point                 around{};             ///< [m]
    double                within          = 0;  ///< [m]
    double                smoothing       = 0.5;
    double                elements_across = 6;
    double                smallest_edge   = 0.02e-3; ///< [m]
    double                gradient        = 0.3;

    void declare(ParameterSection &root);

    /** @throws InputError for entries that are missing or contradict each other */
    void check() const;
  };

  /**
   * Read the lines, make the wall, cut its ends, close them, give it even triangles and fill it. Beside the mesh,
   * "surface.vtp" and "centreline.vtp" are written into the output folder. What is passed by reference must outlive the
   * steps.
   *
   * Hexahedra are swept along a single line without branching; "inlet" is its wider end then.
   * @param[in] ends    names of ends and of the wall; flow extensions
   * @param[in] layers  for tetrahedra
   * @param[in] size    longest wanted edges [m]
   * @param[in] output  folder; empty: nothing is written
   */
  std::vector<StageStep> steps_of(const NetworkCase           &network,
                                  const Closing               &ends,
                                  const LayerCase             &layers,
                                  double                       size,
                                  CellShape                    cells,
                                  Mesher                       mesher,
                                  const std::filesystem::path &output,
                                  const Say                   &say);
} // namespace vht::meshing
