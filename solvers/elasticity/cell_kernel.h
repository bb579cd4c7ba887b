#pragma once

#include "physics/materials/material.h"
#include "physics/materials/volumetric_law.h"
#include "solvers/core/types.h"

#include <array>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace vht
{
  /** Sizes that hold for every kind of cell: 27 nodes of Q2 with 8 or 4 pressures and 27 points, 10 nodes of P2 with 4
   * and 14. */
  namespace cell_limits
  {
    constexpr unsigned int nodes = 32, pressures = 8, points = 32;
  }

  /** Shape functions at the quadrature points of the reference cell; nodes are padded with zeros to `stride`. */
  struct CellTables
  {
    unsigned int        n_nodes, n_pressures, n_points;
    unsigned int        stride;   ///< a multiple of eight
    std::vector<double> gradient; ///< [point][direction][stride] of the displacement's shape functions
    std::vector<double> value;    ///< [point][stride]
    std::vector<double> pressure; ///< [point][pressures] of the pressure's shape functions
  };

  /** What one quadrature point of one cell keeps. */
  struct CellPoint
  {
    double axes[3][3]; ///< [i][I]: component i of the tissue's axis I, deformed as the tissue is when nothing moves
    double map[3][3];  ///< [k][I]: derivative of reference coordinate k along axis I [1/m]
    double weight;     ///< volume of the point without stress [m^3]
  };

  /** How the tension of the fibres becomes stress: S_ff = T / lambda^exponent, where lambda is their stretch. */
  enum class TensionConvention
  {
    second_piola_kirchhoff = 0, ///< S_ff = T
    first_piola_kirchhoff  = 1, ///< |P f| = T: force of the fibres per reference area
    cauchy                 = 2  ///< force per present area, for a constant volume
  };

  /** What a region is made of. */
  struct Tissue
  {
    const Material      *material;
    const VolumetricLaw *volumetric;
    double               bulk_modulus  = std::numeric_limits<double>::infinity(); ///< kappa [Pa]
    double               viscosity     = 0;                                       ///< eta of S = eta dE/dt [Pa s]
    double               density       = 0; ///< of the reference volume [kg/m^3]; zero without inertia
    double               stabilisation = 0; ///< gamma of the volume term [Pa]
    TensionConvention    convention    = TensionConvention::second_piola_kirchhoff;
  };

  /** What the fibres do at a point: their tension is tension + stiffness (lambda - stretch). */
  struct FibreTension
  {
    double tension    = 0; ///< [Pa]
    double stiffness  = 0; ///< of attached cross-bridges, per stretch [Pa]
    double stretch    = 1; ///< at which `tension` was computed
    double shortening = 0; ///< gamma: part by which the fibres are shorter when nothing pulls (active strain)
  };

  /** Second Piola-Kirchhoff stress along the fibres that their tension makes at a stretch [Pa]. */
  inline double
  fibre_stress(TensionConvention convention, const FibreTension &fibre, double stretch)
  {
    const double total = fibre.tension + fibre.stiffness * (stretch - fibre.stretch);
    switch (convention)
      {
        case TensionConvention::second_piola_kirchhoff:
          return total;
        case TensionConvention::first_piola_kirchhoff:
          return total / stretch;
        default:
          return total / (stretch * stretch);
      }
  }

  /** Nodal values of one cell, component after component. */
  struct CellState
  {
    alignas(64) double displacement[3][cell_limits::nodes] = {};
    alignas(64) double velocity[3][cell_limits::nodes]     = {};
    alignas(64) double acceleration[3][cell_limits::nodes] = {};
    alignas(64) double pressure[cell_limits::pressures]    = {};
  };

  /** By how much displacement, velocity and acceleration of the state change with the unknown displacement. */
  struct StateRates
  {
    double displacement = 1, velocity = 0, acceleration = 0;
  };

  struct CellForces
  {
    alignas(64) double displacement[3][cell_limits::nodes];
    alignas(64) double pressure[cell_limits::pressures];
    double smallest_volume_ratio; ///< J; without a number where the strain is beyond the law
  };

  /**
   * Derivatives of the forces. Columns of nodes stand component after component at a distance of CellTables::stride.
   */
  struct CellMatrices
  {
    /** [3 a + i][j stride + b] at a row length of 3 stride. */
    alignas(64) double stiffness[9 * cell_limits::nodes * cell_limits::nodes];
    /** [3 a + i][k], at a row length of `pressures`. */
    alignas(64) double gradient[3 * cell_limits::nodes * cell_limits::pressures];
    /** [k][j stride + b]. */
    alignas(64) double divergence[cell_limits::pressures * 3 * cell_limits::nodes];
    double compression[cell_limits::pressures * cell_limits::pressures]; ///< [k][l]: -M / kappa
    double schur[cell_limits::pressures * cell_limits::pressures];       ///< [k][l]: (volume compliance + 1 / kappa) M
  };

  /** Strain and stress at a point, in the tissue's axes. */
  struct PointMeasures
  {
    double volume_ratio  = 1.;
    double fibre_stretch = 1.;
    double deformation[3][3];  ///< F: component i of the deformed axis I in [i][I]
    double strain[6];          ///< Green strain; shear is doubled [1]
    double stress[6];          ///< second Piola-Kirchhoff, with that of the pressure [Pa]
    double fibre_stress   = 0; ///< Cauchy stress along the deformed fibre [Pa]
    double mises_stress   = 0; ///< of the Cauchy stress [Pa]
    double active_stress  = 0; ///< second Piola-Kirchhoff stress of the fibres' tension, along them [Pa]
    double strain_energy  = 0; ///< stored, per reference volume [J/m^3]
    double kinetic_energy = 0; ///< per reference volume [J/m^3]
    double viscous_power  = 0; ///< that becomes heat, per reference volume [W/m^3]
  };

  /**
   * Finite strain in one cell, with the pressure p as an unknown of its own:
   *
   *     r_ai = int P_iI dN_a/dX_I + rho a_i N_a          P = F (S + S_act + eta dE/dt) + (p + gamma c) cof F
   *     r_k  = int c N_k                                 c = U'(J) - p / kappa
   *
   * Where the fibres shorten by gamma (active strain), S = F_A^-1 S(E_E) F_A^-T with the strain E_E of F F_A^-1,
   * F_A = (1 - gamma) f f + (1 - gamma)^-1/2 (1 - f f), which keeps the volume (Nardinocchi & Teresi
   * 2007, J. Elasticity 88).
   *
   * The pressure is positive in tension. The term with gamma vanishes where c does, so that it changes the discrete
   * answer by as much as the volume is conserved, and no more; without it Newton's method loses its way on thick walls
   * under pressure (an augmented Lagrangian in every point).
   *
   * Of a loaded cell (inverse elasticity; Govindjee & Mihalic 1996, Comput. Methods Appl. Mech. Eng. 136) the
   * displacement leads to it from the unloaded one, whose axes are those of the cell, carried back with the tissue and
   * made orthonormal:
   *
   *     r_ai = int sigma_ij dN_a/dx_j        sigma = P F^T / J, F = (1 - du/dx)^-1
   *     r_k  = int c N_k / J
   *
   * At equal places of the nodes these are the forces above: what is found is the unloaded body of the discrete
   * problem.
   *
   * All tensors are in the tissue's axes. Material laws are asked for eight points at a time; the contraction with the
   * gradients keeps nine accumulators in registers and uses the symmetry where there is no viscosity.
   */
  class CellKernel
  {
  public:
    explicit CellKernel(CellTables tables);
    ~CellKernel();

    const CellTables &
    tables() const
    {
      return tables_;
    }

    /** Take the cells as loaded from now on. They are passive and at rest: tensions and rates are not looked at. */
    void
    take_as_loaded()
    {
      loaded_ = true;
    }

    bool
    is_loaded() const
    {
      return loaded_;
    }

    /** @param[in] tension  at each point, or empty for passive tissue */
    void forces(std::span<const CellPoint>    points,
                const Tissue                 &tissue,
                const CellState              &state,
                std::span<const FibreTension> tension,
                CellForces                   &forces);

    /** forces() and their derivatives with respect to the unknown displacement and pressure. */
    void linearise(std::span<const CellPoint>    points,
                   const Tissue                 &tissue,
                   const CellState              &state,
                   const StateRates             &rates,
                   std::span<const FibreTension> tension,
                   CellForces                   &forces,
                   CellMatrices                 &matrices);

    /** What there is to see at each point of a cell. */
    void measure(std::span<const CellPoint>    points,
                 const Tissue                 &tissue,
                 const CellState              &state,
                 std::span<const FibreTension> tension,
                 std::span<PointMeasures>      measures);

  private:
    struct Workspace;

    void kinematics(std::span<const CellPoint> points, const CellState &state, bool moving, bool accelerating);
    void find_stress_measures(unsigned int q, PointMeasures &m) const;
    void find_energies(const Tissue                 &tissue,
                       const CellState              &state,
                       std::span<const FibreTension> tension,
                       std::span<PointMeasures>      measures);
    void
    stresses(const Tissue &tissue, std::span<const FibreTension> tension, bool with_stiffness, const StateRates &rates);
    void   add_forces(const Tissue &tissue, CellForces &forces) const;
    void   tangents(const Tissue &tissue, const StateRates &rates);
    double mean_volume_compliance(const Tissue &tissue, const StateRates &rates) const;
    void   contract(bool symmetric, double inertia, CellMatrices &matrices) const;
    void   couple(const Tissue &tissue, const StateRates &rates, CellMatrices &matrices) const;

    // Of loaded cells.
    void look_back(std::span<const CellPoint> points, const CellState &state);
    void add_forces_of_loaded(const Tissue &tissue, CellForces &forces) const;
    void turn_tangents(std::span<const CellPoint> points, const Tissue &tissue);
    void constrain_loaded(const Tissue &tissue, CellMatrices &matrices) const;
    void forces_of_loaded(std::span<const CellPoint> points,
                          const Tissue              &tissue,
                          const CellState           &state,
                          CellForces                &forces);
    void linearise_loaded(std::span<const CellPoint> points,
                          const Tissue              &tissue,
                          const CellState           &state,
                          CellForces                &forces,
                          CellMatrices              &matrices);

    /** Of a point, in the tissue's axes [Pa]. */
    Matrix3 first_piola_kirchhoff(const Tissue &tissue, unsigned int q) const;

    CellTables                 tables_;
    std::unique_ptr<Workspace> work_;
    bool                       loaded_ = false;
  };
} // namespace vht
