#pragma once

#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/parameters.h"

#include <vector>

namespace vht
{
  class Run;

  /** Stress of a body that is in equilibrium with its loads where the mesh has it. */
  struct Prestress
  {
    std::vector<double> axes;      ///< ElasticityOperator::axes_at_rest()
    Vector              pressure;  ///< [Pa]
    std::vector<double> distances; ///< displacement that each update took away [m]
  };

  /**
   * The mesh is the body as the image has it, under the loads at the start of the run. Each point's deformation from
   * its own unloaded state is updated multiplicatively: the loads move the body by u, F becomes (1 + grad u) F, and the
   * body is put back (Gee, Förster & Wall 2010, doi:10.1002/cnm.1236). First while the loads
   * grow, then at full load until u is below the tolerance. The deformations of the points need not fit together to an
   * unloaded body: use a ReferenceConfiguration where that body is wanted. Collective.
   *
   * @throws ConvergenceError when the tolerance is not reached; InputError when nothing acts at the start
   */
  Prestress
  find_prestress(const ElasticityParameters &parameters, const MixedSpace &space, const AxesOfCell &axes, Run &run);
} // namespace vht
