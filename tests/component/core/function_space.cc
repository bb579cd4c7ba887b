#include "solvers/core/function_space.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;
  using Field   = std::function<double(const Point &)>;

  Vector
  interpolate(const FunctionSpace &space, const Field &field)
  {
    Vector     vector = space.make_vector();
    const auto points = space.support_points();
    EXPECT_EQ(points.size(), vector.locally_owned_size());
    for (std::size_t i = 0; i < points.size(); ++i)
      vector.local_element(i) = field(points[i]);
    vector.update_ghost_values();
    return vector;
  }

  /** Root of the integral of (u_h - u)^2, by a rule finer than the space's own. */
  double
  distance(const FunctionSpace &space, const Vector &vector, const Field &field)
  {
    const dealii::Quadrature<dim> rule = space.mesh().is_simplex()
                                           ? dealii::Quadrature<dim>(dealii::QGaussSimplex<dim>(4))
                                           : dealii::Quadrature<dim>(dealii::QGauss<dim>(4));
    dealii::FEValues<dim>         values(space.mapping(), space.element(), rule,
                                         dealii::update_values | dealii::update_quadrature_points | dealii::update_JxW_values);
    std::vector<double>           at(rule.size());
    double                        sum = 0.;
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          values.get_function_values(vector, at);
          for (const unsigned int q : values.quadrature_point_indices())
            sum += std::pow(at[q] - field(values.quadrature_point(q)), 2) * values.JxW(q);
        }
    return std::sqrt(mpi::sum(sum, space.mesh().communicator()));
  }

  double
  factorial(unsigned int n)
  {
    return std::tgamma(n + 1.);
  }

  class FunctionSpaceOf : public testing::TestWithParam<std::tuple<CellShape, unsigned int>>
  {
  };
} // namespace

TEST_P(FunctionSpaceOf, one_unknown_stands_at_each_place_of_the_lattice)
{
  const auto [shape, degree] = GetParam();
  const Mesh          mesh(make_box(shape, {4, 3, 2}), "box", MPI_COMM_WORLD);
  const FunctionSpace scalar(mesh, degree), vector(mesh, degree, 3);
  EXPECT_EQ(scalar.degree(), degree);
  EXPECT_EQ(scalar.n_dofs(), (4 * degree + 1) * (3 * degree + 1) * (2 * degree + 1));
  EXPECT_EQ(vector.n_dofs(), 3 * scalar.n_dofs());
  EXPECT_EQ(mpi::sum(scalar.owned().n_elements(), MPI_COMM_WORLD), scalar.n_dofs());
  EXPECT_TRUE((scalar.owned() & scalar.relevant()) == scalar.owned());
  EXPECT_EQ(scalar.make_vector().get_partitioner()->n_ghost_indices(),
            scalar.relevant().n_elements() - scalar.owned().n_elements());
}

TEST_P(FunctionSpaceOf, holds_polynomials_of_its_degree)
{
  const auto [shape, degree] = GetParam();
  const Mesh          mesh(make_unit_box(shape, 3), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  const Field         linear    = [](const Point &p) { return 1. + 2. * p[0] - 3. * p[1] + 0.5 * p[2]; };
  const Field         quadratic = [](const Point &p) { return p[0] * p[1] - 2. * p[2] * p[2] + p[0] * p[2] + p[1]; };
  EXPECT_LT(distance(space, interpolate(space, linear), linear), 1e-13);
  if (degree == 2)
    EXPECT_LT(distance(space, interpolate(space, quadratic), quadratic), 1e-13);
  else
    EXPECT_GT(distance(space, interpolate(space, quadratic), quadratic), 1e-3);
}

TEST_P(FunctionSpaceOf, interpolation_converges_at_order_degree_plus_one)
{
  const auto [shape, degree] = GetParam();
  const Field         wave = [](const Point &p) { return std::sin(4. * p[0]) * std::cos(3. * p[1]) * std::exp(p[2]); };
  std::vector<double> errors;
  for (const unsigned int n : {4, 8})
    {
      MeshFile file = make_unit_box(shape, n);
      distort(file);
      const Mesh          mesh(file, "distorted box", MPI_COMM_WORLD);
      const FunctionSpace space(mesh, degree);
      errors.push_back(distance(space, interpolate(space, wave), wave));
    }
  const double order = std::log2(errors[0] / errors[1]);
  report("error " + std::to_string(errors[1]) + ", order " + std::to_string(order));
  EXPECT_NEAR(order, degree + 1., 0.15);
}

// The mass matrix needs twice the degree: x^a y^b z^c against the formula for the reference cell.
TEST_P(FunctionSpaceOf, quadrature_is_exact_for_products_of_two_shape_functions)
{
  const auto [shape, degree] = GetParam();
  const Mesh          mesh(make_unit_box(shape, 1), "box", MPI_COMM_SELF);
  const FunctionSpace space(mesh, degree);
  const bool          simplex = shape == CellShape::tetrahedra;
  for (unsigned int a = 0; a <= 2 * degree; ++a)
    for (unsigned int b = 0; b <= 2 * degree; ++b)
      {
        for (unsigned int c = 0; c <= 2 * degree; ++c)
          {
            if (simplex && a + b + c > 2 * degree)
              continue;
            double sum = 0.;
            for (unsigned int q = 0; q < space.quadrature().size(); ++q)
              {
                const Point p = space.quadrature().point(q);
                sum += std::pow(p[0], a) * std::pow(p[1], b) * std::pow(p[2], c) * space.quadrature().weight(q);
              }
            const double exact = simplex ? factorial(a) * factorial(b) * factorial(c) / factorial(a + b + c + 3)
                                         : 1. / ((a + 1.) * (b + 1.) * (c + 1.));
            EXPECT_NEAR(sum, exact, 1e-13) << "x^" << a << " y^" << b << " z^" << c;
          }
        if (simplex && a + b > 2 * degree)
          continue;
        double sum = 0.;
        for (unsigned int q = 0; q < space.face_quadrature().size(); ++q)
          sum += std::pow(space.face_quadrature().point(q)[0], a) * std::pow(space.face_quadrature().point(q)[1], b) *
                 space.face_quadrature().weight(q);
        const double exact = simplex ? factorial(a) * factorial(b) / factorial(a + b + 2) : 1. / ((a + 1.) * (b + 1.));
        EXPECT_NEAR(sum, exact, 1e-13) << "on a face, x^" << a << " y^" << b;
      }
}

INSTANTIATE_TEST_SUITE_P(Elements,
                         FunctionSpaceOf,
                         testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                                          testing::Values(1u, 2u)),
                         [](const auto &info) {
                           return to_string(std::get<0>(info.param)) + "_degree_" +
                                  std::to_string(std::get<1>(info.param));
                         });

TEST(FunctionSpace, refuses_a_degree_that_the_cells_do_not_have)
{
  const Mesh mesh(make_unit_box(CellShape::tetrahedra, 1), "box", MPI_COMM_WORLD);
  for (const unsigned int degree : {0u, 3u})
    expect_error<InputError>([&] { FunctionSpace(mesh, degree); },
                             {"Degree = " + std::to_string(degree), "use 1 or 2"});
}
