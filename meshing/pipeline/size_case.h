#pragma once

#include "meshing/surface/open_ends.h"
#include "meshing/surface/surface_sizes.h"

#include <string>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  class Deciding;

  /**
   * What a case says about the length of edges besides the local radius: curvature, and the sections Refine NAME. Of
   * the source surface they decide the triangles; other meshes are refined (refine_places()).
   */
  struct SizeCase
  {
    struct Place
    {
      std::string name;
      std::string patch{};      ///< a surface of the mesh; empty: the region, or around the point
      std::string region{};     ///< all of its cells
      Point       point{};      ///< [m]
      double      size     = 0; ///< [m]
      double      distance = 0; ///< [m]
    };

    double             edges_per_circle = 0;
    std::vector<Place> places;

    /** @param[in] triangulation  the section that gets the entry for curvature */
    void declare(ParameterSection &root, Deciding &triangulation);

    /** @throws InputError for places without a size or with both a patch and a region */
    void check() const;

    /**
     * Lower sizes where curvature or a place nearby asks for it.
     * @param[in] flat  patches that are caps
     */
    void apply(const TaggedSurface    &surface,
               const std::vector<Tag> &flat,
               const NearbySizes      &nearby,
               double                  smallest,
               std::vector<double>    &size_at_points) const;

    /** @throws MeshError for a patch that the surface does not have */
    std::shared_ptr<const NearbySizes> nearby(const TaggedSurface &surface, double gradient) const;
  };
} // namespace vht::meshing
