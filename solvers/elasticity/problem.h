#pragma once

#include "solvers/core/canonical_order.h"
#include "solvers/core/checkpoint.h"
#include "solvers/elasticity/active_strain.h"
#include "solvers/elasticity/active_tension.h"
#include "solvers/elasticity/body_setup.h"
#include "solvers/elasticity/energy_balance.h"
#include "solvers/elasticity/integrator.h"
#include "solvers/elasticity/parameters.h"
#include "solvers/elasticity/postprocessor.h"

#include <memory>
#include <optional>

namespace vht
{
  class Run;

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
    void   apply(double time, double dt, double part) override;
    void   accept(double time, double dt) override;
    void   control_volumes();
    void   start_under_stress();
    double pressure_around(const Cavity &cavity, double time) const;
    Tensor body_force() const;

    /** Of all cavities: where loads give it at a time, else the controlled one of the state (0) or before it (1). */
    std::vector<double> cavity_pressures(double time, std::size_t state) const;
    void                write_table();
    void                restore();
    void                write_checkpoint(double time);

    ElasticityOperator::State state() const;

    ElasticityParameters          parameters_;
    Run                          &run_;
    AxesOfCell                    axes_;
    MixedSpace                    space_;
    ElasticityOperator            equation_;
    std::vector<HistoryLoad>      loads_;
    std::vector<std::size_t>      controlled_; ///< cavities whose volume is given
    std::optional<ActiveTension>  tension_;
    std::optional<ActiveStrain>   strain_;
    ElasticityIntegrator          integrator_;
    ElasticityPostprocessor       postprocessor_;
    std::optional<EnergyBalance>  energies_;
    TimeControl                   time_;
    CanonicalOrder                node_order_, pressure_order_;
    std::optional<CanonicalOrder> point_order_, stress_order_; ///< of tension, of prestress
    Checkpoint                    checkpoint_;
    CheckpointSchedule            schedule_;
  };
} // namespace vht
