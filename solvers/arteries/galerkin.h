#pragma once

#include "solvers/arteries/galerkin_kernel.h"
#include "solvers/arteries/method.h"

#include <vector>

namespace vht
{
  /**
   * Discontinuous Galerkin in space and a Runge–Kutta method of low storage in time (Kennedy et al. 2000,
   * doi:10.1016/S0168-9274(99)00141-5): of order 3 for degrees 1 and 2, of order 4 for degree 3. Owns the state.
   *
   * Nothing is limited: where a wave gets steep it overshoots, and what loses its area fails.
   */
  class GalerkinMethod final : public ArteryMethod
  {
  public:
    /** The discretisation must outlive the method. @throws InputError for a viscous wall, or a terminal that is none */
    GalerkinMethod(const Discretisation &discretisation, unsigned int degree, const NodeConditions &conditions);

    /** Start from another state than rest. */
    void start(const ArteryState &state);

    const GalerkinSpace &
    space() const
    {
      return space_;
    }

    const ArteryState &
    state() const
    {
      return state_;
    }

    unsigned long
    stages() const override
    {
      return steps() * stages_.size();
    }

    std::size_t
    n_cells() const override
    {
      return space_.discretisation().n_cells();
    }

    PlaceValues at(std::size_t vessel, double position) const override;
    double      volume() const override;

  private:
    double            longest_step() override;
    void              step(double size) override;
    void              save_vessels(SavedState &state) const override;
    void              load_vessels(const SavedState &state) override;
    void              arrive();
    [[noreturn]] void report_collapse() const;

    GalerkinSpace                space_;
    NetworkEnds                  ends_;
    std::vector<LowStorageStage> stages_;
    std::vector<double>          stage_times_; ///< parts of the step
    ArteryState                  state_, stage_state_;
    GalerkinFluxes               fluxes_;
  };
} // namespace vht
