#pragma once

#include "meshing/surface/surface_geometry.h"

#include <filesystem>
#include <string>

namespace vht::meshing
{
  /** One kind of defect of a surface: how often and where. */
  struct SurfaceDefect
  {
    enum class Kind
    {
      duplicate_point = 1,
      duplicate_triangle,
      degenerate_triangle,
      non_manifold_edge,
      flipped_triangle,
      inside_out,
      hole,
      island,
      self_intersection,
    };

    Kind                     kind;
    std::string              what; ///< "triangles that cut another one"
    std::size_t              count = 0;
    std::vector<std::string> places;    ///< the first few, in words
    std::vector<Index>       triangles; ///< all that are concerned
  };

  struct SurfaceReport
  {
    std::vector<SurfaceDefect> defects;                  ///< only what was found
    double                     area                 = 0; ///< [m^2]
    double                     volume               = 0; ///< enclosed, openings taken as closed [m^3]
    std::size_t                parts                = 0;
    long                       euler_characteristic = 0; ///< points - edges + triangles: 2 for each closed sphere

    const SurfaceDefect *find(SurfaceDefect::Kind kind) const;
  };

  /**
   * Look for all that keeps a surface from being filled. A triangle is degenerate where its height is less than 1e-6 of
   * its longest edge; an island is a part with less than 1 % of the area of the largest. Edges of more than two
   * triangles are no defect where the surface has several regions. Holes are openings of any size.
   */
  SurfaceReport check(const TaggedSurface &surface);

  /** Pairs of triangles that cut each other, or lie on each other, other than in common corners and edges. */
  std::vector<std::array<Index, 2>> self_intersections(const TaggedSurface &surface);

  /** The defects as text, one per line and its places below. Empty for a surface without any. */
  std::string describe(const SurfaceReport &report);

  /**
   * Write the triangles concerned, each with its kind as a number (SurfaceDefect::Kind), as .vtp.
   * @throws InputError if it cannot be written
   */
  void write_defects(const TaggedSurface &surface, const SurfaceReport &report, const std::filesystem::path &file);
} // namespace vht::meshing
