#include "solvers/network/stage.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>
#include <Eigen/LU>
#include <sstream>
#include <utility>

namespace vht::network
{
  namespace
  {
    // From here on steps are halved: two valves may pass a state to each other for ever.
    constexpr unsigned int damping_begins = 12;

    // Factors of another state are good enough while each step is shorter than the one before by this.
    constexpr double slow = 0.2;

    // Old factors are for steps of one length, so that linear equations, such as the balances of blood, are solved to
    // round-off.
    constexpr double same_step = 1e-13;
  } // namespace

  void
  StageParameters::declare(ParameterSection &section)
  {
    section.add("Tolerance", tolerance, "1", {1e-14, 1e-2},
                "of the last update, relative to the largest pressure, flow or volume in the circuit");
    section.add("Maximum iterations", maximum_iterations, {2, 1000}, "of one step");
  }

  StageSolver::StageSolver(const Circuit &circuit, const StageParameters &parameters)
    : circuit_(circuit)
    , parameters_(parameters)
  {
  }

  double
  StageSolver::scale(std::size_t unknown) const
  {
    const double scale = scales_[static_cast<std::size_t>(circuit_.unknowns()[unknown].quantity)];
    return scale > 0. ? scale : 1.;
  }

  void
  StageSolver::observe(const Values &y)
  {
    for (std::size_t i = 0; i < circuit_.size(); ++i)
      if (double &scale = scales_[static_cast<std::size_t>(circuit_.unknowns()[i].quantity)]; std::isfinite(y[i]))
        scale = std::max(scale, std::abs(y[i]));
  }

  unsigned int
  StageSolver::solve(double time, double rate_factor, const Values &rate_offset, Values &y)
  {
    Values                      residual;
    Eigen::SparseMatrix<double> matrix;
    std::size_t                 worst   = 0;
    double                      largest = 0.;
    bool                        fresh   = !reuse_ || !(std::abs(rate_factor / factor_rate_ - 1.) < same_step);
    for (unsigned int iteration = 1; iteration <= parameters_.maximum_iterations; ++iteration)
      {
        const Values rate = rate_factor * y + rate_offset;
        circuit_.evaluate(time, y, rate, rate_factor, residual, matrix);
        scale_rows(matrix);
        if (fresh)
          {
            factorise(matrix);
            factor_rate_ = rate_factor;
          }
        const Values step = solve_scaled(-residual);
        if (!step.allFinite())
          {
            factor_rate_ = 0.;
            throw ConvergenceError("The circuit has no finite solution near t = " + quantity_text(time, "s") + ".");
          }
        const double rest = largest_row(residual), before = std::exchange(largest, 0.);
        observe(y + step);
        for (std::size_t i = 0; i < circuit_.size(); ++i)
          if (const double relative = std::abs(step[i]) / scale(i); relative >= largest)
            {
              largest = relative;
              worst   = i;
            }
        const bool small = largest < parameters_.tolerance;
        y += iteration < damping_begins || small ? step : Values(0.5 * step);
        // Old factors may belong to a shut valve and make the steps of an open one too short: the residual tells.
        if (small && (fresh || rest < parameters_.tolerance))
          return iteration;
        fresh = !reuse_ || fresh || (iteration > 1 && !(largest < slow * before));
      }
    factor_rate_ = 0.;
    std::ostringstream message;
    message << "Newton's method for the circuit did not converge in " << parameters_.maximum_iterations
            << " iterations at t = " << quantity_text(time, "s") << ": \"" << circuit_.unknowns()[worst].name
            << "\" still moved by " << largest << " of the scale, wanted is " << parameters_.tolerance << ".";
    throw ConvergenceError(message.str());
  }

  Eigen::MatrixXd
  StageSolver::solve_linear(double                 time,
                            double                 rate_factor,
                            const Values          &rate_offset,
                            const Values          &y,
                            const Eigen::MatrixXd &b)
  {
    Values                      residual;
    Eigen::SparseMatrix<double> matrix;
    circuit_.evaluate(time, y, rate_factor * y + rate_offset, rate_factor, residual, matrix);
    scale_rows(matrix);
    factorise(matrix);
    factor_rate_ = rate_factor;
    return solve_scaled(b);
  }

  void
  StageSolver::scale_rows(Eigen::SparseMatrix<double> &matrix)
  {
    const auto n = static_cast<Eigen::Index>(circuit_.size());
    rows_        = Values::Zero(n);
    for (Eigen::Index column = 0; column < n; ++column)
      for (Eigen::SparseMatrix<double>::InnerIterator entry(matrix, column); entry; ++entry)
        {
          entry.valueRef() *= scale(column);
          rows_[entry.row()] = std::max(rows_[entry.row()], std::abs(entry.value()));
        }
    for (Eigen::Index row = 0; row < n; ++row)
      rows_[row] = rows_[row] > 0. ? 1. / rows_[row] : 1.;
    matrix = rows_.asDiagonal() * matrix;
  }

  void
  StageSolver::factorise(const Eigen::SparseMatrix<double> &matrix)
  {
    factors_.compute(matrix);
    if (factors_.info() != Eigen::Success)
      {
        factor_rate_ = 0.;
        report_singular(matrix);
      }
    factor_rows_ = rows_;
    factor_columns_.resize(matrix.cols());
    for (Eigen::Index i = 0; i < matrix.cols(); ++i)
      factor_columns_[i] = scale(i);
  }

  Eigen::MatrixXd
  StageSolver::solve_scaled(const Eigen::MatrixXd &right) const
  {
    return factor_columns_.asDiagonal() * factors_.solve(Eigen::MatrixXd(factor_rows_.asDiagonal() * right));
  }

  double
  StageSolver::largest_row(const Values &residual) const
  {
    return rows_.cwiseProduct(residual).cwiseAbs().maxCoeff();
  }

  void
  StageSolver::report_singular(const Eigen::SparseMatrix<double> &matrix) const
  {
    const Eigen::MatrixXd kernel = Eigen::FullPivLU<Eigen::MatrixXd>(Eigen::MatrixXd(matrix)).kernel();
    Eigen::Index          worst;
    kernel.col(0).cwiseAbs().maxCoeff(&worst);
    throw ConvergenceError("The equations of the circuit leave \"" + circuit_.unknowns()[worst].name +
                           "\" open. Does that part of it have a pressure that is given, a compliance or a chamber,"
                           " and does no loop of fixed flows contradict itself?");
  }
} // namespace vht::network
