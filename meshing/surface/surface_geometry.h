#pragma once

#include "meshing/tagged_surface.h"

#include <utility>

namespace vht::meshing
{
  /** Half the cross product of two edges: as long as the area [m^2], towards the side in front. */
  Point area_vector(const TaggedSurface &surface, std::size_t triangle);

  Point centre(const TaggedSurface &surface, std::size_t triangle);

  /** Of all triangles [m^2]. */
  double area(const TaggedSurface &surface);

  /**
   * What the triangles enclose [m^3], positive where their front looks outward. An opening counts as closed by a fan
   * around the middle of its border.
   */
  double enclosed_volume(const TaggedSurface &surface);

  BoundingBox bounding_box(const TaggedSurface &surface);

  void scale(TaggedSurface &surface, double factor);

  /** Points closer to each other than the tolerance [m] become one. @returns how many points are gone */
  std::size_t weld(TaggedSurface &surface, double tolerance);

  /** Keep the triangles marked true and the points that they use. */
  void keep_triangles(TaggedSurface &surface, const std::vector<bool> &keep);

  /** The triangle's other side becomes its front; what is behind stays behind. */
  void turn(TaggedSurface &surface, std::size_t triangle);

  /** Which triangles meet at an edge. Sorted by edge. */
  class EdgeTriangles
  {
  public:
    struct Entry
    {
      Index a, b; ///< ends, a < b
      Index triangle;
      bool  forward; ///< does the triangle run through it from a to b?
    };

    explicit EdgeTriangles(const TaggedSurface &surface);

    /** All entries of one edge after the other: calls use(span of entries) once per edge. */
    template <typename Use>
    void
    for_each_edge(const Use &use) const
    {
      for (std::size_t begin = 0, end = 0; begin < entries_.size(); begin = end)
        {
          while (end < entries_.size() && entries_[end].a == entries_[begin].a && entries_[end].b == entries_[begin].b)
            ++end;
          use(std::span(entries_).subspan(begin, end - begin));
        }
    }

  private:
    std::vector<Entry> entries_;
  };

  /** The part that each triangle belongs to, counted from 0, the largest area first; neighbours share an edge. */
  struct SurfaceParts
  {
    std::vector<Index>  part_of_triangle;
    std::vector<double> areas; ///< [m^2]
  };

  SurfaceParts connected_parts(const TaggedSurface &surface);

  /** One part alone. */
  TaggedSurface part_of(const TaggedSurface &surface, const SurfaceParts &parts, Index part);

  /** The border of an opening. */
  struct BorderLoop
  {
    std::vector<Index> points;     ///< in the order in which a triangle that closes the opening runs through them
    double             length = 0; ///< [m]
    Point              centre{};   ///< mean along the border
    Point              normal{};   ///< unit, out of the surface, were it closed
    double             area = 0;   ///< of the fan around the centre, as its normal sees it [m^2]
  };

  /** Edges with a single triangle, tied together; the longest loop first. */
  std::vector<BorderLoop> border_loops(const TaggedSurface &surface);

  /** Centre, normal, length and area of a closed line. */
  BorderLoop measure_loop(const TaggedSurface &surface, std::vector<Index> points);
} // namespace vht::meshing
