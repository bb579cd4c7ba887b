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

    /** A mesh with a smaller angle between two faces of a cell is not taken before all meshers have tried [degree]. */
    double smallest_angle = 5;
  };

  struct Filled
  {
    TaggedMesh  mesh;
    std::string mesher;   ///< which one succeeded: "HXT", "Delaunay", "HXT, improved by CGAL"
    std::string attempts; ///< what failed or was too bad before, one line each; empty when the first succeeded
  };

  /**
   * Tetrahedra in every region of a surface whose triangles stay as they are. The mesh has the surface's regions; its
   * named faces are the patches, and where a triangle has none, "<region>" towards outside and "<region>_<region>"
   * between two regions.
   *
   * Gmsh's HXT fills it, where that fails or the angles are too small its Delaunay mesher, and last CGAL flips edges
   * and moves points inside the better of the two. The best of the three is taken.
   *
   * Works in a child process: a mesher may end the process that called it.
   * @throws MeshError where no mesher can fill it, with what each said
   */
  Filled fill(const TaggedSurface &surface, const Filling &filling);
} // namespace vht::meshing
