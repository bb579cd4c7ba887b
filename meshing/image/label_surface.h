#pragma once

#include "meshing/image/label_image.h"
#include "meshing/say.h"
#include "meshing/tagged_surface.h"

namespace vht::meshing
{
  /** How the surface of a label image is made. */
  struct LabelSurfacing
  {
    double                smoothing = 1;   ///< width of the Gaussian [voxels]; 0: the voxels' staircases
    double                size      = 0;   ///< wanted length of edges [m]; 0: twice the mean voxel
    std::map<Tag, double> size_of_label{}; ///< between two labels the smaller counts
    double                distance    = 0; ///< allowed between triangles and the smooth surface [m]; 0: a quarter voxel
    bool                  sharp_lines = true; ///< edges follow the lines where three labels meet, outside being one
    double                volume      = 0.01; ///< wanted agreement of volumes with the voxels
    unsigned              attempts    = 3;    ///< at it
    Say                   say         = [](const std::string &) {};
  };

  /**
   * The smooth surface between all labels: each triangle once, also where two labels meet.
   *
   * Arg-max of smoothed indicators (indicators.h), meshed by restricted Delaunay refinement: CGAL's Mesh_3 (Boissonnat
   * & Oudot 2005, doi:10.1016/j.gmod.2005.01.004). Its corners lie on the surface, its chords cut off what bulges; so
   * the wanted volumes are corrected by what was missed, and it is done again. Lines where three regions meet become
   * edges (junction_lines.h).
   *
   * @throws MeshError for sizes larger than a label, and where nothing is left of one
   */
  TaggedSurface surface_of_labels(const LabelImage &image, const LabelSurfacing &surfacing);
} // namespace vht::meshing
