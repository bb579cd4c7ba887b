#pragma once

#include "solvers/arteries/discretisation.h"
#include "solvers/arteries/method.h"

#include <memory>

namespace vht
{
  /**
   * The backward differentiation formula of second order for the whole network, in steps as long as one likes: for
   * networks of many short vessels, in which an explicit step is too short. Waves that a step does not resolve are
   * damped.
   *
   *     y' - y = c (y - y_before) + d h f(y'),   c = r^2 / (1 + 2 r),   d = (1 + r) / (1 + 2 r)
   *
   * with r the step over that before; the first step, with r = 0, is Euler's. Newton's method with Eigen's sparse LU;
   * factors are kept as long as the iterations fall fast enough.
   */
  class ImplicitMethod : public ArteryMethod
  {
  public:
    virtual std::size_t n_unknowns() const = 0;

    /** How often the matrix was factored. The stages() are Newton's iterations. */
    virtual unsigned long factorisations() const = 0;
  };

  /**
   * At rest under the initial pressure. What it is made of stays out of this header: Eigen's types must not be seen by
   * files that are compiled for other vector lanes.
   *
   * @param[in] discretisation  must outlive the method
   * @param[in] longest_step    [s]; an interval of advance_to() is cut into equal steps that are no longer
   * @throws InputError for a terminal that is none, or a vessel that would be shut
   */
  std::unique_ptr<ImplicitMethod>
  make_implicit_method(const Discretisation &discretisation, double longest_step, const NodeConditions &conditions);
} // namespace vht
