#pragma once

#include "solvers/arteries/integrator.h"
#include "solvers/arteries/parameters.h"
#include "solvers/arteries/postprocessor.h"

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

    /** Tell the log and the record what will be solved. */
    void setup();

    /** One cycle. @throws ConvergenceError, and Stopped where the run is told to end */
    void step();

    /** Cycles until they repeat, then the results. @throws ConvergenceError where they do not repeat */
    void run();

  private:
    const ArteriesParameters &parameters_;
    Run                      &run_;
    EndCoupling              *coupling_;
    Network                   network_;
    Discretisation            discretisation_;
    ArteryOperator            operator_;
    ArteryIntegrator          integrator_;
    ArteryPostprocessor       postprocessor_;

    unsigned int                n_cycles_       = 0;
    ArteryPostprocessor::Change change_         = {};
    EndCoupling::Change         coupled_change_ = {0., ""};
  };
} // namespace vht
