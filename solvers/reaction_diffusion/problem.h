#pragma once

#include "solvers/core/checkpoint.h"
#include "solvers/core/field_output.h"
#include "solvers/core/run.h"
#include "solvers/reaction_diffusion/integrator.h"
#include "solvers/reaction_diffusion/parameters.h"
#include "solvers/reaction_diffusion/postprocessor.h"

#include <memory>
#include <string>
#include <vector>

namespace vht
{
  /**
   * A time-dependent run of one scalar reaction–diffusion field: time loop, checkpoints, output, progress.
   *
   * The owner gives mesh, diffusion tensors, the reaction and a postprocessor; all have to outlive the problem.
   */
  class ReactionDiffusionProblem
  {
  public:
    /** What a field may not leave, or the run has failed; in SI units. */
    struct Plausible
    {
      double      minimum, maximum;
      std::string advice; ///< what to try: "the time step is too large for the cell model"
    };

    /** @param[in] prefix  of the linear solver's PETSc options: "heart_potential_" */
    ReactionDiffusionProblem(const FunctionSpace               &space,
                             const ReactionDiffusionParameters &parameters,
                             const DiffusionTensors            &tensors,
                             Reaction                          &reaction,
                             ReactionDiffusionPostprocessor    &postprocessor,
                             const std::string                 &prefix,
                             const Plausible                   &plausible,
                             Run                               &run);

    /** Start from this field, unless the run continues from a checkpoint. Collective. */
    void setup(const Vector &initial);

    /** One time step. Collective. @throws ConvergenceError when the field is implausible or the solver fails */
    void step();

    /**
     * All steps to the end, with output, checkpoints and progress.
     * @throws Stopped after a checkpoint when a signal asked for it; ConvergenceError after a checkpoint of the last
     *         plausible state
     */
    void run();

    const ImexEuler &
    integrator() const
    {
      return integrator_;
    }

    const TimeControl &
    time() const
    {
      return time_;
    }

  private:
    /** A copy of the state in memory: what a failing run leaves behind for a restart with a smaller step. */
    struct Snapshot
    {
      CheckpointInfo                   info;
      std::vector<std::vector<double>> values;
    };

    void     restore();
    void     write_checkpoint();
    void     write(const Snapshot &snapshot);
    Snapshot take_snapshot();
    void     check_plausible() const;

    const FunctionSpace               &space_;
    ReactionDiffusionParameters        parameters_;
    Reaction                          &reaction_;
    ReactionDiffusionPostprocessor    &postprocessor_;
    Plausible                          plausible_;
    Run                               &run_;
    std::unique_ptr<DiffusionOperator> diffusion_;
    ImexEuler                          integrator_;
    TimeControl                        time_;
    CanonicalOrder                     order_;
    Checkpoint                         checkpoint_;
    Snapshot                           last_good_;
    std::vector<StateField>            state_;
    unsigned long                      iterations_ = 0;
    unsigned int                       n_solves_   = 0;
    CheckpointSchedule                 schedule_;
  };
} // namespace vht
