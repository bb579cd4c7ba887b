#pragma once

#include "meshing/fill.h"
#include "meshing/pipeline/stage.h"

#include <filesystem>
#include <limits>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** What a case file says about making a mesh out of label images: the sections Image and Label NAME. */
  struct ImageCase
  {
    struct Label
    {
      std::string              name;
      std::vector<std::string> values{};
      double                   size = 0; ///< [m]; 0: as the image says
      std::filesystem::path    file{};   ///< a map of its own instead of values in the common file
      double                   threshold = 0.5;
    };

    std::filesystem::path file;
    std::string           length_unit   = "as stated";
    std::string           axes          = "as stated";
    double                smoothing     = 1; ///< [voxels]
    double                surface_size  = 0; ///< [m]; 0: twice the mean voxel
    bool                  sharp_lines   = true;
    double                distance      = 0; ///< [m]; 0: a quarter of the mean voxel
    double                inside_size   = 0; ///< [m]; 0: as the surface
    double                smallest_part = 0; ///< [m^3]
    double                scale         = 1;
    std::vector<Label>    labels;

    void declare(ParameterSection &root);

    /** @throws InputError for entries that contradict each other */
    void check() const;
  };

  /**
   * Read, clean, mesh the surface, fill it. Tells which fields of a header may say who was imaged. The facts get the
   * coordinates, the volume of each region in voxels and in the mesh, and the mesher that won. The references must
   * outlive the steps.
   */
  std::vector<StageStep> steps_of(const ImageCase &image_case, Mesher mesher, const Say &say);
} // namespace vht::meshing
