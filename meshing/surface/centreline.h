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
   * The tips of a closed lumen, the widest first: places inside, a radius behind the end.
   *
   * The length of the shortest way through the inside is measured from one end of the lumen to each point of its
   * surface. A tip is where it is largest, if the branch with it is longer than 1.5 of its radii, counted from the wall
   * of the vessel that it leaves, and if there is one way out of it only, so that rings have no tips. (Peaks with their
   * persistence: Edelsbrunner et al. 2002, doi:10.1007/s00454-002-2885-2.) The order of points and triangles does not
   * matter. The dome of an aneurysm that is higher than that is taken for an end.
   * @throws MeshError for a surface that is not one closed part
   */
  std::vector<Point> find_tips(const TaggedSurface &surface);

  /**
   * Read .swc, .vtp or .csv (columns x, y, z, radius and the row of the parent, -1 for none).
   * @param[in] need_radii  refuse points without a positive radius
   * @throws MeshError with file and line
   */
  Centreline read_centreline(const std::filesystem::path &file, double length_unit, bool need_radii = true);

  /** Write in metres: .vtp with the array "MaximumInscribedSphereRadius", .csv or .swc. @throws InputError */
  void write_centreline(const Centreline &centreline, const std::filesystem::path &file);
} // namespace vht::meshing
