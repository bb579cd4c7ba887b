#pragma once

#include "meshing/tagged_surface.h"

#include <functional>

namespace vht::meshing
{
  /** A line that edges of triangles shall follow. */
  struct SharpLine
  {
    std::vector<Point> points; ///< [mm]; of a closed line the last is the first
    double             size;   ///< wanted length of edges on it [mm]
  };

  /** Regions given by a function, and how to mesh what is between them. */
  struct RegionFunction
  {
    std::function<Tag(const Point &)>    region_at;        ///< 0 outside; called with millimetres
    Point                                low, high;        ///< a box around all regions [mm]
    double                               tolerance = 1e-3; ///< of places on the surface [mm]
    double                               angle     = 30;   ///< smallest of a triangle [degree]
    double                               distance  = 0;    ///< of a triangle's centre from the surface [mm]
    double                               cell_size = 0;    ///< of the tetrahedra that carry the surface [mm]
    std::function<double(Tag, Tag)>      size_between;     ///< wanted length of edges between two regions [mm]
    std::function<double(const Point &)> size_at{};        ///< the same at a place; overrides `size_between` [mm]
    std::function<double(const Point &)> distance_at{};    ///< overrides `distance` [mm]
    bool                                 manifold = false; ///< at most two triangles at every edge
    std::vector<std::array<Point, 2>>    seeds;            ///< pairs of places in different regions [mm]
    std::vector<SharpLine>               lines{};
  };

  /** Points in millimetres; sides are set, names are not. All of CGAL's Mesh_3 is behind this. */
  TaggedSurface delaunay_surface(const RegionFunction &regions);
} // namespace vht::meshing
