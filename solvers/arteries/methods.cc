#include "solvers/arteries/methods.h"

#include "solvers/arteries/finite_volumes.h"
#include "solvers/arteries/galerkin.h"
#include "solvers/arteries/implicit.h"
#include "solvers/arteries/parameters.h"

namespace vht
{
  double
  mass_error(const ArteryNodes &nodes, double initial_volume, double volume)
  {
    return (nodes.inflow_volume() - nodes.outflow_volume() - (volume - initial_volume)) / volume;
  }

  std::unique_ptr<ArteryMethod>
  make_artery_method(const ArteriesParameters &parameters,
                     const Discretisation     &discretisation,
                     const NodeConditions     &conditions)
  {
    if (parameters.discretisation.scheme == discontinuous_galerkin)
      return std::make_unique<GalerkinMethod>(discretisation, parameters.discretisation.degree, conditions);
    if (parameters.time.implicit)
      return make_implicit_method(discretisation, parameters.time.step, conditions);
    return std::make_unique<FiniteVolumeMethod>(discretisation, conditions);
  }
} // namespace vht
