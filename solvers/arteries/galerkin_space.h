#pragma once

#include "solvers/arteries/discretisation.h"

#include <array>
#include <vector>

namespace vht
{
  /**
   * The polynomials of the discontinuous Galerkin method: in every cell of a discretisation by their values at the
   * points of Gauss and Lobatto, which are those of the quadrature too. The first and the last point are the faces.
   *
   * Arrays hold the first point of all cells, then the second of all cells, and so on, ghosts included, so that vector
   * lanes run along the cells as those of the finite volumes do.
   */
  class GalerkinSpace
  {
  public:
    static constexpr unsigned int most_points = 4;

    /**
     * The discretisation must outlive the space.
     * @throws InputError for a vessel with a viscous wall
     */
    GalerkinSpace(const Discretisation &discretisation, unsigned int degree);

    const Discretisation &
    discretisation() const
    {
      return discretisation_;
    }

    unsigned int
    n_points() const
    {
      return static_cast<unsigned int>(points_.size());
    }

    /** Length of an array. */
    std::size_t
    size() const
    {
      return n_points() * discretisation_.size();
    }

    /** Where the value of a cell at a point is. */
    std::size_t
    index(std::size_t cell, unsigned int point) const
    {
      return point * discretisation_.size() + cell;
    }

    /** Distance of a point from the start of its vessel [m]. */
    double
    position(const VesselCells &vessel, std::size_t cell, unsigned int point) const
    {
      return vessel.width * (static_cast<double>(cell - vessel.first) + points_[point]);
    }

    /** Weights of the points in a cell of length 1. */
    const std::vector<double> &
    weights() const
    {
      return weights_;
    }

    /** derivative[i][j]: of the polynomial that is 1 at point j, at point i, in a cell of length 1. */
    using Derivative = std::array<std::array<double, most_points>, most_points>;

    const Derivative &
    derivative() const
    {
      return derivative_;
    }

    /** Values of the polynomials at a place between 0 and 1 of the cell. */
    std::vector<double> polynomials(double place) const;

    /** Volume of the blood [m^3]. */
    double volume(const ArteryState &state) const;

    /** At rest under a pressure [Pa]. @throws InputError as root_at_rest() */
    ArteryState at_rest(double pressure) const;

    /** Part of the time in which a wave crosses a cell that a stable step may last. */
    double stable_part() const;

    CellArray root_reference;                   ///< sqrt A_0 at the points [m]
    CellArray stiffness;                        ///< of the tube law at the points [Pa/m]
    CellArray face_rest_speed, face_speed_rise; ///< as those of the cells, at their faces: face i after cell i

  private:
    const Discretisation &discretisation_;
    std::vector<double>   points_, weights_;
    Derivative            derivative_ = {};
  };
} // namespace vht
