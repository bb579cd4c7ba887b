#pragma once

#include "solvers/arteries/method.h"
#include "solvers/arteries/parameters.h"
#include "solvers/arteries/postprocessor.h"
#include "solvers/core/state_file.h"

#include <memory>

namespace vht
{
  class Run;

  /** Blood flow in a network, from the case to the files: owns all the parts. Every rank computes the same. */
  class ArteriesProblem
  {
  public:
    /**
     * Reads the tables. The parameters, the run and the coupling must outlive the problem.
     * @param[in] coupling  of the ends that parameters.connections name; none if there are none
     * @throws InputError
     */
    ArteriesProblem(const ArteriesParameters &parameters, Run &run, EndCoupling *coupling = nullptr);

    /** Tell the log and the record what will be solved; take up the checkpoint where the run goes on from one. */
    void setup();

    /**
     * To the end of the present cycle.
     * @throws ConvergenceError, and Stopped after a checkpoint where the run is told to end
     */
    void step();

    /** Cycles until they repeat, then the results. @throws ConvergenceError where they do not repeat */
    void run();

  private:
    void write_checkpoint();
    void restore();

    /** In vessels and circuit [m^3]. */
    double all_blood() const;

    const ArteriesParameters &parameters_;
    Run                      &run_;
    EndCoupling              *coupling_;
    Network                   network_;
    Discretisation            discretisation_;
    ArteryPostprocessor       postprocessor_;
    StateFile                 file_;
    CheckpointSchedule        schedule_;

    std::unique_ptr<ArteryMethod> method_;

    unsigned int        n_cycles_       = 0;     ///< complete ones
    long                point_          = 0;     ///< recorded in the present cycle besides its first one
    bool                begun_          = false; ///< is there a present cycle?
    Recorder::Change    change_         = {};
    EndCoupling::Change coupled_change_ = {0., ""};
    double              initial_blood_  = 0.; ///< in vessels and circuit [m^3]
  };
} // namespace vht
