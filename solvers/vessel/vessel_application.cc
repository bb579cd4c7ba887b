#include "solvers/vessel/vessel_application.h"

#include "solvers/core/parameters.h"
#include "solvers/core/run.h"
#include "solvers/network/problem.h"

#include <utility>

namespace vht
{
  void
  VesselApplication::declare(ParameterSection &root)
  {
    root.add_choice("Model", model_, {"network"}, "network: a circuit of 0-D components");
    root.critical();
    network_.declare(root);
  }

  void
  VesselApplication::check() const
  {
    network_.check();
  }

  void
  VesselApplication::inspect(Run &run)
  {
    const network::Circuit circuit = network_.make_circuit();
    for (const std::string &line : network::unusual_constants(circuit))
      run.log().warning(line + ". Is the unit right?");
  }

  void
  VesselApplication::run(Run &run)
  {
    network::NetworkProblem problem(std::move(network_), run);
    problem.run();
  }
} // namespace vht
