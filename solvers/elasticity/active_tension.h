#pragma once

#include "solvers/core/time_table.h"
#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/parameters.h"

#include <optional>
#include <vector>

namespace vht
{
  /**
   * Which of the owned cells belong to the regions with these names; all where there is no name.
   * @throws InputError for a region that the mesh does not have
   */
  std::vector<bool>
  cells_of_regions(const Mesh &mesh, const std::vector<std::string> &regions, const std::string &asked_by);

  /**
   * Tension of the fibres at every quadrature point: the states of a contraction law, stepped in turns with the
   * displacement. Within a step the tension follows the stretch by the law's stiffness, so that the turns do not
   * oscillate (Regazzoni & Quarteroni 2021, doi:10.1016/j.cma.2020.113506).
   */
  class ActiveTension
  {
  public:
    /** Law, operator and parameters must outlive it. @throws InputError for an unknown region, an unreadable table */
    ActiveTension(const ActiveTensionParameters &parameters, ElasticityOperator &equation);

    /** Give the operator the tensions at @p time + @p part * @p dt of a step that begins at @p time. */
    void apply(double time, double dt, double part);

    /**
     * The step of @p dt that began at @p time has ended at this state. Collective.
     * @return the work that the tension did in it, on all ranks [J]: -int S_act dE by the trapezoidal rule
     */
    double accept(double time, double dt, const ElasticityOperator::State &state);

    /** States, stretches, rates and stresses of the owned points, for checkpoints: n_values() for each point, cell
     * after cell. */
    std::vector<double> save() const;
    void                load(const std::vector<double> &values);
    std::size_t         n_values() const;

  private:
    void advance(double time, double dt, std::vector<double> &states, bool write);

    const ActiveTensionParameters  &parameters_;
    ElasticityOperator             &equation_;
    std::optional<TimeTable>        drive_;
    std::vector<bool>               contracts_; ///< by cell
    std::vector<double>             states_, trial_;
    std::vector<Contraction::Block> stretch_, rate_;
    std::vector<double>             stress_; ///< active_stress of PointMeasures at the last state [Pa]
    std::size_t                     n_points_;
  };
} // namespace vht
