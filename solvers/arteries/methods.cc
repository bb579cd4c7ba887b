#include "solvers/arteries/methods.h"

#include "physics/error.h"
#include "solvers/arteries/finite_volumes.h"
#include "solvers/arteries/galerkin.h"
#include "solvers/arteries/implicit.h"
#include "solvers/arteries/parameters.h"

namespace vht
{
  std::unique_ptr<ArteryMethod>
  make_artery_method(const ArteriesParameters &parameters,
                     const Discretisation     &discretisation,
                     const NodeConditions     &conditions)
  {
    const bool galerkin = parameters.discretisation.scheme == discontinuous_galerkin;
    if (!parameters.connections.empty() && (galerkin || parameters.time.implicit))
      throw InputError(parameters.connections.front().where + ": the connection \"" +
                       parameters.connections.front().name +
                       "\" joins a vessel to a circuit, which goes with Discretisation/Scheme = finite volumes and "
                       "Time/Method = explicit alone.");
    if (galerkin)
      return std::make_unique<GalerkinMethod>(discretisation, parameters.discretisation.degree, conditions);
    if (parameters.time.implicit)
      return make_implicit_method(discretisation, parameters.time.step, conditions);
    return std::make_unique<FiniteVolumeMethod>(discretisation, conditions);
  }
} // namespace vht
