#include "physics/error.h"
#include "solvers/core/petsc.h"
#include "solvers/reaction_diffusion/operator.h"
#include "tests/component/expect_error.h"
#include "tests/component/reaction_diffusion/wave.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double step = 0.01;

  Vector
  apply_system(const DiffusionOperator &diffusion, const FunctionSpace &space, const Vector &u)
  {
    Vector          result = space.make_vector();
    const PetscView result_view(result), u_view(u);
    VHT_PETSC(MatMult(diffusion.system(), u_view, result_view));
    return result;
  }

  double
  relative_difference(Vector a, const Vector &b)
  {
    a -= b;
    return a.l2_norm() / b.l2_norm();
  }
} // namespace

// Two implementations that share no line have to agree to rounding, on skewed cells and, with a tensor that
// varies, on curved ones.
TEST(DiffusionOperator, matrix_free_and_assembled_agree)
{
  for (const unsigned int degree : {1, 2})
    for (const bool lumped : {false, true})
      for (const bool varying : {false, true})
        {
          MeshFile file = make_unit_box(CellShape::hexahedra, 4);
          if (varying)
            make_quadratic(file);
          distort(file);
          const Mesh             mesh(file, "box", MPI_COMM_WORLD);
          const FunctionSpace    space(mesh, degree);
          const DiffusionTensors tensors     = varying ? varying_tensors(space) : constant_tensors(space);
          const auto             assembled   = make_assembled_diffusion(space, tensors, lumped, step);
          const auto             matrix_free = make_matrix_free_diffusion(space, tensors, lumped, step);

          const Vector u = interpolate(space, Wave());
          EXPECT_LT(relative_difference(apply_system(*matrix_free, space, u), apply_system(*assembled, space, u)),
                    1e-13);

          Vector rate = space.make_vector(), one = space.make_vector(), other = space.make_vector();
          for (unsigned int i = 0; i < rate.locally_owned_size(); ++i)
            rate.local_element(i) = std::sin(0.1 * (space.owned().nth_index_in_set(i) + 1.));
          matrix_free->increment(one, u, rate);
          assembled->increment(other, u, rate);
          EXPECT_LT(relative_difference(one, other), 1e-11);

          Vector diagonal = space.make_vector(), diagonal_assembled = space.make_vector();
          {
            const PetscView one_view(diagonal), other_view(diagonal_assembled);
            VHT_PETSC(MatGetDiagonal(matrix_free->system(), one_view));
            VHT_PETSC(MatGetDiagonal(assembled->system(), other_view));
          }
          EXPECT_LT(relative_difference(diagonal, diagonal_assembled), 1e-13);
        }
}

// Without flux nothing is lost: constants are in the kernel of K, and 1^T (M + dt K) 1 is the volume.
TEST(DiffusionOperator, conserves)
{
  for (const CellShape shape : {CellShape::tetrahedra, CellShape::hexahedra})
    for (const unsigned int degree : {1, 2})
      {
        MeshFile file = make_unit_box(shape, 3);
        distort(file);
        const Mesh          mesh(file, "box", MPI_COMM_WORLD);
        const FunctionSpace space(mesh, degree);
        const auto          diffusion = make_diffusion_operator(space, varying_tensors(space), "consistent", step);

        Vector one = space.make_vector(), zero = space.make_vector(), increment = space.make_vector();
        one = 1.;
        one.update_ghost_values();
        EXPECT_NEAR(one * apply_system(*diffusion, space, one), 1., 1e-12);
        diffusion->increment(increment, one, zero);
        EXPECT_LT(increment.linfty_norm(), 1e-15);
        diffusion->increment(increment, zero, one);
        EXPECT_NEAR(one * increment, step, 1e-14);
      }
}

TEST(DiffusionOperator, refuses_a_lumped_mass_that_would_vanish)
{
  const Mesh          mesh(make_unit_box(CellShape::tetrahedra, 2), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, 2);
  expect_error<InputError>([&]() { make_diffusion_operator(space, constant_tensors(space), "lumped", step); },
                           {"Space/Mass", "degree 1"});
}
