#pragma once

#include "solvers/network/circuit.h"

#include <array>
#include <Eigen/SparseLU>

namespace vht::network
{
  /** Section "Newton" of a circuit. */
  struct StageParameters
  {
    double       tolerance          = 1e-10; ///< of the last update, relative to the largest value of its quantity
    unsigned int maximum_iterations = 50;

    void declare(ParameterSection &section);
  };

  /**
   * Newton's method for one stage of an implicit scheme: y with F(t, y, factor y + offset) = 0.
   *
   * Unknowns of one quantity are measured by the largest of them that was seen so far, so that a circuit in millilitres
   * and millimetres of mercury is solved as one in SI units. Linear systems go to Eigen's sparse LU, rows and columns
   * scaled before.
   */
  class StageSolver
  {
  public:
    /** The circuit must outlive the solver. */
    StageSolver(const Circuit &circuit, const StageParameters &parameters);

    /**
     * @param[in,out] y  first guess, then the solution
     * @return the number of iterations
     * @throws ConvergenceError naming the unknown that moved most, or the one that the equations leave open
     */
    unsigned int solve(double time, double rate_factor, const Values &rate_offset, Values &y);

    /**
     * Newton's steps with the factors of an earlier matrix while they converge by a factor of five at least: for many
     * small steps of one length. Solutions then depend on what was solved before, within the tolerance.
     */
    void
    reuse_factors()
    {
      reuse_ = true;
    }

    /**
     * Solutions x of (dF/dy + rate_factor dF/dy') x = b for the columns b, at a state.
     * @throws ConvergenceError where the matrix is singular
     */
    Eigen::MatrixXd
    solve_linear(double time, double rate_factor, const Values &rate_offset, const Values &y, const Eigen::MatrixXd &b);

    /** What errors of this unknown are compared with: the largest value of its quantity so far. */
    double scale(std::size_t unknown) const;

    /** Let values count for the scales. */
    void observe(const Values &y);

    const Circuit &
    circuit() const
    {
      return circuit_;
    }

    /** The scales, for a checkpoint. */
    std::array<double, 4> &
    scales()
    {
      return scales_;
    }

  private:
    void              scale_rows(Eigen::SparseMatrix<double> &matrix);
    void              factorise(const Eigen::SparseMatrix<double> &matrix);
    Eigen::MatrixXd   solve_scaled(const Eigen::MatrixXd &right) const;
    double            largest_row(const Values &residual) const;
    [[noreturn]] void report_singular(const Eigen::SparseMatrix<double> &matrix) const;

    const Circuit        &circuit_;
    StageParameters       parameters_;
    std::array<double, 4> scales_ = {0., 0., 0., 1.}; ///< by Quantity

    /** Factors of a matrix whose rows and columns were multiplied by these. */
    Eigen::SparseLU<Eigen::SparseMatrix<double>> factors_;
    Values                                       rows_, factor_rows_, factor_columns_;
    double                                       factor_rate_ = 0.; ///< 0: there are none
    bool                                         reuse_       = false;
  };
} // namespace vht::network
