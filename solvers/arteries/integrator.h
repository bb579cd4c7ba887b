#pragma once

#include "solvers/arteries/operator.h"
#include "solvers/arteries/viscous_wall.h"

namespace vht
{
  /**
   * Heun's method, the strong-stability preserving Runge–Kutta method of order 2 (Shu & Osher 1988,
   * doi:10.1016/0021-9991(88)90177-5), and where walls are viscous their implicit step after it. Owns the state.
   */
  class ArteryIntegrator
  {
  public:
    /** The operator must outlive the integrator. */
    ArteryIntegrator(ArteryOperator &equations, ArteryState initial);

    const ArteryState &
    state() const
    {
      return state_;
    }

    double
    time() const
    {
      return time_;
    }

    unsigned long
    steps() const
    {
      return steps_;
    }

    /**
     * Go on to a later time [s], in equal steps that are stable for the present state.
     * @throws ConvergenceError where a node cannot be solved or a vessel collapses, with place, time and values
     */
    void advance_to(double time);

    /** What lies beyond coupled ends keeps the present state for its tables. */
    void
    record()
    {
      equations_.record(state_, time_);
    }

    /** Inflow - outflow - change of the volume since the beginning, over the volume. Zero but for round-off. */
    double mass_error() const;

    /** The whole state, that of the operator included, for a checkpoint. */
    SavedState save() const;

    /** @throws InputError where the state is that of another network */
    void load(const SavedState &state);

    /** Pressure in a cell, without the reference pressure, viscous part of the wall included [Pa]. */
    double transmural_pressure(const VesselCells &vessel, std::size_t cell) const;

  private:
    void              step(double size);
    [[noreturn]] void report_collapse(const ArteryState &state) const;

    ArteryOperator &equations_;
    ArteryState     state_, stage_, next_;
    ViscousWall     viscous_wall_;
    double          time_  = 0., initial_volume_;
    unsigned long   steps_ = 0;
  };
} // namespace vht
