#pragma once

#include "meshing/geometry.h"
#include "meshing/gmsh/session.h"

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace vht::meshing
{
  /** A solid drawn with Gmsh's OpenCASCADE kernel, and what its parts are called. */
  struct Drawing
  {
    /** Draws in millimetres, because OpenCASCADE's tolerances are absolute; called with a model that is empty. */
    std::function<void()> draw;

    /** The surface that an outer face of the drawing belongs to, from a point on it [m]. Inner ones have no name. */
    std::function<std::string(const Point &)> name_of_face;

    /** The region that a volume belongs to, from its centre of mass [m]. */
    std::function<std::string(const Point &)> name_of_region;

    double   size       = 0; ///< wanted length of edges on the faces [m]; inside they become a quarter longer
    unsigned per_circle = 0; ///< edges on a full circle, where that is finer than the size; 0: not asked

    /** Wanted length at a place [m], where it is finer than the size; empty: none. */
    std::function<double(const Point &)> size_at;

    std::vector<std::string> surfaces; ///< that it must have: tags 1, 2, ...; others follow in the order of their names
  };

  /**
   * Mesh with tetrahedra: Gmsh's Delaunay mesher, and its HXT where that fails or leaves flat cells; the better one.
   * @param[in] what  "the ventricles", for the message
   * @throws MeshError where no mesher succeeds
   */
  TaggedMesh mesh_of(const Drawing &drawing, const std::string &what);

  /** Enough of them that a pipe's area is met within 3 %. */
  constexpr unsigned edges_per_circle = 16;

  inline Point
  in_mm(const Point &x)
  {
    return 1 / millimetre * x;
  }

  /** Entities of OpenCASCADE: dimension and tag. */
  using Solids = std::vector<std::pair<int, int>>;

  /** A cylinder from a place along a vector [mm]. */
  Solids cylinder(const Point &from, const Point &along, double radius);

  /** A frustum from a place along a vector [mm]. */
  Solids cone(const Point &from, const Point &along, double first_radius, double last_radius);

  Solids sphere(const Point &centre, double radius);

  Solids ellipsoid(const Point &centre, const Point &half_axes);

  Solids box(const Point &low, const Point &high);

  /** All of them as one. */
  Solids fused(const std::vector<Solids> &parts);

  Solids cut(const Solids &object, const Solids &tool, bool keep_tool = false);

  Solids intersection(const Solids &object, const Solids &tool);

  /** Is a point in the plane through another one? The tolerance is a billionth of a metre. */
  bool in_plane(const Point &x, const Point &on_plane, const Point &normal);
} // namespace vht::meshing
