#pragma once

#include "solvers/core/linear_solver.h"
#include "solvers/reaction_diffusion/operator.h"
#include "solvers/reaction_diffusion/reaction.h"

#include <vector>

namespace vht
{
  class RunRecord;

  /**
   * Implicit–explicit Euler: diffusion implicit, reaction explicit.
   *
   *     w_{n+1}                      pointwise variables from u_n (their own scheme, Rush–Larsen for gates)
   *     (M + dt K) du = dt (M r(t_n, u_n, w_n) - K u_n) + dt q,   u_{n+1} = u_n + du
   *
   * with q the part of the reaction that is evaluated at quadrature points. First order in time. The solve is for the
   * increment, so that its tolerance is relative to what changes and not to the resting state. Owns the state.
   */
  class ImexEuler
  {
  public:
    /** @param[in] step  [s]; the one that @p diffusion was made for */
    ImexEuler(const FunctionSpace          &space,
              const DiffusionOperator      &diffusion,
              Reaction                     &reaction,
              const LinearSolverParameters &parameters,
              const std::string            &prefix,
              double                        step);

    /** One step from @p time. Collective. @return iterations of the linear solver */
    unsigned int advance(double time, RunRecord &record);

    /** The field; ghosts are up to date after advance() and update_ghosts(). */
    const Vector &
    solution() const
    {
      return u_;
    }

    /** Set owned values of the field. */
    void set_solution(const Vector &values);

    /** What a checkpoint has to hold, without the variables of the reaction. */
    std::vector<StateField> state_fields();

  private:
    const DiffusionOperator &diffusion_;
    Reaction                &reaction_;
    LinearSolver             solver_;
    double                   step_;
    Vector                   u_, increment_, rate_, weak_, rhs_;
  };
} // namespace vht
