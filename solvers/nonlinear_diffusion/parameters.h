#pragma once

#include "physics/diffusion/conductivity.h"
#include "solvers/core/field_output.h"
#include "solvers/core/linear_solver.h"
#include "solvers/core/mesh.h"
#include "solvers/core/newton.h"

#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace vht
{
  /** Section "Surface NAME": what happens on one surface of the mesh. A NaN was not given. */
  struct SurfaceParameters
  {
    std::string name;
    std::string where; ///< of the section in the case file, for messages
    double      temperature = std::numeric_limits<double>::quiet_NaN(); ///< kept at [K]
    double      inflow      = std::numeric_limits<double>::quiet_NaN(); ///< heat flux into the body [W/m^2]
  };

  /** The whole case of a stationary heat conduction with a conductivity that depends on the temperature. */
  struct NonlinearDiffusionParameters
  {
    MeshParameters                 mesh;
    unsigned int                   degree        = 1;
    std::unique_ptr<Conductivity>  conductivity  = make_conductivity("quadratic");
    double                         power_density = 0.; ///< [W/m^3]
    std::vector<SurfaceParameters> surfaces;
    NewtonParameters               newton;
    LinearSolverParameters         linear_solver;
    FieldOutputParameters          output;

    void declare(ParameterSection &root);

    /** @throws InputError where a surface has no condition or two, or where no surface fixes the temperature */
    void check() const;
  };
} // namespace vht
