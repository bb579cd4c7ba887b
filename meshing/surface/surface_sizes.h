#pragma once

#include "meshing/tagged_surface.h"

#include <memory>

namespace vht::meshing
{
  /**
   * The larger of the two principal curvatures, without sign, at each point of a surface [1/m]. A quadric is fitted to
   * the points within two edges or more (Cazals & Pouget 2005, doi:10.1016/j.cagd.2004.09.004), but not across the
   * border of a patch that is left out. Points that have too few neighbours for a fit get 0.
   * @param[in] flat  patches that are left out, such as caps; points that only they have get 0
   */
  std::vector<double> largest_curvature(const TaggedSurface &surface, const std::vector<Tag> &flat = {});

  /** Edges so short that a circle of the local curvature has the wanted number of them [m]; infinite where it is flat.
   */
  std::vector<double>
  sizes_by_curvature(const TaggedSurface &surface, double edges_per_circle, const std::vector<Tag> &flat = {});

  /** Short edges near a place or a patch, longer ones with growing distance. */
  class NearbySizes
  {
  public:
    /** @param[in] gradient  growth of edges beyond the distance of each entry, per length */
    explicit NearbySizes(double gradient);
    ~NearbySizes();

    /** Edges of this size [m] up to the distance [m] from a point. */
    void add(const Point &place, double size, double distance);

    /** The same from the triangles of a patch. @throws MeshError for a patch without triangles */
    void add(const TaggedSurface &surface, Tag patch, double size, double distance);

    bool empty() const;

    /** The smallest of what all entries ask for [m]; infinite without entries. */
    double operator()(const Point &place) const;

  private:
    struct Sources;

    std::unique_ptr<Sources> sources_;
  };
} // namespace vht::meshing
