#pragma once

#include "physics/contraction/arostica_2025.h"
#include "solvers/core/time_table.h"
#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/parameters.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace vht
{
  /** A load curve of a case, read and ready. */
  class LoadHistory
  {
  public:
    /** @param[in] end  of the run, where a ramp reaches one [s] */
    LoadHistory(const LoadCurve &curve, double end, const std::string &asked_by);

    double at(double time) const;

  private:
    double                          end_;
    bool                            is_ramp_;
    std::optional<TimeTable>        table_;
    std::optional<ArosticaPressure> benchmark_;
  };

  /** What acts on a surface over time. */
  struct HistoryLoad
  {
    SurfaceLoad full; ///< at the factor one
    LoadHistory pressure, traction;
  };

  /**
   * What each region of the mesh is made of, by tag. The laws stay those of the parameters.
   *
   * @param[in] at_rest  without inertia and viscosity
   * @throws InputError for a region that the mesh does not have
   */
  std::map<unsigned int, Tissue>
  make_tissues(const ElasticityParameters &parameters, const Mesh &mesh, bool at_rest = false);

  /** The components of the displacement that the case fixes. @throws InputError for an unknown surface */
  std::vector<GivenDisplacement> make_given(const ElasticityParameters &parameters, const Mesh &mesh);

  /** @throws InputError for an unknown surface, a table that cannot be read, an expression that is none */
  std::vector<HistoryLoad> make_loads(const ElasticityParameters &parameters, const MixedSpace &space);

  /** The loads at a time [s]. */
  std::vector<SurfaceLoad> loads_at(const std::vector<HistoryLoad> &histories, double time);

  /**
   * A body that keeps its volume, and whose boundary cannot move along its normal anywhere, has no definite pressure.
   * Collective.
   * @throws InputError
   */
  void refuse_if_pressure_is_unknown(const ElasticityOperator &equation, const std::vector<GivenDisplacement> &given);
} // namespace vht
