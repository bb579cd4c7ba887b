#pragma once

#include "solvers/core/types.h"

#include <functional>
#include <string>
#include <vector>

namespace vht
{
  /**
   * One array of a state that a checkpoint has to hold: a value for each owned degree of freedom, in local order.
   */
  struct StateField
  {
    std::string                                      name;
    std::function<std::vector<double>()>             get;
    std::function<void(const std::vector<double> &)> set;
  };

  /**
   * What happens at a point, apart from diffusion: a source, with or without variables of its own that follow ordinary
   * differential equations (gates and concentrations of a cell, damage, ...).
   *
   *     du/dt - div(D grad u) = r(t, u, w),   dw/dt = g(t, u, w)
   */
  class Reaction
  {
  public:
    virtual ~Reaction() = default;

    /**
     * The source at the start of a step, and the pointwise variables at its end. Collective.
     *
     * @param[in]  time  at the start of the step [s]
     * @param[in]  step  length of the step [s]
     * @param[in]  u     field at the start, ghosts up to date
     * @param[out] rate  r at the owned degrees of freedom, the mean over the step where it is known as a function of
     * time
     * @param[out] weak  zero on entry; what the source has in the weak form beyond the mass matrix times rate: sources
     * on parts of cells; and, for those that evaluate r at quadrature points, the integral of
     * (r(u_h, w_h) - interpolated r) times the test functions. Contributions to ghosts are summed by the caller.
     */
    virtual void react(double time, double step, const Vector &u, Vector &rate, Vector &weak) = 0;

    /** Does react() write to weak? The same on all ranks. */
    virtual bool
    has_weak_part() const
    {
      return false;
    }

    /** Variables of the points, for checkpoints. */
    virtual std::vector<StateField>
    state_fields()
    {
      return {};
    }
  };
} // namespace vht
