#pragma once

#include "solvers/elasticity/cell_kernel.h"
#include "solvers/elasticity/mixed_space.h"

#include <array>
#include <string>

namespace vht
{
  class ParameterSection;

  /** How the equation of motion is stepped in time. */
  struct MotionParameters
  {
    std::string scheme  = "quasi-static"; ///< quasi-static, generalised-alpha, Newmark, BDF2
    double      alpha_m = 0.2, alpha_f = 0.4;

    void declare(ParameterSection &section);
  };

  /**
   * Displacement, velocity and acceleration over one step. The forces are wanted at a state between the old and the new
   * one, which is linear in the new displacement u:
   *
   *     u_f = (1 - alpha_f) u + alpha_f u_old,  v_f likewise,  a_m = (1 - alpha_m) a + alpha_m a_old
   *
   * with Newmark's v(u), a(u), gamma = 1/2 + alpha_f - alpha_m, beta = (gamma + 1/2)^2 / 4 (Chung & Hulbert 1993,
   * doi:10.1115/1.2900803). Newmark: alpha_m = alpha_f = 0. BDF2: v and a by backward differences over two steps that
   * may differ in length, the first step by backward Euler. Quasi-static: v = (u - u_old) / dt for viscous tissue, no
   * inertia.
   */
  class Motion
  {
  public:
    Motion(const MotionParameters &parameters, const MixedSpace &space);

    /** Is there inertia? */
    bool
    is_dynamic() const
    {
      return scheme_ != Scheme::quasi_static;
    }

    const Vector &
    displacement() const
    {
      return u_;
    }

    const Vector &
    velocity() const
    {
      return v_;
    }

    const Vector &
    acceleration() const
    {
      return a_;
    }

    /** Everything that a restart has to know. */
    std::array<Vector *, 5>
    state()
    {
      return {&u_, &v_, &a_, &u_before_, &v_before_};
    }

    unsigned int
    n_steps() const
    {
      return n_steps_;
    }

    double
    last_step() const
    {
      return dt_before_;
    }

    /** After state() has been filled. */
    void
    restart_at(unsigned int n_steps, double last_step)
    {
      n_steps_   = n_steps;
      dt_before_ = last_step;
    }

    /** A step of @p dt [s] begins. */
    void begin(double dt);

    /** Part of the step at which the loads act. */
    double
    load_time() const
    {
      return 1. - alpha_f_;
    }

    /** Displacement, velocity and acceleration at which forces are wanted when the step ends at @p u. */
    void at(const Vector &u, Vector &displacement, Vector &velocity, Vector &acceleration) const;

    /** Their derivatives by the displacement at the end. */
    StateRates rates() const;

    /** The step ends at @p u. */
    void finish(const Vector &u);

    /** Before the next step: where a body that keeps on moving would be. */
    void predict(Vector &u, double dt) const;

  private:
    enum class Scheme
    {
      quasi_static,
      generalised_alpha,
      bdf2
    };

    void new_rates(const Vector &u, Vector &v, Vector &a) const;

    /** Weights of the new value, the old one and the one before in the backward difference [1/s]. */
    std::array<double, 3> backward_difference() const;

    Scheme       scheme_;
    double       alpha_m_ = 0., alpha_f_ = 0., beta_ = 0., gamma_ = 0.;
    double       dt_ = 0., dt_before_ = 0.;
    unsigned int n_steps_ = 0;
    Vector       u_, v_, a_, u_before_, v_before_;
  };
} // namespace vht
