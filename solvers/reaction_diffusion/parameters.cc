#include "solvers/reaction_diffusion/parameters.h"

#include "solvers/core/parameters.h"

namespace vht
{
  void
  ReactionDiffusionParameters::declare(ParameterSection &root)
  {
    ParameterSection &space = root.section("Space", "Finite elements");
    space.add("Degree", degree, {1, 2}, "Polynomial degree of the elements");
    space.critical();
    space.add_choice("Mass", mass, {"consistent", "lumped"},
                     "Mass matrix. Lumped: fronts too slow on coarse meshes, consistent: too fast; both converge");
    space.critical();

    time.declare(root.section("Time", "Time stepping"));
    solver.declare(root.section("Linear solver", "Solver of the diffusion step"));

    ParameterSection &output = root.section("Output", "What is written");
    fields.declare(output);
    output.add("Field interval", field_interval, "s", {0., 1e6},
               "Time between written fields; 0: the last state alone");
    output.add("Table interval", table_interval, "s", {0., 1e6}, "Time between rows of the tables");

    checkpoint.declare(root.section("Checkpoint", "When the state is kept"));
  }
} // namespace vht
