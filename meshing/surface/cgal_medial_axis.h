#pragma once

#include "meshing/surface/cgal_mesh.h"

#include <CGAL/Delaunay_triangulation_3.h>
#include <CGAL/Delaunay_triangulation_cell_base_3.h>
#include <CGAL/Triangulation_cell_base_with_info_3.h>
#include <CGAL/Triangulation_vertex_base_with_info_3.h>

#include <vector>

namespace vht::meshing::cgal
{
  /**
   * Centres of the spheres that touch the wall and lie inside of a closed surface, as a graph: vertices of the Voronoi
   * diagram of its points.
   */
  class MedialAxis
  {
  public:
    /**
     * @param[in] caps  patches that do not bound the spheres
     * @throws MeshError for a surface that is not closed, not manifold or without an inside
     */
    MedialAxis(const TaggedSurface &surface, const std::vector<Tag> &caps);

    std::size_t
    size() const
    {
      return centres_.size();
    }

    Point
    centre(int i) const
    {
      return point(centres_[static_cast<std::size_t>(i)]);
    }

    double
    radius(int i) const
    {
      return radii_[static_cast<std::size_t>(i)];
    }

    /** The four points of the surface that the sphere touches. */
    std::array<Index, 4> touched(int i) const;

    /** The centre of a sphere that reaches out to a place, of those the one with the best view of it. */
    int nearest(const Point &place) const;

    /** Cheapest paths from one centre to all others. */
    struct Paths
    {
      std::vector<double> cost;   ///< infinite where no path leads
      std::vector<int>    before; ///< the centre before on the path; -1 at the root and where no path leads
    };

    /** The cost of a path is the integral of ds / R^power: lengths [m] for 0, the middle of the lumen for 2. */
    Paths paths_from(int root, int power = 2) const;

    /** At each point of the wall the largest radius of the spheres that touch it [m]; 0 elsewhere. */
    std::vector<double> largest_at_points() const;

  private:
    using VertexBase = CGAL::Triangulation_vertex_base_with_info_3<Index, Kernel>;
    using CellBase =
      CGAL::Triangulation_cell_base_with_info_3<int, Kernel, CGAL::Delaunay_triangulation_cell_base_3<Kernel>>;
    using Delaunay = CGAL::Delaunay_triangulation_3<Kernel, CGAL::Triangulation_data_structure_3<VertexBase, CellBase>>;

    void find_inside(const TaggedSurface &surface);

    std::vector<bool>                  wall_;
    Delaunay                           delaunay_;
    std::vector<Position>              centres_;
    std::vector<double>                radii_;
    std::vector<Delaunay::Cell_handle> cells_;
  };
} // namespace vht::meshing::cgal
