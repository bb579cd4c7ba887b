#pragma once

#include "solvers/elasticity/surface_points.h"

#include <array>
#include <string>
#include <vector>

namespace vht
{
  /**
   * Motion along and about the long axis of a hollow body, such as a ventricle.
   *
   * The axis runs from the centre of the base (mean over its area at rest) to the apex, the point of the wall furthest
   * from there; both are found at rest, and its direction e stays. What turns clockwise for who looks along it, that is
   * counter-clockwise for who looks at the apex from outside, turns by a positive angle. A height is the part of the
   * way from the apex (0) to the base (1) at rest. The rotation of a level is that of the wall's points whose height is
   * near to it, by least squares: the angle of the sum over the area of r x r' and r . r', where r and r' are the
   * places across the axis before and after, from the level's own centre.
   */
  class LongAxis
  {
  public:
    struct Levels
    {
      double apical = 0.25, basal = 0.75; ///< heights
      double width = 0.2;                 ///< of each: height - width / 2 to height + width / 2
    };

    /** Order and unit of what measure() gives; names for a table. */
    static constexpr std::array<const char *, 8> names = {"length [m]",           "shortening [1]",
                                                          "base motion [m]",      "apex motion [m]",
                                                          "basal rotation [rad]", "apical rotation [rad]",
                                                          "twist [rad]",          "torsion [rad/m]"};

    /**
     * @param[in] base, wall  tags; the wall holds the apex and the levels, such as the epicardium
     * @throws MeshError when there are no such faces or a level has no points; @p name is for messages. Collective
     */
    LongAxis(const std::string               &name,
             const MixedSpace                &space,
             const std::vector<unsigned int> &base,
             const std::vector<unsigned int> &wall,
             const Levels                    &levels);

    /**
     * Length now, shortening 1 - length / length at rest, motion of the base towards the apex and of the apex away from
     * the base (both along e), rotations, twist = apical - basal, torsion = twist / distance of the levels at rest.
     * @p displacement has up-to-date ghosts. Collective.
     */
    std::array<double, names.size()> measure(const Vector &displacement) const;

  private:
    double rotation(double height, const std::vector<Tensor> &moved) const;
    void   find_apex();

    SurfacePoints       base_, wall_;
    Levels              levels_;
    MPI_Comm            communicator_;
    double              base_area_ = 0.;
    Point               centre_;  ///< of the base at rest
    SurfacePoints       corners_; ///< and middles of the wall's faces
    std::size_t         apex_point_ = 0;
    unsigned int        apex_rank_  = 0;
    Tensor              direction_;
    double              length_ = 0.;
    std::vector<double> heights_; ///< of the wall's points
  };
} // namespace vht
