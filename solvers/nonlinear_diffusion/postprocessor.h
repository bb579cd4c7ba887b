#pragma once

#include "solvers/core/newton.h"
#include "solvers/nonlinear_diffusion/operator.h"
#include "solvers/nonlinear_diffusion/parameters.h"

namespace vht
{
  class Run;

  /** What a user wants to know of the solution: numbers for summary.json, the convergence for a table, the field. */
  class DiffusionPostprocessor
  {
  public:
    /** The arguments must outlive the postprocessor. */
    DiffusionPostprocessor(const DiffusionOperator &equation, const FieldOutputParameters &output, Run &run);

    /** Evaluate and write. Collective. @throws InputError when the disk refuses */
    void write(const Vector &temperature, const NewtonResult &solve);

    /** Mean over the body [K]. Collective. */
    double mean_temperature(const Vector &temperature) const;

    /** Heat that enters the body through a surface, by its tag [W]. Collective. */
    double inflow(const Vector &temperature, unsigned int surface) const;

  private:
    const DiffusionOperator &equation_;
    FieldOutput              fields_;
    Run                     &run_;
  };
} // namespace vht
