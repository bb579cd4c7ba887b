#include "meshing/surface/cgal_mesh.h"

#include "physics/error.h"

#include <cmath>

namespace vht::meshing::cgal
{
  Mesh
  from_surface(const TaggedSurface &surface)
  {
    Mesh mesh;
    for (const Point &p : surface.points)
      mesh.add_vertex(position(p));
    Patches patches = patches_of(mesh);
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      {
        const auto &[a, b, c] = surface.triangles[t];
        const Face face       = mesh.add_face(Vertex(a), Vertex(b), Vertex(c));
        if (face == Mesh::null_face())
          throw MeshError("The surface is not manifold: triangle " + std::to_string(t) + " around " +
                          in_millimetres(surface.points[a]) +
                          " does not fit to its neighbours. Let \"vht-mesh repair\" look at it.");
        patches[face] = surface.patches[t];
      }
    return mesh;
  }

  TaggedSurface
  to_surface(const Mesh &mesh, const TaggedSurface &like)
  {
    TaggedSurface surface;
    surface.region_names             = like.region_names;
    surface.patch_names              = like.patch_names;
    const TaggedSurface::Sides sides = like.sides.empty() ? TaggedSurface::Sides{1, 0} : like.sides.front();
    std::vector<Index>         number(mesh.number_of_vertices() + mesh.number_of_removed_vertices());
    for (const Vertex v : mesh.vertices())
      {
        number[v] = static_cast<Index>(surface.points.size());
        surface.points.push_back(point(mesh.point(v)));
      }
    const auto patches = mesh.property_map<Face, Tag>("f:patch").first;
    for (const Face f : mesh.faces())
      {
        const Halfedge h = mesh.halfedge(f);
        surface.triangles.push_back(
          {number[mesh.source(h)], number[mesh.target(h)], number[mesh.target(mesh.next(h))]});
        surface.sides.push_back(sides);
        surface.patches.push_back(std::max(patches[f], 0));
      }
    return surface;
  }

  double
  distance_to(const Mesh &from, const Tree &to)
  {
    double largest = 0;
    for (const Vertex v : from.vertices())
      if (!from.is_isolated(v))
        largest = std::max(largest, CGAL::to_double(to.squared_distance(from.point(v))));
    for (const Face f : from.faces())
      {
        const Halfedge h = from.halfedge(f);
        largest          = std::max(largest, CGAL::to_double(to.squared_distance(
                                               CGAL::centroid(from.point(from.source(h)), from.point(from.target(h)),
                                                              from.point(from.target(from.next(h)))))));
      }
    return std::sqrt(largest);
  }
} // namespace vht::meshing::cgal
