#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /**
   * A triangulated surface: what lies between an image or a scan and a volume mesh.
   *
   * Triangles may bound one region or separate two, so that edges may have more than two triangles. Corners go
   * anticlockwise seen from the side in front.
   */
  struct TaggedSurface
  {
    /** The regions on the two sides of a triangle; 0 is outside of everything. */
    struct Sides
    {
      Tag behind = 0, front = 0;

      bool operator==(const Sides &) const = default;
    };

    std::vector<Point>                points; ///< [m]
    std::vector<std::array<Index, 3>> triangles;
    std::vector<Sides>                sides;   ///< one per triangle
    std::vector<Tag>                  patches; ///< one per triangle; 0 without a name

    NameTable region_names;
    NameTable patch_names;

    std::size_t
    n_triangles() const
    {
      return triangles.size();
    }

    bool operator==(const TaggedSurface &) const = default;
  };

  /** Drop points that no triangle has; the others keep their order. */
  void drop_unused_points(TaggedSurface &surface);
} // namespace vht::meshing
