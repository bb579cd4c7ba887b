#pragma once

#include "solvers/arteries/discretisation.h"

#include <vector>

namespace vht
{
  /**
   * The viscous part of the walls, Gamma / (A_0 sqrt A) dA/dt in the pressure. With dA/dt = -dQ/dx it diffuses the
   * flow,
   *
   *     dQ/dt = A / density d/dx (Gamma / (A_0 sqrt A) dQ/dx),
   *
   * solved by the trapezoidal rule after each step, one tridiagonal system for each vessel. The flow has no slope at
   * the ends, so that the nodes see the elastic pressure; Alastruey et al. 2011, doi:10.1016/j.jbiomech.2011.05.041.
   */
  class ViscousWall
  {
  public:
    /** The discretisation must outlive this. */
    explicit ViscousWall(const Discretisation &discretisation)
      : discretisation_(discretisation)
    {
    }

    /** Changes the flow. Does nothing where no wall is viscous. */
    void step(double step, ArteryState &state);

    /** The viscous pressure in a cell of a vessel [Pa]. */
    double pressure(const ArteryState &state, const VesselCells &vessel, std::size_t cell) const;

  private:
    void step(const VesselCells &cells, double step, ArteryState &state);

    const Discretisation &discretisation_;
    std::vector<double>   conductivity_, upper_, right_side_;
  };
} // namespace vht
