#pragma once

#include "solvers/elasticity/body_setup.h"

#include <vector>

namespace vht
{
  /** Fibres that shorten by a given part (active strain, see CellKernel): gives it to the operator's points. */
  class ActiveStrain
  {
  public:
    /** What it is given must outlive it. @throws InputError for an unknown region, an unreadable table */
    ActiveStrain(const ElasticityParameters &parameters, ElasticityOperator &equation);

    /** Give the operator the shortening at a time [s]. */
    void apply(double time);

  private:
    double              full_;
    LoadHistory         history_;
    ElasticityOperator &equation_;
    std::vector<bool>   contracts_; ///< by cell
  };
} // namespace vht
