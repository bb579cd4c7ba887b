#include "solvers/nonlinear_diffusion/integrator.h"

namespace vht
{
  DiffusionIntegrator::DiffusionIntegrator(const DiffusionOperator      &equation,
                                           const NewtonParameters       &newton,
                                           const LinearSolverParameters &linear_solver,
                                           Log                          &log)
    : equation_(equation)
    , newton_(newton, log)
    , linear_solver_(equation.space().mesh().communicator(), "diffusion_", linear_solver, KSPGMRES, PCHYPRE)
    , temperature_(equation.space().make_vector())
  {
    equation_.shape(matrix_);
  }

  void
  DiffusionIntegrator::start_from(const Vector &temperature)
  {
    temperature_.copy_locally_owned_data_from(temperature);
  }

  NewtonResult
  DiffusionIntegrator::solve()
  {
    equation_.impose(temperature_);
    return newton_.solve(*this, temperature_);
  }

  void
  DiffusionIntegrator::residual(const Vector &temperature, Vector &f)
  {
    equation_.residual(temperature, f);
  }

  void
  DiffusionIntegrator::linearise(const Vector &temperature)
  {
    equation_.derivative(temperature, matrix_);
    linear_solver_.set_operator(matrix_);
  }

  unsigned int
  DiffusionIntegrator::solve(const Vector &f, Vector &step)
  {
    const unsigned int iterations = linear_solver_.solve(step, f);
    step *= -1.;
    return iterations;
  }
} // namespace vht
