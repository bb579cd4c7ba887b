#pragma once

#include "physics/contraction/arostica_2025.h"
#include "solvers/core/canonical_order.h"
#include "solvers/core/checkpoint.h"
#include "solvers/core/time_table.h"
#include "solvers/elasticity/active_tension.h"
#include "solvers/elasticity/integrator.h"
#include "solvers/elasticity/parameters.h"
#include "solvers/elasticity/postprocessor.h"

#include <memory>
#include <optional>

namespace vht
{
  class Run;

  /** A load curve of a case, read and ready. */
  class LoadHistory
  {
  public:
    /** @param[in] end  of the run, where a ramp reaches one [s] */
    LoadHistory(const LoadCurve &curve, double end, const std::string &asked_by);

    double at(double time) const;

  private:
    double                          end_;
    bool                            is_ramp_;
    std::optional<TimeTable>        table_;
    std::optional<ArosticaPressure> benchmark_;
  };

  /**
   * A body of tissue under loads, over time: steps, output, checkpoints, progress. The owner gives mesh and axes.
   */
  class ElasticityProblem : private ElasticityIntegrator::Loads
  {
  public:
    /** @throws InputError for names that the mesh does not have, boundary conditions that cannot hold. Collective */
    ElasticityProblem(const ElasticityParameters &parameters, const Mesh &mesh, const AxesOfCell &axes, Run &run);

    /** From rest, or from a checkpoint. Collective. */
    void setup();

    /** One time step, in parts if need be. Collective. @throws ConvergenceError */
    void step();

    /**
     * All steps to the end.
     * @throws Stopped after a checkpoint when a signal asked for it; ConvergenceError after a checkpoint
     */
    void run();

    const ElasticityOperator &
    equation() const
    {
      return equation_;
    }

    const ElasticityPostprocessor &
    postprocessor() const
    {
      return postprocessor_;
    }

  private:
    struct Load
    {
      SurfaceLoad full;
      LoadHistory pressure, traction;
    };

    void   apply(double time, double dt, double part) override;
    void   accept(double time, double dt) override;
    void   make_loads(const Mesh &mesh);
    void   control_volumes();
    double pressure_around(const Cavity &cavity, double time) const;
    void   write_table();
    void   restore();
    void   write_checkpoint(double time);

    ElasticityOperator::State state() const;

    ElasticityParameters          parameters_;
    Run                          &run_;
    MixedSpace                    space_;
    ElasticityOperator            equation_;
    std::vector<Load>             loads_;
    std::vector<std::size_t>      controlled_; ///< cavities whose volume is given
    std::optional<ActiveTension>  tension_;
    ElasticityIntegrator          integrator_;
    ElasticityPostprocessor       postprocessor_;
    TimeControl                   time_;
    CanonicalOrder                node_order_, pressure_order_;
    std::optional<CanonicalOrder> point_order_;
    Checkpoint                    checkpoint_;
    CheckpointSchedule            schedule_;
  };
} // namespace vht
