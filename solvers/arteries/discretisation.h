#pragma once

#include "solvers/arteries/network.h"
#include "solvers/arteries/vessel_end.h"

#include <deal.II/base/aligned_vector.h>

#include <array>
#include <cstddef>
#include <vector>

namespace vht
{
  class ParameterSection;

  /** Section "Blood". */
  struct BloodParameters
  {
    double density   = 1060.; ///< [kg/m^3]
    double viscosity = 4e-3;  ///< [Pa s]

    void declare(ParameterSection &section);
  };

  inline constexpr const char *finite_volumes = "finite volumes", *discontinuous_galerkin = "discontinuous Galerkin";

  /** Section "Discretisation". */
  struct DiscretisationParameters
  {
    std::string  scheme = finite_volumes;
    unsigned int degree = 2; ///< of the polynomials of discontinuous_galerkin

    double       cell_size      = 2e-3;  ///< at most [m]
    unsigned int smallest_cells = 2;     ///< in each vessel, at least
    double       courant_number = 0.8;   ///< part of the time in which a wave crosses a cell
    bool         limited        = true;  ///< no new extrema between cells
    bool         plug_momentum  = false; ///< alpha = 1 whatever the profile

    void declare(ParameterSection &section);
  };

  /** Numbers of all cells, one after the other. */
  using CellArray = dealii::AlignedVector<double>;

  /** The cells of one vessel: first, first + 1, ... first + n - 1; a ghost on either side. */
  struct VesselCells
  {
    std::size_t first, n;
    double      width; ///< [m]

    /** The cell at the end of the vessel, and the ghost beyond it. */
    std::size_t
    last(bool distal) const
    {
      return distal ? first + n - 1 : first;
    }

    std::size_t
    ghost(bool distal) const
    {
      return distal ? first + n : first - 1;
    }

    /** The face at the end: face i is between the cells i and i + 1. */
    std::size_t
    face(bool distal) const
    {
      return distal ? first + n - 1 : first - 1;
    }
  };

  /**
   * All vessels cut into cells, as a structure of arrays: the cells of the first vessel between two ghosts, those of
   * the second between two ghosts, and so on, so that one loop with vector lanes runs over the whole network however
   * short the vessels are. Before the first and after the last there is room for the lanes.
   *
   * Radius, thickness and with them the tube law vary from cell to cell; at a face they have one value, seen from both
   * sides.
   */
  class Discretisation
  {
  public:
    Discretisation(const Network &network, const BloodParameters &blood, const DiscretisationParameters &parameters);

    const Network &
    network() const
    {
      return network_;
    }

    const BloodParameters &
    blood() const
    {
      return blood_;
    }

    const std::vector<VesselCells> &
    vessels() const
    {
      return vessels_;
    }

    /** The length of each array, room for the lanes included. */
    std::size_t
    size() const
    {
      return size_;
    }

    std::size_t n_cells() const;

    /** The laws at the end of a vessel, as its node has to know them. */
    EndCurve::Law end_law(const VesselEnd &end) const;

    /** Where the loops begin; they end at size() - begin(). */
    static std::size_t
    begin()
    {
      return 8;
    }

    double courant_number;
    bool   limited;

    CellArray root_reference;      ///< sqrt A_0 [m]
    CellArray stiffness;           ///< of the tube law [Pa/m]
    CellArray face_root_reference; ///< the same at the faces
    CellArray face_stiffness;
    CellArray face_compliance; ///< 1 / stiffness [m/Pa]
    CellArray alpha;           ///< momentum coefficient [1]
    CellArray rest_speed;      ///< half the speed of waves at A_0 [m/s]
    CellArray speed_rise;      ///< this over sqrt A_0 [1/s]
    CellArray speed_spread;    ///< sqrt(alpha (alpha - 1)): how much more waves are apart by the profile [1]
    CellArray friction;        ///< 2 (zeta + 2) pi nu [m^2/s]
    CellArray inverse_width;   ///< [1/m], zero in ghosts
    CellArray damping;         ///< Gamma / A_0 of a viscous wall [Pa s/m]

    /** Is any wall viscous? */
    bool viscous_walls = false;

  private:
    void number(const DiscretisationParameters &parameters);
    void fill(const Vessel &vessel, const VesselCells &cells, bool plug_momentum);

    const Network           &network_;
    BloodParameters          blood_;
    std::vector<VesselCells> vessels_;
    std::size_t              size_ = 0;
  };

  /** Area [m^2] and flow [m^3/s] in every cell. */
  struct ArteryState
  {
    explicit ArteryState(std::size_t size = 0)
      : area(size)
      , flow(size)
    {
    }

    CellArray area, flow;
  };

  /** The tube law at one place. */
  struct WallAt
  {
    double root_reference; ///< sqrt A_0 [m]
    double stiffness;      ///< [Pa/m]
  };

  /** sqrt A of a vessel at one place under a pressure [Pa]. @throws InputError where it would be shut */
  double root_at_rest(const Vessel &vessel, const WallAt &wall, double pressure);

  /** At rest under a pressure [Pa]. @throws InputError as root_at_rest() */
  ArteryState state_at_rest(const Discretisation &discretisation, double pressure);
} // namespace vht
