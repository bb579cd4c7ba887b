#pragma once

#include "solvers/arteries/integrator.h"

namespace vht
{
  /** What the finite volumes own and their integrator borrows; it has to be there before that. */
  struct OwnedArteryOperator
  {
    ArteryOperator equations;
  };

  /** The finite volumes as one method: the integrator with an operator of its own. */
  class FiniteVolumeMethod final : private OwnedArteryOperator, public ArteryIntegrator
  {
  public:
    /** The discretisation must outlive the method. @throws InputError as state_at_rest() and ArteryOperator do */
    FiniteVolumeMethod(const Discretisation &discretisation, const NodeConditions &conditions)
      : OwnedArteryOperator{{discretisation, conditions}}
      , ArteryIntegrator(equations, state_at_rest(discretisation, conditions.initial_pressure))
    {
    }
  };
} // namespace vht
