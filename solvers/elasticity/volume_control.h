#pragma once

#include "solvers/elasticity/cavity.h"
#include "solvers/elasticity/mixed_solver.h"
#include "solvers/elasticity/operator.h"

#include <functional>
#include <vector>

namespace vht
{
  /**
   * Cavities whose volume is given and whose pressure P is found: the multiplier of the constraint V(u) = V*.
   *
   *     [K   C] [dx]     [ r      ]        C   force of a unit pressure on the walls
   *     [D^T 0] [dP] = - [ V - V* ]        D   derivative of the volume
   *
   * The bordered system is solved by elimination: one more solve with K for each cavity. The volume's equation is
   * multiplied by the operator's volume_scale(), as those of the tissue's volume are.
   */
  class VolumeControl
  {
  public:
    /** One cavity, which must outlive the control, and its volume at a time [m^3]. */
    struct Controlled
    {
      const Cavity                 *cavity;
      std::function<double(double)> volume;
    };

    VolumeControl(ElasticityOperator &equation, std::vector<Controlled> cavities);

    std::size_t
    size() const
    {
      return cavities_.size();
    }

    /** From now on the volumes of this time are wanted. */
    void aim_at(double time);

    /** Let these pressures act on the walls [Pa]. */
    void apply(const std::vector<double> &pressures);

    /** V - V*, scaled. Collective. */
    std::vector<double> residual(const Vector &displacement) const;

    /**
     * Prepare the border of the derivative at a state; @p rate is that of the displacement with the unknown. Collective.
     */
    void linearise(const ElasticityOperator::State &state, double rate);

    /**
     * Solve the bordered system for dx and dP, with f = r and @p volumes = V - V*, both as residuals give them.
     * @param[out] step      dx
     * @param[out] pressure  dP [Pa]
     * @return the number of linear iterations of all solves
     */
    unsigned int solve(MixedSolver               &solver,
                       const Vector              &f,
                       const std::vector<double> &volumes,
                       Vector                    &step,
                       std::vector<double>       &pressure) const;

  private:
    ElasticityOperator     &equation_;
    std::vector<Controlled> cavities_;
    std::vector<double>     targets_;
    std::vector<Vector>     forces_, derivatives_; ///< C and D as unknowns, without ghosts
  };
} // namespace vht
