#pragma once

#include "solvers/network/integrator.h"

namespace vht::network
{
  /**
   * The generalised-alpha method for first-order systems, in steps of constant length.
   *
   *     F(t_n + a_f h, y_n + a_f (y_n+1 - y_n), y'_n + a_m (y'_n+1 - y'_n)) = 0
   *     y_n+1 = y_n + h (y'_n + g (y'_n+1 - y'_n))
   *     a_m = (3 - r) / (2 (1 + r)),  a_f = 1 / (1 + r),  g = 1/2 + a_m - a_f
   *
   * Jansen, Whiting and Hulbert 2000 (doi:10.1016/S0045-7825(00)00203-6): second order; r, the spectral radius for
   * infinitely stiff parts, damps them. The scheme of svZeroDSolver, with r = 0.5. Algebraic unknowns are continued
   * from the stage to the end of the step: where a valve opens or shuts they overshoot for some steps.
   */
  class GeneralisedAlpha final : public Integrator
  {
  public:
    GeneralisedAlpha(const Circuit &circuit, const IntegratorParameters &parameters);

    void advance_to(double time) override;

  private:
    double alpha_m_, alpha_f_, gamma_;
  };
} // namespace vht::network
