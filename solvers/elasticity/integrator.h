#pragma once

#include "solvers/core/newton.h"
#include "solvers/elasticity/mixed_solver.h"
#include "solvers/elasticity/motion.h"
#include "solvers/elasticity/operator.h"

#include <functional>

namespace vht
{
  /** What the steps so far have taken. */
  struct ElasticityWork
  {
    unsigned int        steps = 0, halvings = 0, newton = 0, linear = 0, most_linear = 0;
    std::vector<double> residuals; ///< of the last step
  };

  /**
   * Moves the body through time: Newton's method in every step, steps that are halved where it fails. Owns the state.
   *
   * A step starts from the extrapolation of the last two, or, where that is not a possible state, from the last one.
   */
  class ElasticityIntegrator : private NonlinearSystem
  {
  public:
    /** Called before a step that ends at @p time with the part of it at which forces act; sets the operator's loads. */
    using ApplyLoads = std::function<void(double time)>;

    /** All that is borrowed must outlive the integrator. Collective. */
    ElasticityIntegrator(ElasticityOperator          &equation,
                         const MotionParameters      &motion,
                         const NewtonParameters      &newton,
                         const MixedSolverParameters &linear_solver,
                         Log                         &log);

    const Vector &
    displacement() const
    {
      return motion_.displacement();
    }

    /** Positive in tension [Pa]. */
    const Vector &
    pressure() const
    {
      return pressure_;
    }

    const Motion &
    motion() const
    {
      return motion_;
    }

    Motion &
    motion()
    {
      return motion_;
    }

    Vector &
    pressure()
    {
      return pressure_;
    }

    const ElasticityWork &
    work() const
    {
      return work_;
    }

    /**
     * From @p time to @p time + @p dt, in parts where Newton's method fails.
     *
     * @param[in] smallest  part of dt below which the step has failed
     * @param[in] given     factor of the given displacements at a time
     * @throws ConvergenceError; the state is then that of the last good part, at reached()
     */
    void advance(double                                time,
                 double                                dt,
                 double                                smallest,
                 const ApplyLoads                     &apply_loads,
                 const std::function<double(double)> &given);

    /** Time of the state [s]. */
    double
    reached() const
    {
      return reached_;
    }

  private:
    void step(double dt, const ApplyLoads &apply_loads, double factor);
    void solve_from(Vector &unknown, double factor);

    void         residual(const Vector &unknown, Vector &f) override;
    void         linearise(const Vector &unknown) override;
    unsigned int solve(const Vector &f, Vector &step) override;

    ElasticityOperator::State state_at(const Vector &unknown);

    ElasticityOperator &equation_;
    Log                &log_;
    Newton              newton_;
    MixedSolver         solver_;
    Motion              motion_;
    Vector              pressure_, pressure_before_;
    Vector              u_, p_, mid_u_, mid_v_, mid_a_; ///< of the state at hand
    ElasticityWork      work_;
    double              reached_ = 0., dt_before_ = 0.;
  };
} // namespace vht
