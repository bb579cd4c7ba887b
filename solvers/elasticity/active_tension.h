#pragma once

#include "solvers/core/time_table.h"
#include "solvers/elasticity/operator.h"
#include "solvers/elasticity/parameters.h"

#include <optional>
#include <vector>

namespace vht
{
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

    /** The step of @p dt that began at @p time has ended at this state. Collective. */
    void accept(double time, double dt, const ElasticityOperator::State &state);

    /** States, stretches and rates of the owned points, for checkpoints: n_values() for each point, cell after cell. */
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
    std::size_t                     n_points_;
  };
} // namespace vht
