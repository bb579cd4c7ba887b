#pragma once

#include "meshing/tagged_surface.h"

#include <memory>

namespace vht::meshing
{
  /** Finds the place on a surface that is nearest to a point. Edges may have any number of triangles. */
  class NearestOnSurface
  {
  public:
    struct Hit
    {
      Point       place{}; ///< [m]
      std::size_t triangle = 0;
      double      distance = 0; ///< [m]
    };

    /** @throws MeshError for a surface without triangles */
    explicit NearestOnSurface(const TaggedSurface &surface);
    ~NearestOnSurface();

    Hit operator()(const Point &point) const;

  private:
    struct Tree;
    std::unique_ptr<const Tree> tree_;
  };
} // namespace vht::meshing
