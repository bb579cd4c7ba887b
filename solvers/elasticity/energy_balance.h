#pragma once

#include "solvers/elasticity/cavity.h"
#include "solvers/elasticity/operator.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace vht
{
  /** Energies of the body now, and what went in and out since the start [J]. */
  struct Energies
  {
    double strain     = 0; ///< stored in the tissue: W + kappa U
    double kinetic    = 0;
    double dissipated = 0; ///< by the viscosity of the tissue
    double tension    = 0; ///< work of the fibres' tension, positive where they shorten
    double loads      = 0; ///< work of pressures, tractions, springs, dashpots and body force on the body
  };

  /**
   * Sums up work step by step: forces times displacement by the trapezoidal rule, so that the balance
   *
   *     strain + kinetic + dissipated = strain and kinetic at the start + tension + loads
   *
   * closes to second order in the time step (active strain, which does work of its own, is not in it). The work of a
   * cavity is int p dV, positive where it fills: that of the blood on the wall. The stroke work of a beat is its
   * negative over one loop.
   */
  class EnergyBalance
  {
  public:
    /** What acts at a moment, and the state then. */
    struct Moment
    {
      ElasticityOperator::State       state;
      const std::vector<SurfaceLoad> &loads;
      const std::vector<double>      &cavity_pressures; ///< [Pa]
    };

    /**
     * @param[in] controlled  the cavities whose pressure is found, and is not among the loads
     * @param[in] is_dynamic  velocities belong to the end of a step; else to its middle
     */
    EnergyBalance(const ElasticityOperator       &equation,
                  const std::deque<Cavity>       &cavities,
                  const std::vector<std::size_t> &controlled,
                  bool                            is_dynamic);

    /** Energies of the first state. Collective. */
    void start(const Moment &now);

    /**
     * A step of @p dt is done. Collective.
     * @param[in] tension_work  of the step [J]
     */
    void add_step(double dt, const Moment &before, const Moment &now, const Tensor &body_force, double tension_work);

    const Energies &
    energies() const
    {
      return energies_;
    }

    /** int p dV of each cavity [J]. */
    const std::vector<double> &
    cavity_work() const
    {
      return cavity_work_;
    }

    /** For checkpoints. */
    void save(std::map<std::string, double> &numbers) const;
    void load(const std::map<std::string, double> &numbers);

  private:
    void                find_energies(const ElasticityOperator::State &state);
    std::vector<double> volumes(const Vector &displacement) const;

    const ElasticityOperator      &equation_;
    const std::deque<Cavity>      &cavities_;
    const std::vector<std::size_t> controlled_;
    bool                           is_dynamic_;
    Energies                       energies_;
    double                         viscous_power_ = 0.; ///< of the last state [W]
    std::vector<double>            cavity_work_;
  };
} // namespace vht
