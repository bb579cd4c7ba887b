#pragma once

#include "solvers/arteries/integrator.h"
#include "solvers/arteries/method.h"

namespace vht
{
  /** The finite volumes with their operator and integrator as one method. */
  class FiniteVolumeMethod final : public ArteryMethod
  {
  public:
    /** The discretisation must outlive the method. @throws InputError as state_at_rest() and ArteryOperator do */
    FiniteVolumeMethod(const Discretisation &discretisation, const NodeConditions &conditions)
      : discretisation_(discretisation)
      , operator_(discretisation, conditions)
      , integrator_(operator_, state_at_rest(discretisation, conditions.initial_pressure))
    {
    }

    double
    time() const override
    {
      return integrator_.time();
    }

    unsigned long
    steps() const override
    {
      return integrator_.steps();
    }

    unsigned long
    stages() const override
    {
      return 2 * integrator_.steps();
    }

    std::size_t
    n_cells() const override
    {
      return discretisation_.n_cells();
    }

    void
    advance_to(double time) override
    {
      integrator_.advance_to(time);
    }

    PlaceValues at(std::size_t vessel, double position) const override;

    double
    volume() const override
    {
      return operator_.volume(integrator_.state());
    }

    void
    record() override
    {
      integrator_.record();
    }

    SavedState
    save() const override
    {
      return integrator_.save();
    }

    void
    load(const SavedState &state) override
    {
      integrator_.load(state);
    }

    double
    mass_error() const override
    {
      return integrator_.mass_error();
    }

  private:
    const Discretisation &discretisation_;
    ArteryOperator        operator_;
    ArteryIntegrator      integrator_;
  };
} // namespace vht
