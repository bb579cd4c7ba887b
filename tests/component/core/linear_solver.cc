#include "solvers/core/linear_solver.h"

#include "physics/error.h"
#include "solvers/core/petsc.h"
#include "tests/component/expect_error.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;

  /** A bar of n masses and springs: the matrix (-1, 2, -1), cut evenly over the ranks. */
  struct Bar
  {
    explicit Bar(unsigned int n = 60)
    {
      const unsigned int rank = mpi::this_mpi_process(MPI_COMM_WORLD), n_ranks = mpi::n_mpi_processes(MPI_COMM_WORLD);
      dealii::IndexSet   owned(n);
      owned.add_range(n * rank / n_ranks, n * (rank + 1) / n_ranks);
      exact.reinit(owned, MPI_COMM_WORLD);
      load = exact;
      x    = exact;

      const PetscInt m = owned.n_elements();
      VHT_PETSC(MatCreateAIJ(MPI_COMM_WORLD, m, m, n, n, 3, nullptr, 2, nullptr, &matrix));
      for (const PetscInt i : owned)
        {
          exact(i) = std::sin(0.1 * i) + 0.01 * i;
          VHT_PETSC(MatSetValue(matrix, i, i, 2., INSERT_VALUES));
          if (i > 0)
            VHT_PETSC(MatSetValue(matrix, i, i - 1, -1., INSERT_VALUES));
          if (i + 1 < static_cast<PetscInt>(n))
            VHT_PETSC(MatSetValue(matrix, i, i + 1, -1., INSERT_VALUES));
        }
      VHT_PETSC(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
      VHT_PETSC(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
      VHT_PETSC(MatMult(matrix, PetscView(exact), PetscView(load)));
    }

    ~Bar()
    {
      MatDestroy(&matrix);
    }

    double
    error() const
    {
      Vector difference(x);
      difference -= exact;
      return difference.linfty_norm();
    }

    /** |b - A x| / |b| */
    double
    residual() const
    {
      Vector r(x);
      VHT_PETSC(MatMult(matrix, PetscView(x), PetscView(r)));
      r -= load;
      return r.l2_norm() / load.l2_norm();
    }

    Mat    matrix = nullptr;
    Vector exact, load, x;
  };

  /** An option of PETSc's database for as long as it lives. */
  struct Option
  {
    Option(const char *name, const char *value)
      : name(name)
    {
      VHT_PETSC(PetscOptionsSetValue(nullptr, name, value));
    }
    ~Option()
    {
      PetscOptionsClearValue(nullptr, name);
    }
    const char *name;
  };

  bool
  is_type(KSP ksp, const char *type)
  {
    PetscBool answer;
    VHT_PETSC(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(ksp), type, &answer));
    return answer;
  }
} // namespace

// The tolerance means the residual itself, whatever the method and the preconditioner.
TEST(LinearSolver, reaches_its_tolerance_with_every_method)
{
  for (const char *method : {KSPCG, KSPGMRES, KSPFGMRES, KSPBCGS})
    for (const double tolerance : {1e-3, 1e-10})
      {
        SCOPED_TRACE(method);
        Bar          bar;
        LinearSolver solver(MPI_COMM_WORLD, "t_", {.relative_tolerance = tolerance}, method, PCJACOBI);
        solver.set_operator(bar.matrix);
        EXPECT_GT(solver.solve(bar.x, bar.load), 3u);
        EXPECT_LT(bar.residual(), 1.01 * tolerance);
        if (tolerance < 1e-8)
          {
            EXPECT_LT(bar.error(), 1e-6);
          }
      }
}

TEST(LinearSolver, takes_no_iteration_from_an_exact_guess_and_all_without_it)
{
  Bar          bar;
  LinearSolver solver(MPI_COMM_WORLD, "t_", {.relative_tolerance = 1e-10}, KSPCG, PCJACOBI);
  solver.set_operator(bar.matrix);
  bar.x = bar.exact;
  EXPECT_EQ(solver.solve(bar.x, bar.load, true), 0u);
  EXPECT_GT(solver.solve(bar.x, bar.load, false), 10u);
}

TEST(LinearSolver, multigrid_needs_few_iterations)
{
  Bar          bar(2000);
  LinearSolver solver(MPI_COMM_WORLD, "t_", {.relative_tolerance = 1e-10}, KSPCG, PCHYPRE);
  solver.set_operator(bar.matrix);
  EXPECT_LT(solver.solve(bar.x, bar.load), 12u);
  EXPECT_LT(bar.error(), 1e-4);
}

TEST(LinearSolver, a_changed_tolerance_counts_from_the_next_solve)
{
  Bar          bar;
  LinearSolver solver(MPI_COMM_WORLD, "t_", {.relative_tolerance = 1e-2}, KSPCG, PCJACOBI);
  solver.set_operator(bar.matrix);
  const unsigned int few = solver.solve(bar.x, bar.load);
  solver.set_relative_tolerance(1e-10);
  EXPECT_GT(solver.solve(bar.x, bar.load), few);
  EXPECT_LT(bar.residual(), 1e-10);
}

TEST(LinearSolver, says_why_it_failed_and_how_to_look_closer)
{
  Bar          bar;
  LinearSolver solver(MPI_COMM_WORLD, "heart_potential_", {.relative_tolerance = 1e-10, .maximum_iterations = 4}, KSPCG,
                      PCJACOBI);
  solver.set_operator(bar.matrix);
  expect_error<ConvergenceError>([&] { solver.solve(bar.x, bar.load); },
                                 {"heart_potential_", "did not converge", "DIVERGED_ITS after 4 iterations", "residual",
                                  "-- -heart_potential_ksp_monitor"});

  bar.load(bar.load.get_partitioner()->local_range().first) = std::numeric_limits<double>::quiet_NaN();
  expect_error<ConvergenceError>([&] { solver.solve(bar.x, bar.load); }, {"heart_potential_", "DIVERGED_NANORINF"});
}

TEST(LinearSolver, obeys_the_options_with_its_prefix_and_no_others)
{
  const Option method("-first_ksp_type", "gmres"), preconditioner("-first_pc_type", "none"), noise("-ksp_type", "bcgs");
  Bar          bar;
  LinearSolver first(MPI_COMM_WORLD, "first_", {}, KSPCG, PCJACOBI),
    second(MPI_COMM_WORLD, "second_", {}, KSPCG, PCJACOBI);
  first.set_operator(bar.matrix);
  second.set_operator(bar.matrix);
  EXPECT_TRUE(is_type(first.ksp(), KSPGMRES));
  EXPECT_TRUE(is_type(second.ksp(), KSPCG));
  PC pc;
  VHT_PETSC(KSPGetPC(first.ksp(), &pc));
  PetscBool is_none;
  VHT_PETSC(PetscObjectTypeCompare(reinterpret_cast<PetscObject>(pc), PCNONE, &is_none));
  EXPECT_TRUE(is_none);
  EXPECT_GT(first.solve(bar.x, bar.load), 0u);
  EXPECT_LT(bar.residual(), 1e-6);
}

TEST(LinearSolver, becomes_a_direct_solver_by_options)
{
  const Option method("-direct_ksp_type", "preonly"), preconditioner("-direct_pc_type", "redundant");
  Bar          bar;
  LinearSolver solver(MPI_COMM_WORLD, "direct_", {}, KSPCG, PCJACOBI);
  solver.set_operator(bar.matrix);
  solver.solve(bar.x, bar.load);
  EXPECT_LT(bar.error(), 1e-10);
}

// MINRES knows its preconditioned residual alone; the house's choice of a norm may not stand in its way.
TEST(LinearSolver, becomes_a_method_with_a_norm_of_its_own_by_options)
{
  const Option method("-other_ksp_type", "minres");
  Bar          bar;
  LinearSolver solver(MPI_COMM_WORLD, "other_", {.relative_tolerance = 1e-10}, KSPCG, PCJACOBI);
  solver.set_operator(bar.matrix);
  solver.solve(bar.x, bar.load);
  EXPECT_LT(bar.error(), 1e-6);
}

TEST(LinearSolver, uses_a_new_matrix_after_set_operator)
{
  Bar          bar;
  LinearSolver solver(MPI_COMM_WORLD, "t_", {.relative_tolerance = 1e-12}, KSPCG, PCHYPRE);
  solver.set_operator(bar.matrix);
  solver.solve(bar.x, bar.load);
  VHT_PETSC(MatScale(bar.matrix, 2.));
  solver.set_operator(bar.matrix);
  solver.solve(bar.x, bar.load);
  bar.x *= 2.;
  EXPECT_LT(bar.error(), 1e-7);
}

TEST(CheckPetsc, turns_a_bad_return_code_into_an_error_that_names_the_call)
{
  VHT_PETSC(PetscPushErrorHandler(PetscIgnoreErrorHandler, nullptr));
  Vec vector;
  VHT_PETSC(VecCreate(MPI_COMM_WORLD, &vector));
  expect_error<Error>([&] { VHT_PETSC(VecSetType(vector, "nonsense")); },
                      {"PETSc failed", "VecSetType(vector, \"nonsense\")", "linear_solver.cc:"});
  VHT_PETSC(VecDestroy(&vector));
  VHT_PETSC(PetscPopErrorHandler());
}
