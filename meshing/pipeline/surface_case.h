#pragma once

#include "meshing/check.h"
#include "meshing/pipeline/centreline_case.h"
#include "meshing/pipeline/layer_case.h"
#include "meshing/pipeline/size_case.h"
#include "meshing/pipeline/stage.h"
#include "meshing/surface/open_ends.h"

#include <filesystem>
#include <optional>
#include <string>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** What a case says about a mesh that is made from triangles, as with Mesh/Source = surface. */
  struct SurfaceCase
  {
    struct Patch
    {
      std::string           name;
      std::filesystem::path file;
      std::vector<double>   tags;
    };

    struct End
    {
      std::string name;
      Point       point{};
      Point       normal{}; ///< zero: not given
    };

    std::filesystem::path file;
    std::string           length_unit;
    std::string           tag_array;
    std::string           region = "lumen";
    std::vector<Patch>    patches;

    unsigned parts        = 1;
    double   hole_limit   = 2e-3;   ///< [m]
    double   displacement = 0.5e-3; ///< [m]

    double elements_across = 0;
    double smallest_edge   = 0.1e-3; ///< [m]
    double gradient        = 0.2;
    double sharp_angle     = 180; ///< [degree]

    SizeCase  sizes;  ///< by curvature, near patches and points
    LayerCase layers; ///< along the wall

    std::string      open      = "none";
    double           extension = 0;
    std::string      wall      = "wall";
    std::vector<End> ends;
    CentrelineCase   line;

    void declare(ParameterSection &root);

    /** @throws InputError for entries that are missing or contradict each other */
    void check() const;
  };

  /**
   * Read, repair, open and close, give new triangles, fill. Beside the mesh, "surface.vtp" and "centreline.vtp" are
   * written into the output folder; where the surface cannot be meshed, "defects.vtp" is. The case and what is told to
   * must outlive the steps.
   * @param[in] size    longest wanted edges [m]
   * @param[in] output  folder; empty: nothing is written
   */
  std::vector<StageStep> steps_of(const SurfaceCase           &surface_case,
                                  double                       size,
                                  Mesher                       mesher,
                                  const Gates                 &gates,
                                  const std::filesystem::path &output,
                                  const Say                   &say);
} // namespace vht::meshing
