#include "meshing/surface/nearest_on_surface.h"

#include "physics/error.h"

#include <CGAL/AABB_traits.h>
#include <CGAL/AABB_tree.h>
#include <CGAL/AABB_triangle_primitive.h>
#include <CGAL/Simple_cartesian.h>

#include <cmath>

namespace vht::meshing
{
  namespace
  {
    // Distances need no exact predicates; plain numbers are three times as fast.
    using Kernel    = CGAL::Simple_cartesian<double>;
    using Triangles = std::vector<Kernel::Triangle_3>;
    using Primitive = CGAL::AABB_triangle_primitive<Kernel, Triangles::const_iterator>;

    Kernel::Point_3
    position(const Point &x)
    {
      return {x[0], x[1], x[2]};
    }
  } // namespace

  struct NearestOnSurface::Tree
  {
    Triangles                                             triangles;
    CGAL::AABB_tree<CGAL::AABB_traits<Kernel, Primitive>> tree;
  };

  NearestOnSurface::NearestOnSurface(const TaggedSurface &surface)
  {
    if (surface.n_triangles() == 0)
      throw MeshError("The surface to go to has no triangles.");
    auto tree = std::make_unique<Tree>();
    for (const auto &[a, b, c] : surface.triangles)
      tree->triangles.emplace_back(position(surface.points[a]), position(surface.points[b]),
                                   position(surface.points[c]));
    tree->tree.insert(tree->triangles.cbegin(), tree->triangles.cend());
    tree->tree.accelerate_distance_queries();
    tree_ = std::move(tree);
  }

  NearestOnSurface::~NearestOnSurface() = default;

  NearestOnSurface::Hit
  NearestOnSurface::operator()(const Point &point) const
  {
    const auto [place, triangle] = tree_->tree.closest_point_and_primitive(position(point));
    return {{place.x(), place.y(), place.z()},
            static_cast<std::size_t>(triangle - tree_->triangles.cbegin()),
            std::sqrt(CGAL::squared_distance(place, position(point)))};
  }
} // namespace vht::meshing
