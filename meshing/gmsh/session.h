#pragma once

#include "meshing/tagged_mesh.h"

#include <functional>

namespace vht::meshing
{
  /** Gmsh's and OpenCASCADE's tolerances are absolute: what is an organ's size is drawn in millimetres. */
  constexpr double millimetre = 1e-3;

  /** Gmsh's numbers of its volume meshers. */
  enum class VolumeMesher
  {
    delaunay = 1,
    hxt      = 10,
  };

  /**
   * Gmsh is initialised, silent and on one thread for as long as this lives. With one thread its meshes are the same,
   * bit for bit, from run to run.
   */
  class GmshSession
  {
  public:
    GmshSession();
    ~GmshSession();
    GmshSession(const GmshSession &)            = delete;
    GmshSession &operator=(const GmshSession &) = delete;

    /** What Gmsh last complained about, in this session or in the one that ended last. */
    static std::string last_error();

    /**
     * Copy Gmsh's current model: cells in the order of their numbers, groups with their names.
     *
     * Without any physical group of volumes, each volume becomes a region; faces outside physical groups are left out.
     * @throws MeshError for mixed or other cells than tetrahedra and hexahedra of order 1 and 2, and for overlapping
     * groups
     */
    static TaggedMesh current_mesh();

    /** Fill what is drawn in millimetres and bounded by triangles. @returns metres, cells oriented */
    static TaggedMesh fill_with(VolumeMesher mesher);

  private:
    static bool        alive_;
    static std::string last_error_;
  };

  /**
   * Call a function in a child process and return the mesh it made: Gmsh's volume mesher may end its process on bad
   * surfaces, without a message.
   * @throws MeshError with the message of an exception in the child, or how the child ended
   */
  TaggedMesh in_child_process(const std::function<TaggedMesh()> &make);
} // namespace vht::meshing
