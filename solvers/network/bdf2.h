#pragma once

#include "solvers/network/integrator.h"

namespace vht::network
{
  /**
   * The backward differentiation formula of second order with steps that follow the error.
   *
   * The error of a step comes from a parabola through the three values before: both miss the solution by a multiple of
   * its third derivative, so that their distance tells it. Judged are unknowns whose rates enter the equations. A step
   * that misses the tolerance, or whose equations are not solved, is repeated with a shorter one.
   */
  class Bdf2 final : public Integrator
  {
  public:
    Bdf2(const Circuit &circuit, const IntegratorParameters &parameters);

    void start(double time, const Values &value, const Values &rate) override;

    /** @throws ConvergenceError when steps become too short */
    void advance_to(double time) override;

    std::map<std::string, std::vector<double>> save() override;
    void                                       load(const std::map<std::string, std::vector<double>> &state) override;

  private:
    /** One attempt. @return its error, in tolerances; the new values are in `candidate_` */
    double attempt(double step);
    void   accept(double step);

    double       tolerance_;
    Values       before_, before_that_; ///< values one and two steps ago
    Values       candidate_;
    double       last_step_ = 0., step_before_ = 0.;
    unsigned int n_known_ = 0;  ///< steps since the start, up to 2
    double       wanted_  = 0.; ///< length of the next step
  };
} // namespace vht::network
