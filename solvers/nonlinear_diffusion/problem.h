#pragma once

#include "solvers/nonlinear_diffusion/integrator.h"
#include "solvers/nonlinear_diffusion/operator.h"
#include "solvers/nonlinear_diffusion/parameters.h"
#include "solvers/nonlinear_diffusion/postprocessor.h"

namespace vht
{
  class Run;

  /** Heat conduction in a body, from the case to the files: owns all the parts and says in which order they work. */
  class NonlinearDiffusionProblem
  {
  public:
    /**
     * Reads the mesh. The parameters and the run must outlive the problem. Collective.
     * @throws MeshError, and InputError for a surface that the mesh does not have
     */
    NonlinearDiffusionProblem(const NonlinearDiffusionParameters &parameters, Run &run);

    /** Tell the log and the record what will be solved. */
    void setup();

    /** Solve the equation: the one step of a stationary problem. Collective. @throws ConvergenceError */
    void step();

    /** setup(), step(), results. Collective. */
    void run();

    const Vector &
    temperature() const
    {
      return integrator_.temperature();
    }

  private:
    Run                   &run_;
    Mesh                   mesh_;
    FunctionSpace          space_;
    DiffusionOperator      operator_;
    DiffusionIntegrator    integrator_;
    DiffusionPostprocessor postprocessor_;
    NewtonResult           result_;
    std::string            mesh_file_;
  };
} // namespace vht
