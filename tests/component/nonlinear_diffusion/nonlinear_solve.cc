// The algorithm: Newton's convergence, the line search, and what is said when it must fail.

#include "physics/error.h"
#include "solvers/core/log.h"
#include "solvers/core/petsc.h"
#include "solvers/nonlinear_diffusion/integrator.h"
#include "tests/component/expect_error.h"
#include "tests/component/nonlinear_diffusion/manufactured.h"

#include <gtest/gtest.h>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr LinearSolverParameters tight = {.relative_tolerance = 1e-12};

  /** A cube between a cold and a hot side; k grows as 1 + (T / 50 K)^2, or e-fold with each 50 K. */
  struct HotSide
  {
    HotSide(const std::string &law_name, double hot, unsigned int n = 8)
      : mesh(make_unit_box(CellShape::tetrahedra, n), "box", MPI_COMM_WORLD)
      , space(mesh, 1)
      , law(make_conductivity(law_name))
      , equation(space, *law, loads(hot))
    {
    }

    static DiffusionLoads
    loads(double hot)
    {
      DiffusionLoads loads;
      loads.temperature[1] = [](const Point &) { return 0.; };
      loads.temperature[2] = [hot](const Point &) { return hot; };
      return loads;
    }

    Mesh                          mesh;
    FunctionSpace                 space;
    std::unique_ptr<Conductivity> law;
    DiffusionOperator             equation;
    Log                           log{false};
  };
} // namespace

TEST(NonlinearSolve, converges_quadratically)
{
  MeshFile file = make_unit_box(CellShape::hexahedra, 6);
  distort(file);
  const Mesh              mesh(file, "distorted box", MPI_COMM_WORLD);
  const FunctionSpace     space(mesh, 1);
  const auto              law = make_conductivity("quadratic");
  const DiffusionOperator equation(space, *law, Manufactured::loads());
  Log                     log(false);
  DiffusionIntegrator     integrator(equation, {.relative_tolerance = 1e-12}, tight, log);
  const NewtonResult      result = integrator.solve();

  const std::vector<double> &r = result.residuals;
  ASSERT_EQ(r.size(), result.iterations + 1);
  EXPECT_EQ(r.back(), result.residual);
  ASSERT_LE(result.iterations, 8u);

  // The order from the last three residuals that rounding has not touched.
  std::size_t last = r.size() - 1;
  while (r[last] < 1e-11 * r[0])
    --last;
  ASSERT_GE(last, 2u);
  const double       order = std::log(r[last] / r[last - 1]) / std::log(r[last - 1] / r[last - 2]);
  std::ostringstream text;
  for (const double norm : r)
    text << norm << ", ";
  report("Newton residuals " + text.str() + "order " + std::to_string(order));
  EXPECT_GT(order, 1.8);
}

TEST(NonlinearSolve, the_derivative_belongs_to_the_residual)
{
  const HotSide problem("exponential", 100., 3);
  Vector        state = problem.space.make_vector(), direction = state, f_plus = state, f_minus = state, change = state;
  const auto    points = problem.space.support_points();
  for (std::size_t i = 0; i < points.size(); ++i)
    {
      state.local_element(i)     = 60. * points[i][0] + 10. * std::sin(5. * points[i][1]);
      direction.local_element(i) = std::cos(4. * points[i][2]) * points[i][0] * (1. - points[i][0]);
    }
  DiffusionOperator::Matrix matrix;
  problem.equation.shape(matrix);
  problem.equation.derivative(state, matrix);
  VHT_PETSC(MatMult(matrix, PetscView(direction), PetscView(change)));

  std::vector<double> errors;
  for (double step = 4.; step > 0.5; step /= 2.)
    {
      Vector moved(state);
      moved.add(step, direction);
      problem.equation.residual(moved, f_plus);
      moved.add(-2. * step, direction);
      problem.equation.residual(moved, f_minus);
      f_plus -= f_minus;
      f_plus /= 2. * step;
      f_plus -= change;
      errors.push_back(f_plus.l2_norm());
    }
  EXPECT_NEAR(std::log2(errors[0] / errors[1]), 2., 0.05);
  EXPECT_NEAR(std::log2(errors[1] / errors[2]), 2., 0.05);
}

// From zero, with k growing 401-fold between the two sides: full steps overshoot without end.
TEST(NonlinearSolve, a_strong_nonlinearity_needs_the_line_search_and_is_solved_with_it)
{
  constexpr double    hot = 1000.;
  HotSide             problem("quadratic", hot);
  DiffusionIntegrator without(problem.equation, {.maximum_step_reductions = 0}, tight, problem.log);
  expect_error<ConvergenceError>([&] { without.solve(); }, {"line search", "after 0 reductions", "Residuals: "});

  DiffusionIntegrator with(problem.equation, {.relative_tolerance = 1e-10}, tight, problem.log);
  const NewtonResult  result = with.solve();
  report(std::to_string(result.iterations) + " iterations, " + std::to_string(result.step_reductions) + " reductions");
  EXPECT_GT(result.step_reductions, 3u);
  EXPECT_LE(result.iterations, 20u);
  EXPECT_LE(result.residual, 1e-10 * result.residuals[0]);
  for (std::size_t i = 1; i < result.residuals.size(); ++i)
    EXPECT_LT(result.residuals[i], result.residuals[i - 1]) << "the search let the residual grow in iteration " << i;

  // Kirchhoff's transformation T + T^3 / (3 T_0^2) of the exact solution is linear along x.
  const auto level  = [](double t) { return t + t * t * t / (3. * 50. * 50.); };
  const auto points = problem.space.support_points();
  for (std::size_t i = 0; i < points.size(); ++i)
    EXPECT_NEAR(level(with.temperature().local_element(i)), level(hot) * points[i][0], 0.07 * level(hot)) << points[i];
}

TEST(NonlinearSolve, a_warm_start_takes_fewer_iterations)
{
  HotSide             problem("exponential", 150.);
  DiffusionIntegrator first(problem.equation, {}, tight, problem.log);
  const NewtonResult  cold = first.solve();
  DiffusionIntegrator second(problem.equation, {.absolute_tolerance = 2. * cold.residual}, tight, problem.log);
  second.start_from(first.temperature());
  EXPECT_GT(cold.iterations, 3u);
  EXPECT_EQ(second.solve().iterations, 0u);
}

TEST(NonlinearSolve, a_failure_shows_the_history_of_residuals)
{
  HotSide             problem("quadratic", 1000.);
  DiffusionIntegrator integrator(problem.equation, {.maximum_iterations = 2}, tight, problem.log);
  std::string         message;
  try
    {
      integrator.solve();
    }
  catch (const ConvergenceError &error)
    {
      message = error.what();
    }
  ASSERT_NE(message.find("did not converge in 2 iterations"), std::string::npos) << message;
  const std::string history = message.substr(message.find("Residuals: "));
  EXPECT_EQ(std::count(history.begin(), history.end(), ','), 2) << message; // the first guess and two iterations
}
