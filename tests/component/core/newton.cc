// Newton's method on small systems with known behaviour; on a partial differential equation it is tested in
// component/nonlinear_diffusion.

#include "solvers/core/newton.h"

#include "physics/error.h"
#include "solvers/core/collective.h"
#include "solvers/core/log.h"
#include "tests/component/expect_error.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;

  /** The same scalar equation f(u) = 0 for each unknown, two on each rank. */
  class Scalars : public NonlinearSystem
  {
  public:
    using Function = std::function<double(double)>;

    Scalars(Function f, Function slope)
      : f_(std::move(f))
      , slope_(std::move(slope))
    {
    }

    static Vector
    start(double value)
    {
      const unsigned int rank = mpi::this_mpi_process(MPI_COMM_WORLD), n_ranks = mpi::n_mpi_processes(MPI_COMM_WORLD);
      dealii::IndexSet   owned(2 * n_ranks);
      owned.add_range(2 * rank, 2 * rank + 2);
      Vector u(owned, MPI_COMM_WORLD);
      u = value;
      return u;
    }

    void
    residual(const Vector &u, Vector &f) override
    {
      for (unsigned int i = 0; i < u.locally_owned_size(); ++i)
        f.local_element(i) = f_(u.local_element(i));
    }

    void
    linearise(const Vector &u) override
    {
      slopes_ = u;
      for (unsigned int i = 0; i < u.locally_owned_size(); ++i)
        slopes_.local_element(i) = slope_(u.local_element(i));
    }

    unsigned int
    solve(const Vector &f, Vector &step) override
    {
      for (unsigned int i = 0; i < f.locally_owned_size(); ++i)
        step.local_element(i) = -f.local_element(i) / slopes_.local_element(i);
      return 1;
    }

  private:
    Function f_, slope_;
    Vector   slopes_;
  };

  Scalars
  square_root_of_two()
  {
    return {[](double u) { return u * u - 2.; }, [](double u) { return 2. * u; }};
  }

  Scalars
  arcus_tangens()
  {
    return {[](double u) { return std::atan(u); }, [](double u) { return 1. / (1. + u * u); }};
  }

  NewtonResult
  run(Scalars system, Vector &u, const NewtonParameters &parameters = {})
  {
    Log log(false);
    return Newton(parameters, log).solve(system, u);
  }
} // namespace

TEST(Newton, converges_quadratically_and_keeps_the_history)
{
  Vector             u      = Scalars::start(3.);
  const NewtonResult result = run(square_root_of_two(), u, {.relative_tolerance = 1e-14});
  EXPECT_NEAR(u.local_element(0), std::sqrt(2.), 1e-13);
  EXPECT_EQ(result.iterations, result.linear_iterations);
  EXPECT_EQ(result.step_reductions, 0u);
  ASSERT_EQ(result.residuals.size(), result.iterations + 1u);
  const auto &r = result.residuals;
  EXPECT_NEAR(std::log(r[4] / r[3]) / std::log(r[3] / r[2]), 2., 0.2);
  EXPECT_EQ(r.back(), result.residual);
}

TEST(Newton, does_nothing_at_the_solution)
{
  Vector u = Scalars::start(0.);
  EXPECT_EQ(run(arcus_tangens(), u).iterations, 0u);
  EXPECT_EQ(u.l2_norm(), 0.);
}

TEST(Newton, is_caught_by_the_line_search_where_full_steps_diverge)
{
  Vector u = Scalars::start(10.); // the full steps diverge from |u| > 1.39
  expect_error<ConvergenceError>([&] { run(arcus_tangens(), u, {.maximum_step_reductions = 0}); }, {"line search"});
  EXPECT_EQ(u.local_element(0), 10.) << "a failed step must leave the state alone";

  const NewtonResult result = run(arcus_tangens(), u, {.relative_tolerance = 1e-13});
  EXPECT_NEAR(u.linfty_norm(), 0., 1e-12);
  EXPECT_GT(result.step_reductions, 0u);
  for (std::size_t i = 1; i < result.residuals.size(); ++i)
    EXPECT_LT(result.residuals[i], result.residuals[i - 1]);
}

TEST(Newton, shortens_a_step_that_leaves_the_domain)
{
  const auto slope = [](double u) { return 1. / u; };
  Vector     u     = Scalars::start(4.);                 // the full step goes to 4 - 4 log 4 = -1.5
  run({[](double x) { return std::log(x); }, slope}, u); // not a number
  EXPECT_NEAR(u.local_element(1), 1., 1e-8);

  u = 4.;
  run({[](double x) {
         if (x <= 0.)
           throw ConvergenceError("negative concentration");
         return std::log(x);
       },
       slope},
      u);
  EXPECT_NEAR(u.local_element(1), 1., 1e-8);
}

// The first rank alone sees the bad value; the others have to follow it.
TEST(Newton, shortens_a_step_that_leaves_the_domain_on_one_rank)
{
  const bool is_first = mpi::this_mpi_process(MPI_COMM_WORLD) == 0;
  Vector     u        = Scalars::start(4.);
  run({[&](double x) {
         collectively(MPI_COMM_WORLD, [&] {
           if (is_first && x <= 0.)
             throw ConvergenceError("negative concentration");
         });
         return std::log(std::abs(x));
       },
       [](double x) { return 1. / x; }},
      u);
  EXPECT_NEAR(u.local_element(0), 1., 1e-8);
}

// From 0.01 the first step leads to 100 and to a residual 5000 times as large, and from there on down to the root.
TEST(Newton, may_climb_with_full_steps)
{
  const NewtonParameters parameters{.relative_tolerance = 1e-14, .globalisation = "full steps"};
  Vector                 u      = Scalars::start(0.05);
  const NewtonResult     climbs = run(square_root_of_two(), u, parameters);
  EXPECT_GT(climbs.residuals[1], 100. * climbs.residuals[0]);
  EXPECT_NEAR(u.local_element(0), std::sqrt(2.), 1e-13);
  EXPECT_EQ(climbs.step_reductions, 0u);

  u                          = 0.01; // the full step would multiply the residual by 5000
  const NewtonResult shorter = run(square_root_of_two(), u, parameters);
  EXPECT_LT(shorter.residuals[1], 1000. * shorter.residuals[0]);
  EXPECT_NEAR(u.local_element(0), std::sqrt(2.), 1e-13);
  EXPECT_EQ(shorter.step_reductions, 1u);
}

TEST(Newton, shortens_full_steps_that_leave_the_domain_and_gives_up_where_they_explode)
{
  const NewtonParameters parameters{.globalisation = "full steps"};
  Vector                 u = Scalars::start(4.);
  const NewtonResult     result =
    run({[](double x) { return std::log(x); }, [](double x) { return 1. / x; }}, u, parameters);
  EXPECT_NEAR(u.local_element(0), 1., 1e-8);
  EXPECT_GT(result.step_reductions, 0u);

  u = 1.; // with this slope each step makes the residual a hundred times as large
  expect_error<ConvergenceError>(
    [&] {
      run({[](double x) { return x; }, [](double) { return -0.01; }}, u, parameters);
    },
    {"diverges", "Residuals: "});
}

TEST(Newton, tells_the_history_when_there_is_no_solution)
{
  Vector     u           = Scalars::start(0.);
  const auto exponential = [](double x) { return std::exp(x); };
  expect_error<ConvergenceError>(
    [&] {
      run({exponential, exponential}, u, {.maximum_iterations = 3});
    },
    {"did not converge in 3 iterations", "Residuals: "});
  u                   = 1.;
  const auto parabola = [](double x) { return x * x + 1.; };
  expect_error<ConvergenceError>([&] { run({parabola, [](double x) { return 2. * x; }}, u); }, {"Residuals: "});
}

TEST(Newton, refuses_a_first_guess_without_a_residual)
{
  Vector u = Scalars::start(-1.);
  expect_error<ConvergenceError>(
    [&] {
      run({[](double x) { return std::log(x); }, [](double x) { return 1. / x; }}, u);
    },
    {"first guess", "not a number"});
}
