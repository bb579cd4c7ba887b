#pragma once

#include "meshing/tagged_surface.h"

#include <filesystem>

namespace vht::meshing
{
  /** The lines along which vessels run, with the radius of the largest sphere that fits in around each point. */
  struct Centreline
  {
    std::vector<Point>                points; ///< [m]
    std::vector<double>               radius; ///< [m]
    std::vector<std::array<Index, 2>> edges;

    /** Edges that meet at each point: 1 at an end, 3 or more at a branching. */
    std::vector<unsigned> degrees() const;
  };

  /**
   * The centreline of a closed lumen as a tree from its first end to all others.
   *
   * Interior vertices of the Voronoi diagram of the surface's points are centres of spheres that touch the surface. The
   * paths between the ends that minimise the integral of ds / R^2 over these centres run along the middle; they are
   * smoothed and sampled about every half radius (Antiga et al. 2008, doi:10.1007/s11517-008-0420-1; there the cost is
   * ds / R).
   * @param[in] ends  places inside or on the surface; the first is the root
   * @param[in] caps  patches that close open ends: they do not bound the spheres
   * @throws MeshError for a surface that is not closed, and for ends in parts that do not hang together
   */
  Centreline
  centreline(const TaggedSurface &surface, const std::vector<Point> &ends, const std::vector<Tag> &caps = {});

  /**
   * Radius of the largest sphere inside of a closed surface that touches it at each of its points [m].
   * @param[in] caps  patches that do not bound the spheres; their points get the radius of the nearest other one
   */
  std::vector<double> inscribed_radius(const TaggedSurface &surface, const std::vector<Tag> &caps = {});

  /**
   * The tips of a closed lumen: ends of its curve skeleton (Tagliasacchi et al. 2012,
   * doi:10.1111/j.1467-8659.2012.03178.x), but for spurs shorter than the vessel is wide. The widest comes first.
   * @throws MeshError for a surface that is not one closed part
   */
  std::vector<Point> find_tips(const TaggedSurface &surface);

  /**
   * Read .swc, .vtp or .csv (columns x, y, z, radius and the row of the parent, -1 for none).
   * @param[in] need_radii  refuse points without a positive radius
   * @throws MeshError with file and line
   */
  Centreline read_centreline(const std::filesystem::path &file, double length_unit, bool need_radii = true);

  /** Write in metres: .vtp with the array "MaximumInscribedSphereRadius", or .csv. @throws InputError */
  void write_centreline(const Centreline &centreline, const std::filesystem::path &file);
} // namespace vht::meshing
