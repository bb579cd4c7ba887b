#pragma once

#include "solvers/core/newton.h"
#include "solvers/elasticity/mixed_solver.h"
#include "solvers/elasticity/motion.h"
#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/volume_control.h"

#include <array>
#include <map>
#include <string>
#include <vector>

namespace vht
{
  class RunRecord;

  /** What the steps so far have taken. */
  struct ElasticityWork
  {
    unsigned int        steps = 0, halvings = 0, newton = 0, linear = 0, most_linear = 0;
    std::vector<double> residuals; ///< of the last step

    /** The counts, for checkpoints. */
    void save(std::map<std::string, double> &numbers) const;
    void load(const std::map<std::string, double> &numbers);
  };

  /**
   * Moves the body through time: Newton's method in every step, steps that are halved where it fails. Owns the state.
   *
   * A step starts from the extrapolation of the last two, or, where that is far off, from the last one.
   */
  class ElasticityIntegrator : private NonlinearSystem
  {
  public:
    /** What the integrator asks of its owner. */
    class Loads
    {
    public:
      virtual ~Loads() = default;

      /** Give the operator what acts at @p time + @p part * @p dt of a step of @p dt that begins at @p time. */
      virtual void apply(double time, double dt, double part) = 0;

      /** Factor of the given displacements at a time. */
      virtual double
      given(double time)
      {
        (void)time;
        return 0.;
      }

      /** The step has succeeded; the integrator has its end. */
      virtual void
      accept(double time, double dt)
      {
        (void)time;
        (void)dt;
      }
    };

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

    /** Pressures of now and of before the last step, for checkpoints. */
    std::array<Vector *, 2>
    pressures()
    {
      return {&pressure_, &pressure_before_};
    }

    const ElasticityWork &
    work() const
    {
      return work_;
    }

    ElasticityWork &
    work()
    {
      return work_;
    }

    /**
     * From @p time to @p time + @p dt, in parts where Newton's method fails.
     *
     * @param[in] smallest  part of dt below which the step has failed
     * @throws ConvergenceError; the state is then that of the last good part, at reached()
     */
    void advance(double time, double dt, double smallest, Loads &loads);

    /** Find the pressures of these cavities instead of taking them from the loads. */
    void control_volumes(std::vector<VolumeControl::Controlled> cavities);

    /** Of the controlled cavities [Pa]; to be filled by a restart: now, and before the last step. */
    std::array<std::vector<double> *, 2>
    cavity_pressures()
    {
      return {&cavity_pressures_, &cavity_pressures_before_};
    }

    /** @param[in] state  0: now, 1: before the last step */
    const std::vector<double> &
    cavity_pressures(std::size_t state) const
    {
      return state == 0 ? cavity_pressures_ : cavity_pressures_before_;
    }

    /** Put the time of each part of the work into this record, which must outlive the integrator. */
    void
    time_with(RunRecord &record)
    {
      record_ = &record;
    }

    /** Time of the state [s]. */
    double
    reached() const
    {
      return reached_;
    }

  private:
    void step(double dt, Loads &loads);
    void solve_from(Vector &unknown);

    /** The state that goes on from the last two steps, over @p ratio times the last one. */
    void extrapolate(double ratio, Vector &unknown);

    /** Write the given displacements into an unknown. */
    void impose(Vector &unknown, double factor);

    void         residual(const Vector &unknown, Vector &f) override;
    void         linearise(const Vector &unknown) override;
    unsigned int solve(const Vector &f, Vector &step) override;

    ElasticityOperator::State state_at(const Vector &unknown);

    /** The further values of an unknown, on all ranks; and written into it. */
    std::vector<double> further(const Vector &unknown) const;
    void                set_further(const std::vector<double> &values, Vector &unknown) const;

    ElasticityOperator &equation_;
    Log                &log_;
    Newton              newton_;
    MixedSolver         solver_;
    Motion              motion_;
    Vector              pressure_, pressure_before_;
    Vector              u_, p_, mid_u_, mid_v_, mid_a_; ///< of the state at hand
    ElasticityWork      work_;

    std::unique_ptr<VolumeControl> control_;
    std::vector<double>            cavity_pressures_, cavity_pressures_before_;
    double                         reached_ = 0.;
    RunRecord                     *record_  = nullptr;
  };
} // namespace vht
