#pragma once

#include "meshing/tagged_surface.h"

#include <functional>
#include <string>

namespace vht::meshing
{
  /** How regions are filled with tetrahedra. */
  struct Filling
  {
    double                size = 0; ///< wanted length of edges inside [m]; 0: as on the surface around
    std::map<Tag, double> size_of_region{};

    /** Wanted length of edges at a place [m], for gradings by distance or radius; empty: none. */
    std::function<double(const Point &)> size_at{};
  };

  struct Filled
  {
    TaggedMesh  mesh;
    std::string mesher;   ///< which one succeeded: "HXT", "Delaunay", ...
    std::string attempts; ///< what failed before, one line each; empty when the first succeeded
  };

  /**
   * Tetrahedra in every region of a surface whose triangles stay as they are. The mesh has the surface's regions; its
   * named faces are the patches, and where a triangle has none, "<region>" towards outside and "<region>_<region>"
   * between two regions.
   *
   * Works in a child process: a mesher may end the process that called it.
   * @throws MeshError where no mesher can fill it, with what each said
   */
  Filled fill(const TaggedSurface &surface, const Filling &filling);
} // namespace vht::meshing
