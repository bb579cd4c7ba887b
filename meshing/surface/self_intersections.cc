#include "meshing/surface/surface_check.h"

#include <CGAL/box_intersection_d.h>
#include <CGAL/Exact_predicates_inexact_constructions_kernel.h>
#include <CGAL/intersections.h>

#include <algorithm>

namespace vht::meshing
{
  namespace
  {
    using Kernel  = CGAL::Exact_predicates_inexact_constructions_kernel;
    using Corners = std::array<Index, 3>;
    using Box     = CGAL::Box_intersection_d::Box_with_info_d<double, 3, Index>;

    /** Exact predicates for pairs of triangles that may share corners. */
    class Cuts
    {
    public:
      explicit Cuts(const TaggedSurface &surface)
        : surface_(surface)
      {
        for (const Point &p : surface.points)
          points_.emplace_back(p[0], p[1], p[2]);
      }

      Kernel::Triangle_3
      triangle(Index t) const
      {
        const auto &[a, b, c] = surface_.triangles[t];
        return {points_[a], points_[b], points_[c]};
      }

      bool
      operator()(Index s, Index t) const
      {
        const Corners        &x = surface_.triangles[s], &y = surface_.triangles[t];
        std::vector<unsigned> in_x, in_y; // common corners, numbered within the triangles
        for (unsigned i = 0; i < 3; ++i)
          for (unsigned j = 0; j < 3; ++j)
            if (x[i] == y[j])
              {
                in_x.push_back(i);
                in_y.push_back(j);
              }
        switch (in_x.size())
          {
            case 0:
              return CGAL::do_intersect(triangle(s), triangle(t));
            case 1:
              return opposite_edge_cuts(x, in_x[0], t) || opposite_edge_cuts(y, in_y[0], s);
            case 2:
              return folded(x, y, 3 - in_x[0] - in_x[1], 3 - in_y[0] - in_y[1]);
            default:
              return true;
          }
      }

    private:
      bool
      opposite_edge_cuts(const Corners &x, unsigned common, Index t) const
      {
        return CGAL::do_intersect(Kernel::Segment_3(points_[x[(common + 1) % 3]], points_[x[(common + 2) % 3]]),
                                  triangle(t));
      }

      /** Two neighbours lie on each other where they are in one plane on the same side of their edge. */
      bool
      folded(const Corners &x, const Corners &y, unsigned tip_x, unsigned tip_y) const
      {
        const auto &a = points_[x[(tip_x + 1) % 3]], &b = points_[x[(tip_x + 2) % 3]];
        const auto &p = points_[x[tip_x]], &q = points_[y[tip_y]];
        return CGAL::coplanar(a, b, p, q) && CGAL::coplanar_orientation(a, b, p, q) == CGAL::POSITIVE;
      }

      const TaggedSurface         &surface_;
      std::vector<Kernel::Point_3> points_;
    };
  } // namespace


  std::vector<std::array<Index, 2>>
  self_intersections(const TaggedSurface &surface)
  {
    const Cuts       cut(surface);
    std::vector<Box> boxes;
    for (Index t = 0; t < surface.n_triangles(); ++t)
      if (!cut.triangle(t).is_degenerate()) // those are a defect of their own
        boxes.emplace_back(cut.triangle(t).bbox(), t);
    std::vector<std::array<Index, 2>> pairs;
    CGAL::box_self_intersection_d(boxes.begin(), boxes.end(), [&](const Box &a, const Box &b) {
      if (cut(a.info(), b.info()))
        pairs.push_back({std::min(a.info(), b.info()), std::max(a.info(), b.info())});
    });
    std::sort(pairs.begin(), pairs.end());
    return pairs;
  }
} // namespace vht::meshing
