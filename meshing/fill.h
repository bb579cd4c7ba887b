#pragma once

#include "meshing/tagged_surface.h"

#include <functional>
#include <optional>
#include <string>

namespace vht::meshing
{
  /** Who fills a surface. */
  enum class Mesher
  {
    automatic, ///< the first that can
    hxt,
    delaunay,
    cgal,
  };

  /** As entries and options call it: "automatic", "hxt", ... in the order of Mesher. */
  const std::vector<std::string> &mesher_names();

  /** @throws InputError for an unknown name, with the closest one */
  Mesher mesher_called(const std::string &name);

  /** How regions are filled with tetrahedra. */
  struct Filling
  {
    Mesher mesher         = Mesher::automatic;
    bool   keep_triangles = false; ///< what is to be joined to the surface needs them: CGAL is not asked

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
    std::string mesher;   ///< which one succeeded: "HXT", "Delaunay", "HXT, improved by CGAL", "CGAL"
    std::string attempts; ///< what failed or was too bad before, one line each; empty when the first succeeded

    /** Largest distance between the given surface and the mesh's [m]; none where the triangles stayed. */
    std::optional<double> displacement;
  };

  /**
   * Tetrahedra in every region of a surface, whose triangles stay as they are where that is possible. The mesh has the
   * surface's regions; its named faces are the patches, and where a triangle has none, "<region>" towards outside and
   * "<region>_<region>" between two regions.
   *
   * Gmsh's HXT fills it, where that fails or the angles are too small its Delaunay mesher, and last CGAL flips edges
   * and moves points inside the better of the two. The best of the three is taken. Where both fail, as with triangles
   * that cut each other, CGAL makes tetrahedra with triangles of their own, which take the names of the nearest given
   * ones (fill_with_new_triangles()); how far they are from the given ones is measured.
   *
   * Works in a child process: a mesher may end the process that called it.
   * @throws MeshError where no mesher can fill it, with what each said
   */
  Filled fill(const TaggedSurface &surface, const Filling &filling);

  struct NewCells;

  /**
   * fill_with_new_triangles() in a child process; regions and faces get their names as fill() gives them.
   * @throws MeshError also where a region comes to nothing
   */
  TaggedMesh fill_anew(const TaggedSurface &surface, const NewCells &cells);
} // namespace vht::meshing
