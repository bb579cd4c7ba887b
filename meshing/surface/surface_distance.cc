#include "meshing/surface/surface_distance.h"

#include "meshing/geometry.h"
#include "meshing/surface/cgal_mesh.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/AABB_segment_primitive.h>
#include <CGAL/AABB_triangle_primitive.h>

#include <algorithm>
#include <cmath>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using cgal::Kernel;
    using cgal::Position;
    using Triangle  = Kernel::Triangle_3;
    using Segment   = Kernel::Segment_3;
    using Triangles = std::vector<Triangle>;
    using Segments  = std::vector<Segment>;
    template <typename Primitive>
    using TreeOf       = CGAL::AABB_tree<CGAL::AABB_traits<Kernel, Primitive>>;
    using TriangleTree = TreeOf<CGAL::AABB_triangle_primitive<Kernel, Triangles::const_iterator>>;
    using SegmentTree  = TreeOf<CGAL::AABB_segment_primitive<Kernel, Segments::const_iterator>>;

    /** The triangles and the borders of a surface, to look for the nearest place. */
    class Target
    {
    public:
      explicit Target(const TaggedSurface &surface)
      {
        const auto at = [&](Index i) { return cgal::position(surface.points[i]); };
        for (const auto &[a, b, c] : surface.triangles)
          if (const Triangle triangle(at(a), at(b), at(c)); !triangle.is_degenerate())
            triangles_.push_back(triangle);
        EdgeTriangles(surface).for_each_edge([&](const auto &around) {
          if (around.size() == 1 && at(around[0].a) != at(around[0].b))
            borders_.emplace_back(at(around[0].a), at(around[0].b));
        });
        tree_.rebuild(triangles_.cbegin(), triangles_.cend());
        rims_.rebuild(borders_.cbegin(), borders_.cend());
      }

      Target(const Target &) = delete; // the trees point into the lists

      Position
      nearest(const Position &p) const
      {
        return tree_.closest_point(p);
      }

      /** Is a place on the surface, or the place nearest to it on a border, within a tolerance [m]? */
      bool
      has(const Position &p, double tolerance) const
      {
        return std::sqrt(tree_.squared_distance(p)) < tolerance;
      }

      bool
      has_border_at(const Position &p, double tolerance) const
      {
        return !borders_.empty() && std::sqrt(rims_.squared_distance(p)) < tolerance;
      }

    private:
      Triangles    triangles_;
      Segments     borders_;
      TriangleTree tree_;
      SegmentTree  rims_;
    };

    /** Points, middles of edges and centres of triangles. */
    template <typename Use>
    void
    for_each_sample(const TaggedSurface &surface, const Use &use)
    {
      for (const auto &[a, b, c] : surface.triangles)
        {
          const Position p = cgal::position(surface.points[a]), q = cgal::position(surface.points[b]),
                         r = cgal::position(surface.points[c]);
          for (const Position &sample :
               {p, q, r, CGAL::midpoint(p, q), CGAL::midpoint(q, r), CGAL::midpoint(r, p), CGAL::centroid(p, q, r)})
            use(sample);
        }
    }
  } // namespace


  Displacement
  displacement(const SurfaceHistory &history, TaggedSurface result, const std::vector<Tag> &caps)
  {
    std::vector<bool> wall;
    for (const Tag patch : result.patches)
      wall.push_back(std::find(caps.begin(), caps.end(), patch) == caps.end());
    keep_triangles(result, wall);
    const BoundingBox box       = bounding_box(history.imported);
    const double      tolerance = 1e-6 * norm(box.high - box.low);
    const Target      imported(history.imported), mended(history.mended), opened(history.opened), now(result);
    Displacement      largest;
    const auto        take = [&](const Position &from, const Position &to) {
      if (const double d = std::sqrt(CGAL::squared_distance(from, to)); d > largest.distance)
        largest = {d, cgal::point(from)};
    };
    for_each_sample(history.imported, [&](const Position &p) {
      if (opened.has(mended.nearest(p), tolerance))
        take(p, now.nearest(p));
    });
    for_each_sample(result, [&](const Position &p) {
      if (opened.has_border_at(opened.nearest(p), tolerance))
        return;
      if (const Position q = imported.nearest(p); !imported.has_border_at(q, tolerance))
        take(p, q);
    });
    return largest;
  }

  void
  refuse_beyond(double limit, const Displacement &moved, const std::string &name)
  {
    if (moved.distance <= limit)
      return;
    std::ostringstream text;
    text.precision(4);
    text << "All in all the surface would move by " << 1e3 * moved.distance << " mm around "
         << in_millimetres(moved.place) << ", more than " << name << " allows, " << 1e3 * limit
         << " mm. Use smaller edges or allow more.";
    throw MeshError(text.str());
  }
} // namespace vht::meshing
