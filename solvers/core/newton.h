#pragma once

#include "solvers/core/types.h"

#include <string>
#include <vector>

namespace vht
{
  class Log;
  class ParameterSection;

  /** Section "Newton" of a case file. */
  struct NewtonParameters
  {
    double       relative_tolerance      = 1e-8;
    double       absolute_tolerance      = 1e-14;
    unsigned int maximum_iterations      = 25;
    unsigned int maximum_step_reductions = 10;
    std::string  globalisation           = "line search"; ///< line search, full steps

    void declare(ParameterSection &section);
  };

  /** A system of nonlinear equations F(u) = 0, as a Newton solver asks for it. */
  class NonlinearSystem
  {
  public:
    virtual ~NonlinearSystem() = default;

    /** F(u). @throws ConvergenceError where u is outside the domain of F; the line search then shortens the step */
    virtual void residual(const Vector &u, Vector &f) = 0;

    /** Prepare the derivative at u for solve(). */
    virtual void linearise(const Vector &u) = 0;

    /** Solve F'(u) step = -f. @return the number of linear iterations */
    virtual unsigned int solve(const Vector &f, Vector &step) = 0;
  };

  /** |F(u)|, with F(u) in @p f; infinite where F does not exist. */
  double residual_norm(NonlinearSystem &system, const Vector &u, Vector &f);

  /** What a solve took. */
  struct NewtonResult
  {
    unsigned int        iterations        = 0;
    unsigned int        linear_iterations = 0;
    unsigned int        step_reductions   = 0;  ///< of the line search, over all iterations
    double              residual          = 0.; ///< norm at the end
    std::vector<double> residuals;              ///< norms: of the first guess, then after each iteration
  };

  /**
   * Newton's method. "line search": the step is halved until the residual falls enough (Armijo's rule on |F|^2),
   * with quadratic interpolation of the next trial (Dennis & Schnabel 1996, doi:10.1137/1.9781611971200, section 6.3).
   * "full steps": the step is shortened where F does not exist or would become a thousand times as large. Below that it
   * may grow for a while, as it has to where a slender body is bent or a volume is kept; the iteration ends when it has
   * grown a millionfold.
   */
  class Newton
  {
  public:
    Newton(const NewtonParameters &parameters, Log &log);

    /**
     * @param[in]     system  the equations
     * @param[in,out] u       first guess, then the solution
     * @throws ConvergenceError with the history of residuals when the tolerance is not reached
     */
    NewtonResult solve(NonlinearSystem &system, Vector &u) const;

  private:
    NewtonParameters parameters_;
    Log             &log_;
  };
} // namespace vht
