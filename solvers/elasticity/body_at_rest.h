#pragma once

#include "solvers/elasticity/body_setup.h"
#include "solvers/elasticity/integrator.h"

namespace vht
{
  /**
   * The passive body of a case in equilibrium with its loads of one moment, without inertia and viscosity: for what
   * comes before the run.
   */
  class BodyAtRest : private ElasticityIntegrator::Loads
  {
  public:
    /**
     * @param[in] time  at which the loads are taken [s]
     * @throws InputError when nothing acts then; @p asked_by says who wants the loads. Collective
     */
    BodyAtRest(const ElasticityParameters &parameters,
               const MixedSpace           &space,
               const AxesOfCell           &axes,
               double                      time,
               const std::string          &asked_by,
               Log                        &log);

    /** From the part @p from of the loads to the part @p to, in smaller steps where that fails and the parts differ.
     * @throws ConvergenceError */
    void load(double from, double to);

    /** Start from this state. */
    void set_state(const Vector &displacement, const Vector &pressure);

    const Vector &
    displacement() const
    {
      return integrator_.displacement();
    }

    const Vector &
    pressure() const
    {
      return integrator_.pressure();
    }

    ElasticityOperator &
    equation()
    {
      return equation_;
    }

    const ElasticityWork &
    work() const
    {
      return integrator_.work();
    }

  private:
    void apply(double time, double dt, double part) override;

    ElasticityOperator       equation_;
    ElasticityIntegrator     integrator_;
    std::vector<SurfaceLoad> loads_;
    Tensor                   body_force_;
    double                   from_ = 0., to_ = 0.; ///< parts of the loads between which load() moves
  };
} // namespace vht
