#pragma once

#include "solvers/arteries/implicit_equations.h"
#include "solvers/arteries/method.h"

#include <Eigen/SparseLU>
#include <memory>
#include <vector>

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
  class ImplicitMethod final : public ArteryMethod
  {
  public:
    /**
     * The discretisation must outlive the method.
     * @param[in] longest_step  [s]; an interval of advance_to() is cut into equal steps that are no longer
     * @throws InputError for a terminal that is none, or a vessel that would be shut
     */
    ImplicitMethod(const Discretisation &discretisation, double longest_step, const NodeConditions &conditions);

    double
    time() const override
    {
      return time_;
    }

    unsigned long
    steps() const override
    {
      return steps_;
    }

    /** Newton iterations. */
    unsigned long
    stages() const override
    {
      return n_iterations_;
    }

    /** How often the matrix was factored. */
    unsigned long
    factorisations() const
    {
      return n_factorisations_;
    }

    std::size_t
    n_cells() const override
    {
      return discretisation_.n_cells();
    }

    std::size_t
    n_unknowns() const
    {
      return static_cast<std::size_t>(equations_.size());
    }

    /** @throws ConvergenceError naming the vessel that moved most */
    void        advance_to(double time) override;
    PlaceValues at(std::size_t vessel, double position) const override;
    SavedState  save() const override;
    void        load(const SavedState &state) override;
    double      mass_error() const override;

  private:
    using Values = ImplicitEquations::Values;

    void              step(double size);
    void              solve(const ImplicitEquations::Step &step, Values &values);
    void              factorise();
    double            open_part(const Values &values, const Values &change) const;
    [[noreturn]] void fail(const Values &change, unsigned int iterations) const;

    const Discretisation &discretisation_;
    ArteryNodes           nodes_;
    ImplicitEquations     equations_;
    double                longest_step_;
    Values                values_, last_change_; ///< now, and over the last step
    std::vector<double>   last_volume_;          ///< that flowed into each node of one end over the last step [m^3]
    RecordedMatrix        jacobian_;
    Eigen::SparseLU<Eigen::SparseMatrix<double>> factors_;
    double                                       factored_for_ = -1.; ///< Step::factor the factors belong to [s]
    double                                       time_ = 0., last_step_ = 0., initial_volume_;
    unsigned long                                steps_ = 0, n_iterations_ = 0, n_factorisations_ = 0;
  };
} // namespace vht
