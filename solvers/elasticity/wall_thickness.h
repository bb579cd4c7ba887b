#pragma once

#include "solvers/elasticity/surface_points.h"

#include <string>
#include <vector>

namespace vht
{
  /**
   * Thickness of a wall between two surfaces: the distance of a point of the inner surface from the nearest point of
   * the outer one, both as they are deformed, in the mean over the area that the inner one has at rest. Each face of
   * the outer surface stands for four or eight plane triangles between its nodes.
   */
  class WallThickness
  {
  public:
    /**
     * @param[in] inner, outer  tags
     * @throws MeshError for surfaces without faces; @p name is what messages call the wall. Collective
     */
    WallThickness(const std::string               &name,
                  const MixedSpace                &space,
                  const std::vector<unsigned int> &inner,
                  const std::vector<unsigned int> &outer);

    /** Mean thickness [m]; @p displacement has up-to-date ghosts. Collective. */
    double mean(const Vector &displacement) const;

  private:
    FaceLattice   lattice_;
    SurfacePoints inner_, outer_;
    MPI_Comm      communicator_;
    double        area_; ///< of the inner surface at rest [m^2]
  };

  /** Distance of a point from a triangle [m]. */
  double distance_to_triangle(const Point &x, const Point &a, const Point &b, const Point &c);
} // namespace vht
