#include "solvers/network/stage.h"

#include "physics/error.h"
#include "physics/quantity_text.h"
#include "solvers/core/parameters.h"

#include <algorithm>
#include <cmath>
#include <Eigen/LU>
#include <Eigen/SparseLU>
#include <sstream>

namespace vht::network
{
  namespace
  {
    // From here on steps are halved: two valves may pass a state to each other for ever.
    constexpr unsigned int damping_begins = 12;
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
    for (unsigned int iteration = 1; iteration <= parameters_.maximum_iterations; ++iteration)
      {
        const Values rate = rate_factor * y + rate_offset;
        circuit_.evaluate(time, y, rate, rate_factor, residual, matrix);
        const Values step = newton_step(residual, matrix);
        if (!step.allFinite())
          throw ConvergenceError("The circuit has no finite solution near t = " + quantity_text(time, "s") + ".");
        y += iteration < damping_begins ? step : Values(0.5 * step);
        observe(y);

        largest = 0.;
        for (std::size_t i = 0; i < circuit_.size(); ++i)
          if (const double relative = std::abs(step[i]) / scale(i); relative >= largest)
            {
              largest = relative;
              worst   = i;
            }
        if (largest < parameters_.tolerance)
          return iteration;
      }
    std::ostringstream message;
    message << "Newton's method for the circuit did not converge in " << parameters_.maximum_iterations
            << " iterations at t = " << quantity_text(time, "s") << ": \"" << circuit_.unknowns()[worst].name
            << "\" still moved by " << largest << " of the scale, wanted is " << parameters_.tolerance << ".";
    throw ConvergenceError(message.str());
  }

  Values
  StageSolver::newton_step(const Values &residual, Eigen::SparseMatrix<double> &matrix) const
  {
    const auto n    = static_cast<Eigen::Index>(circuit_.size());
    Values     rows = Values::Zero(n);
    for (Eigen::Index column = 0; column < n; ++column)
      for (Eigen::SparseMatrix<double>::InnerIterator entry(matrix, column); entry; ++entry)
        {
          entry.valueRef() *= scale(column);
          rows[entry.row()] = std::max(rows[entry.row()], std::abs(entry.value()));
        }
    for (Eigen::Index row = 0; row < n; ++row)
      rows[row] = rows[row] > 0. ? 1. / rows[row] : 1.;
    matrix = rows.asDiagonal() * matrix;

    Eigen::SparseLU<Eigen::SparseMatrix<double>> factors;
    factors.compute(matrix);
    if (factors.info() != Eigen::Success)
      report_singular(matrix);
    Values step = factors.solve(-rows.cwiseProduct(residual));
    for (Eigen::Index i = 0; i < n; ++i)
      step[i] *= scale(i);
    return step;
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
