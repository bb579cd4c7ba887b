#pragma once

#include "solvers/core/state_file.h"
#include "solvers/network/parameters.h"
#include "solvers/network/postprocessor.h"

namespace vht
{
  class Run;
}

namespace vht::network
{
  /** A 0-D circuit from the case to the files. */
  class NetworkProblem
  {
  public:
    /** Takes the circuit out of the parameters. The run must outlive the problem. @throws InputError */
    NetworkProblem(NetworkParameters parameters, Run &run);

    /** The state at the start, or that of the checkpoint. */
    void setup();

    /** One row of the table further. */
    void step();

    /** All beats. @throws ConvergenceError when a periodic state is asked for and not reached */
    void run();

    const Circuit &
    circuit() const
    {
      return circuit_;
    }

    const Values &
    value() const
    {
      return integrator_->value();
    }

    unsigned int
    beat() const
    {
      return beat_;
    }

  private:
    void start();
    void restore();
    void write_checkpoint();
    void report_end(const PeriodicChange &change);

    NetworkParameters           parameters_;
    Run                        &run_;
    Circuit                     circuit_;
    std::unique_ptr<Integrator> integrator_;
    NetworkPostprocessor        postprocessor_;
    StateFile                   file_;
    CheckpointSchedule          schedule_;
    unsigned int                beat_ = 0; ///< complete ones
    unsigned int                row_  = 0; ///< in the present beat
  };
} // namespace vht::network
