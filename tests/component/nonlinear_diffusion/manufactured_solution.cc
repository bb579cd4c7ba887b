// The discretisation: orders of convergence, and the same numbers on every number of ranks.

#include "solvers/core/log.h"
#include "solvers/nonlinear_diffusion/integrator.h"
#include "tests/component/nonlinear_diffusion/manufactured.h"

#include <deal.II/base/function.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/lac/vector.h>
#include <deal.II/numerics/vector_tools.h>

#include <gtest/gtest.h>

using namespace vht;
using namespace vht::test;

namespace
{
  class ExactTemperature : public dealii::Function<dim>
  {
  public:
    double
    value(const Point &p, unsigned int) const override
    {
      return Manufactured::temperature(p);
    }

    Tensor
    gradient(const Point &p, unsigned int) const override
    {
      return Manufactured::gradient(p);
    }
  };

  struct Outcome
  {
    double       l2_error, h1_error; ///< of the temperature [K m^1.5] and its gradient [K m^0.5]
    NewtonResult newton;

    double
    linear_iterations() const
    {
      return static_cast<double>(newton.linear_iterations) / newton.iterations;
    }
  };

  Outcome
  solve(CellShape shape, unsigned int degree, unsigned int n, MPI_Comm communicator = MPI_COMM_WORLD)
  {
    MeshFile file = make_unit_box(shape, n);
    distort(file);
    const Mesh              mesh(file, "distorted box", communicator);
    const FunctionSpace     space(mesh, degree);
    const auto              law = make_conductivity("quadratic");
    const DiffusionOperator equation(space, *law, Manufactured::loads());
    Log                     log(false);
    DiffusionIntegrator     integrator(equation, {}, {.relative_tolerance = 1e-10}, log);

    // From the interpolated exact solution: half of Newton's iterations are saved.
    Vector     guess  = space.make_vector();
    const auto points = space.support_points();
    for (std::size_t i = 0; i < points.size(); ++i)
      guess.local_element(i) = Manufactured::temperature(points[i]);
    integrator.start_from(guess);

    Outcome outcome{0., 0., integrator.solve()};

    const dealii::Quadrature<dim> quadrature = shape == CellShape::tetrahedra
                                                 ? dealii::Quadrature<dim>(dealii::QGaussSimplex<dim>(4))
                                                 : dealii::Quadrature<dim>(dealii::QGauss<dim>(4));
    const auto                    error      = [&](dealii::VectorTools::NormType norm) {
      dealii::Vector<float> per_cell(mesh.triangulation().n_active_cells());
      integrator.temperature().update_ghost_values();
      dealii::VectorTools::integrate_difference(space.mapping(), space.dofs(), integrator.temperature(),
                                                                        ExactTemperature(), per_cell, quadrature, norm);
      integrator.temperature().zero_out_ghost_values();
      return dealii::VectorTools::compute_global_error(mesh.triangulation(), per_cell, norm);
    };
    outcome.l2_error = error(dealii::VectorTools::L2_norm);
    outcome.h1_error = error(dealii::VectorTools::H1_seminorm);
    return outcome;
  }

  class ManufacturedSolution : public testing::TestWithParam<std::tuple<CellShape, unsigned int>>
  {
  };
} // namespace

// The unknowns grow 64-fold over the three meshes; multigrid has to keep the number of linear iterations.
TEST_P(ManufacturedSolution, converges_at_the_orders_of_the_space_with_as_many_iterations_on_every_mesh)
{
  const auto [shape, degree] = GetParam();
  std::vector<Outcome> on;
  for (const unsigned int n : degree == 1 ? std::vector<unsigned int>{4, 8, 16} : std::vector<unsigned int>{2, 4, 8})
    on.push_back(solve(shape, degree, n));

  const double       l2_order = std::log2(on[1].l2_error / on[2].l2_error);
  const double       h1_order = std::log2(on[1].h1_error / on[2].h1_error);
  std::ostringstream text;
  text << "L2 error " << on[2].l2_error << ", order " << l2_order << "; H1 error " << on[2].h1_error << ", order "
       << h1_order << "; linear iterations per Newton step";
  for (const Outcome &outcome : on)
    text << " " << outcome.linear_iterations();
  report(text.str());

  EXPECT_NEAR(l2_order, degree + 1., 0.15);
  EXPECT_NEAR(h1_order, degree, 0.15);
  EXPECT_LT(on[2].linear_iterations(), on[1].linear_iterations() + 3.);
  EXPECT_LT(on[2].linear_iterations(), 15.);
}

// Every rank solves the whole problem alone, and all together once: the answer may not depend on the partition.
TEST_P(ManufacturedSolution, is_the_same_on_every_number_of_ranks)
{
  const auto [shape, degree] = GetParam();
  const Outcome together = solve(shape, degree, 4), alone = solve(shape, degree, 4, MPI_COMM_SELF);
  EXPECT_NEAR(together.l2_error, alone.l2_error, 1e-6 * alone.l2_error); // errors are summed in single precision
  EXPECT_NEAR(together.h1_error, alone.h1_error, 1e-6 * alone.h1_error);
  EXPECT_NEAR(together.newton.residuals[0], alone.newton.residuals[0], 1e-12 * alone.newton.residuals[0]);
}

INSTANTIATE_TEST_SUITE_P(Elements,
                         ManufacturedSolution,
                         testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                                          testing::Values(1u, 2u)),
                         [](const auto &info) {
                           return to_string(std::get<0>(info.param)) + "_degree_" +
                                  std::to_string(std::get<1>(info.param));
                         });
