#include "meshing/geometry.h"
#include "meshing/surface/centreline.h"
#include "meshing/surface/cgal_mesh.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <CGAL/extract_mean_curvature_flow_skeleton.h>

#include <algorithm>
#include <cmath>

namespace vht::meshing
{
  namespace
  {
    using namespace cgal;
    using Skeleton = CGAL::Mean_curvature_flow_skeletonization<Mesh>::Skeleton;
    using Node     = Skeleton::vertex_descriptor;

    struct Tip
    {
      Point  place;
      double radius; ///< of the vessel before its tip [m]
    };

    /** Go from a leaf of the skeleton to the next branching. */
    bool
    follow(const Skeleton &skeleton, Node leaf, const Tree &wall, Tip &tip)
    {
      const auto radius = [&](Node node) { return std::sqrt(wall.squared_distance(skeleton[node].point)); };
      double     length = 0;
      Node       before = leaf, at = leaf;
      tip = {point(skeleton[leaf].point), 0};
      do
        {
          Node next = at;
          for (const auto edge : CGAL::make_range(out_edges(at, skeleton)))
            if (target(edge, skeleton) != before)
              next = target(edge, skeleton);
          if (next == at)
            break;
          length += std::sqrt(CGAL::squared_distance(skeleton[at].point, skeleton[next].point));
          before     = at;
          at         = next;
          tip.radius = std::max(tip.radius, degree(at, skeleton) == 2 ? radius(at) : 0.);
        }
      while (degree(at, skeleton) == 2);
      // A bump is as long as the vessel on which it sits is wide.
      return degree(at, skeleton) == 1 || length > 1.5 * radius(at);
    }
  } // namespace


  std::vector<Point>
  find_tips(const TaggedSurface &surface)
  {
    if (!border_loops(surface).empty())
      throw MeshError("Tips are found on closed surfaces only, and this one has openings.");
    if (const std::size_t n = connected_parts(surface).areas.size(); n != 1)
      throw MeshError("Tips are found on a surface of one part, and this one has " + std::to_string(n) + ".");
    Mesh       mesh = from_surface(surface);
    const Mesh original(mesh);
    const Tree wall(faces(original).first, faces(original).second, original);
    Skeleton   skeleton;
    CGAL::extract_mean_curvature_flow_skeleton(mesh, skeleton);
    std::vector<Tip> tips;
    for (const Node node : CGAL::make_range(vertices(skeleton)))
      if (Tip tip; degree(node, skeleton) == 1 && follow(skeleton, node, wall, tip))
        tips.push_back(tip);
    std::stable_sort(tips.begin(), tips.end(), [](const Tip &a, const Tip &b) { return a.radius > b.radius; });
    std::vector<Point> places;
    for (const Tip &tip : tips)
      places.push_back(tip.place);
    return places;
  }
} // namespace vht::meshing
