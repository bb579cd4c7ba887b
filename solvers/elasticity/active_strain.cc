#include "solvers/elasticity/active_strain.h"

#include "solvers/elasticity/active_tension.h"

namespace vht
{
  ActiveStrain::ActiveStrain(const ElasticityParameters &parameters, ElasticityOperator &equation)
    : full_(parameters.strain.shortening)
    , history_(parameters.strain.curve, parameters.time.end, parameters.strain.where)
    , equation_(equation)
    , contracts_(cells_of_regions(equation.space().mesh(), parameters.strain.regions, parameters.strain.where_regions))
  {
    equation.tensions().assign(contracts_.size() * equation.quadrature().size(), {});
  }

  void
  ActiveStrain::apply(double time)
  {
    const double      shortening = full_ * history_.at(time);
    const std::size_t per_cell   = equation_.quadrature().size();
    for (std::size_t point = 0; point < contracts_.size() * per_cell; ++point)
      if (contracts_[point / per_cell])
        equation_.tensions()[point].shortening = shortening;
  }
} // namespace vht
