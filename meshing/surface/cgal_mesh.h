#pragma once

#include "meshing/tagged_surface.h"

#include <CGAL/AABB_face_graph_triangle_primitive.h>
#include <CGAL/AABB_traits.h>
#include <CGAL/AABB_tree.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/Surface_mesh.h>

#include <map>
#include <memory>

// For the few files that call CGAL; none of this appears in a public header, and each such file takes half a minute.
namespace vht::meshing::cgal
{
  using Kernel   = CGAL::Exact_predicates_inexact_constructions_kernel;
  using Position = Kernel::Point_3;
  using Vector   = Kernel::Vector_3;
  using Mesh     = CGAL::Surface_mesh<Position>;
  using Vertex   = Mesh::Vertex_index;
  using Halfedge = Mesh::Halfedge_index;
  using Edge     = Mesh::Edge_index;
  using Face     = Mesh::Face_index;
  using Tree     = CGAL::AABB_tree<CGAL::AABB_traits<Kernel, CGAL::AABB_face_graph_triangle_primitive<Mesh>>>;
  using Patches  = Mesh::Property_map<Face, Tag>;

  inline Position
  position(const Point &p)
  {
    return {p[0], p[1], p[2]};
  }

  inline Point
  point(const Position &p)
  {
    return {p.x(), p.y(), p.z()};
  }

  /** The patch of every face; a face without one has -1. */
  inline Patches
  patches_of(Mesh &mesh)
  {
    return mesh.add_property_map<Face, Tag>("f:patch", -1).first;
  }

  /**
   * May the triangles of a lid be looked for among those of a 3-D Delaunay triangulation only? That is quick, but where
   * several lids are equally good, CGAL 5.5 takes another one in each run. The full search takes the third power of n.
   * @param[in] n  points of the rim
   */
  inline bool
  quick_lid(std::size_t n)
  {
    return n > 300;
  }

  /**
   * Vertices and faces keep their numbers.
   * @throws MeshError where an edge has more than two triangles or neighbours look to different sides
   */
  Mesh from_surface(const TaggedSurface &surface);

  /** Regions and names are those of the surface that the mesh was made from. */
  TaggedSurface to_surface(const Mesh &mesh, const TaggedSurface &like);

  /** Largest distance [m] from the corners and centres of the triangles of one mesh to the other. */
  double distance_to(const Mesh &from, const Tree &to);
} // namespace vht::meshing::cgal
