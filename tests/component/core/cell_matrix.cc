// Matrices summed up at places that were found beforehand, against PETSc's own way of adding values.

#include "solvers/core/cell_matrix.h"

#include "solvers/core/petsc.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  struct Blocks
  {
    unsigned int row_degree, row_components, column_degree, column_components;
  };

  /** A number for each entry of each cell's matrix that is the same on every number of ranks. */
  double
  entry(const Point &centre, unsigned int row, unsigned int column, double phase)
  {
    return std::sin(phase + 3. * centre[0] + 7. * centre[1] + 11. * centre[2] + 1.3 * row + 2.9 * column);
  }

  class CellMatrixOf : public testing::TestWithParam<std::tuple<CellShape, Blocks>>
  {
  protected:
    CellMatrixOf()
      : blocks_(std::get<1>(GetParam()))
      , mesh_(make_box(std::get<0>(GetParam()), {4, 3, 2}), "box", MPI_COMM_WORLD)
      , rows_(mesh_, blocks_.row_degree)
      , columns_(mesh_, blocks_.column_degree)
    {
    }

    static PetscInt
    owned(const FunctionSpace &space, unsigned int components)
    {
      return static_cast<PetscInt>(components * space.owned().n_elements());
    }

    /** Call for each owned cell with its centre and the global numbers of its rows and columns, node by node. */
    template <typename Visit>
    void
    for_each_cell(const Visit &visit) const
    {
      std::vector<dealii::types::global_dof_index> row(rows_.element().dofs_per_cell);
      std::vector<dealii::types::global_dof_index> column(columns_.element().dofs_per_cell);
      auto                                         other = columns_.dofs().begin_active();
      for (auto cell = rows_.dofs().begin_active(); cell != rows_.dofs().end(); ++cell, ++other)
        if (cell->is_locally_owned())
          {
            cell->get_dof_indices(row);
            other->get_dof_indices(column);
            visit(cell->center(), row, column);
          }
    }

    /** By MatSetValues(). */
    Mat
    reference(double phase) const
    {
      Mat matrix;
      VHT_PETSC(MatCreate(MPI_COMM_WORLD, &matrix));
      VHT_PETSC(MatSetSizes(matrix, owned(rows_, blocks_.row_components), owned(columns_, blocks_.column_components),
                            PETSC_DETERMINE, PETSC_DETERMINE));
      VHT_PETSC(MatSetType(matrix, MATAIJ));
      VHT_PETSC(MatSetUp(matrix));
      VHT_PETSC(MatSetOption(matrix, MAT_NEW_NONZERO_ALLOCATION_ERR, PETSC_FALSE));
      for_each_cell([&](const Point &centre, const auto &row, const auto &column) {
        for (unsigned int r = 0; r < row.size() * blocks_.row_components; ++r)
          for (unsigned int c = 0; c < column.size() * blocks_.column_components; ++c)
            VHT_PETSC(MatSetValue(matrix, index(row, blocks_.row_components, r),
                                  index(column, blocks_.column_components, c), entry(centre, r, c, phase), ADD_VALUES));
      });
      VHT_PETSC(MatAssemblyBegin(matrix, MAT_FINAL_ASSEMBLY));
      VHT_PETSC(MatAssemblyEnd(matrix, MAT_FINAL_ASSEMBLY));
      return matrix;
    }

    static PetscInt
    index(const std::vector<dealii::types::global_dof_index> &nodes, unsigned int components, unsigned int local)
    {
      return static_cast<PetscInt>(nodes[local / components] * components + local % components);
    }

    void
    fill(CellMatrix &matrix, double phase) const
    {
      const unsigned int  m = blocks_.row_components, n = blocks_.column_components;
      const unsigned int  stride = columns_.element().dofs_per_cell + 3; // what lies between must not matter
      std::vector<double> local(rows_.element().dofs_per_cell * m * n * stride, 1e300);
      std::size_t         number = 0;
      matrix.begin();
      for_each_cell([&](const Point &centre, const auto &row, const auto &column) {
        for (unsigned int r = 0; r < row.size() * m; ++r)
          for (unsigned int b = 0; b < column.size(); ++b)
            for (unsigned int j = 0; j < n; ++j)
              local[(r * n + j) * stride + b] = entry(centre, r, b * n + j, phase);
        matrix.add(number++, local.data(), stride);
      });
      matrix.end();
    }

    /** The largest entry of (A - B) x, relative to that of A x. */
    double
    difference(Mat A, Mat B) const
    {
      const auto make = [](PetscInt size) {
        Vec vector;
        VHT_PETSC(VecCreateMPI(MPI_COMM_WORLD, size, PETSC_DETERMINE, &vector));
        return vector;
      };
      Vec      x = make(owned(columns_, blocks_.column_components));
      Vec      a = make(owned(rows_, blocks_.row_components)), b = make(owned(rows_, blocks_.row_components));
      PetscInt first, last;
      VHT_PETSC(VecGetOwnershipRange(x, &first, &last));
      for (PetscInt i = first; i < last; ++i)
        VHT_PETSC(VecSetValue(x, i, std::sin(1.7 * i * i + 0.2), INSERT_VALUES));
      VHT_PETSC(VecAssemblyBegin(x));
      VHT_PETSC(VecAssemblyEnd(x));
      VHT_PETSC(MatMult(A, x, a));
      VHT_PETSC(MatMult(B, x, b));
      PetscReal size, error;
      VHT_PETSC(VecNorm(a, NORM_INFINITY, &size));
      VHT_PETSC(VecAXPY(b, -1., a));
      VHT_PETSC(VecNorm(b, NORM_INFINITY, &error));
      for (Vec *vector : {&x, &a, &b})
        VHT_PETSC(VecDestroy(vector));
      return error / size;
    }

    Blocks        blocks_;
    Mesh          mesh_;
    FunctionSpace rows_, columns_;
  };
} // namespace

TEST_P(CellMatrixOf, holds_what_petsc_sums_up)
{
  CellMatrix matrix(rows_, blocks_.row_components, columns_, blocks_.column_components);
  for (const double phase : {0.3, 2.1}) // the second time to see that the first is forgotten
    {
      fill(matrix, phase);
      Mat expected = reference(phase);
      EXPECT_LT(difference(expected, matrix), 1e-13);
      VHT_PETSC(MatDestroy(&expected));
    }
}

TEST_P(CellMatrixOf, has_no_more_places_than_neighbours)
{
  CellMatrix matrix(rows_, blocks_.row_components, columns_, blocks_.column_components);
  fill(matrix, 0.3);
  Mat     expected = reference(0.3);
  MatInfo here, there;
  VHT_PETSC(MatGetInfo(matrix, MAT_GLOBAL_SUM, &here));
  VHT_PETSC(MatGetInfo(expected, MAT_GLOBAL_SUM, &there));
  EXPECT_EQ(here.nz_used, there.nz_used);
  VHT_PETSC(MatDestroy(&expected));
}

INSTANTIATE_TEST_SUITE_P(
  Elements,
  CellMatrixOf,
  testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                   testing::Values(Blocks{2, 3, 2, 3}, Blocks{2, 3, 1, 1}, Blocks{1, 1, 2, 3}, Blocks{1, 1, 1, 1})),
  [](const auto &info) {
    const Blocks &blocks = std::get<1>(info.param);
    return to_string(std::get<0>(info.param)) + "_" + std::to_string(blocks.row_components) + "_of_degree_" +
           std::to_string(blocks.row_degree) + "_by_" + std::to_string(blocks.column_components) + "_of_degree_" +
           std::to_string(blocks.column_degree);
  });
