#pragma once

#include "solvers/arteries/method.h"
#include "solvers/arteries/operator.h"
#include "solvers/arteries/viscous_wall.h"

namespace vht
{
  /**
   * Heun's method, the strong-stability preserving Runge–Kutta method of order 2 (Shu & Osher 1988,
   * doi:10.1016/0021-9991(88)90177-5), and where walls are viscous their implicit step after it. Owns the state.
   */
  class ArteryIntegrator : public ArteryMethod
  {
  public:
    /** The operator must outlive the integrator. */
    ArteryIntegrator(ArteryOperator &equations, ArteryState initial);

    const ArteryState &
    state() const
    {
      return state_;
    }

    unsigned long
    stages() const override
    {
      return 2 * steps();
    }

    std::size_t
    n_cells() const override
    {
      return equations_.discretisation().n_cells();
    }

    double
    volume() const override
    {
      return equations_.volume(state_);
    }

    void
    record() override
    {
      equations_.record(state_, time());
    }

    /** Along a straight line through the two cells that are nearest, also towards the ends of the vessel. */
    PlaceValues at(std::size_t vessel, double position) const override;

    /** Pressure in a cell, without the reference pressure, viscous part of the wall included [Pa]. */
    double transmural_pressure(const VesselCells &vessel, std::size_t cell) const;

  private:
    double            longest_step() override;
    void              step(double size) override;
    void              save_vessels(SavedState &state) const override;
    void              load_vessels(const SavedState &state) override;
    [[noreturn]] void report_collapse(const ArteryState &state) const;

    ArteryOperator &equations_;
    ArteryState     state_, stage_, next_;
    ViscousWall     viscous_wall_;
  };
} // namespace vht
