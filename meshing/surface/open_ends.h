#pragma once

#include "meshing/surface/centreline.h"

#include <string>

namespace vht::meshing
{
  /** Where a vessel is cut off. */
  struct CutPlane
  {
    Point point{};  ///< inside the vessel [m]
    Point normal{}; ///< unit, towards what is cut off
  };

  /** A flat lid on an opening. */
  struct Cap
  {
    std::string name;
    Tag         patch = 0;
    Point       centre{};       ///< [m]
    Point       normal{};       ///< unit, outward
    double      area       = 0; ///< [m^2]
    double      radius     = 0; ///< of a circle of the same area [m]
    double      unflatness = 0; ///< largest distance of the rim from the plane [m]
  };

  /** What an opening is to be called. */
  struct EndName
  {
    std::string name;
    Point       point{}; ///< the opening nearest to it [m]
  };

  struct Closing
  {
    std::vector<EndName> names; ///< other openings are called inlet (the widest of a part) and outlet_1, ...
    std::string          wall      = "wall"; ///< name of the triangles without one
    double               extension = 0;      ///< length of a straight piece before each cap, in radii of the opening
    double               flatten   = 0;      ///< rims are moved into their plane where they are within this [m]
  };

  struct Closed
  {
    TaggedSurface    surface;
    std::vector<Cap> caps;
  };

  /**
   * Cut off what is beyond the plane and hangs together there; other vessels that the plane crosses stay.
   * @throws MeshError where the plane misses the surface, cuts off most of it, or leaves more than one opening
   */
  TaggedSurface cut_off(const TaggedSurface &surface, const CutPlane &plane);

  /** What remains of the section once the vessel is cut off: its border. @throws MeshError as cut_off() */
  struct Cut
  {
    TaggedSurface surface;
    double        area = 0, perimeter = 0; ///< of the opening [m^2], [m]
  };

  Cut cut_and_measure(const TaggedSurface &surface, const CutPlane &plane);

  /**
   * Planes across a closed lumen behind each end of its centreline. From half a radius behind the tip on, the first
   * place is taken where the section is round and as wide as the inscribed sphere lets expect.
   * @param[out] account  one line for each end that could not be opened
   */
  std::vector<CutPlane> planes_at_ends(const TaggedSurface &surface, const Centreline &line, std::string &account);

  /**
   * Put lids on all openings, with triangles between the points of their rims, and name them.
   * @throws MeshError for a surface without an opening, for two names that fit the same opening, and a lid that cannot
   *   be made
   */
  Closed close_ends(const TaggedSurface &surface, const Closing &closing);

  /**
   * Area, normal and centre of gravity of a cap as its triangles are now, after they were made anew.
   * @throws MeshError where no triangle has the cap's patch
   */
  Cap measure_cap(const TaggedSurface &surface, const Cap &cap);
} // namespace vht::meshing
