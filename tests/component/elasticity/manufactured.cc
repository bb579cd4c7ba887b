// The discretisation: a motion that is no polynomial, driven by the body force that belongs to it, on distorted meshes,
// straight and curved.
// Orders of convergence of Q2/Q1, P2/P1 and Q2/P1disc: 3 and 2 for the displacement and its gradient, 2 for the
// pressure.

#include "tests/component/elasticity/body.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double bulk_modulus = 2e4; // [Pa], of the compressible body

  /** Axes of the tissue, columns: fibres at 40 degrees to x in the plane of x and y. */
  Matrix3
  fibre_axes()
  {
    const double c = std::cos(0.7), s = std::sin(0.7);
    Matrix3      axes;
    axes[0]    = Tensor({c, -s, 0.});
    axes[1]    = Tensor({s, c, 0.});
    axes[2][2] = 1.;
    return axes;
  }

  /**
   * Two shears in turn, which keep the volume, and a third motion for a body that may change it. Displacement,
   * pressure and their first derivatives (but that of the pressure) vanish at z_max, which is therefore free of forces.
   */
  struct Motion3D
  {
    bool compressible;

    Tensor
    displacement(const Point &X) const
    {
      const double rest = (1. - X[2]) * (1. - X[2]);
      const double x = X[0] + 0.15 * rest * std::sin(2. * X[1] + 0.3), y = X[1] + 0.15 * rest * std::cos(2. * x);
      const double z = X[2] + (compressible ? 0.1 * rest * std::sin(2. * x + y) : 0.);
      return Point(x, y, z) - X;
    }

    Matrix3
    deformation(const Point &X) const
    {
      const double rest = (1. - X[2]) * (1. - X[2]), slope = -2. * (1. - X[2]);
      Matrix3      first, second, third = dealii::unit_symmetric_tensor<dim>();
      const double wave = std::sin(2. * X[1] + 0.3), x = X[0] + 0.15 * rest * wave;
      const double y = X[1] + 0.15 * rest * std::cos(2. * x);
      first          = third;
      second         = third;
      first[0][1]    = 0.3 * rest * std::cos(2. * X[1] + 0.3);
      first[0][2]    = 0.15 * slope * wave;
      second[1][0]   = -0.3 * rest * std::sin(2. * x);
      second[1][2]   = 0.15 * slope * std::cos(2. * x);
      if (compressible)
        {
          third[2][0] = 0.2 * rest * std::cos(2. * x + y);
          third[2][1] = 0.1 * rest * std::cos(2. * x + y);
          third[2][2] = 1. + 0.1 * slope * std::sin(2. * x + y);
        }
      return third * second * first;
    }

    double
    pressure(const Point &X, const VolumetricLaw &law) const
    {
      if (compressible)
        return bulk_modulus * law.derivative(dealii::determinant(deformation(X)));
      return 800. * (1. - X[2]) * (1. - X[2]) * std::cos(X[0] + 2. * X[1]);
    }
  };

  /** First Piola-Kirchhoff stress at up to eight points at once. */
  std::array<Matrix3, MaterialBlock::size>
  stresses(const Motion3D &motion, const Body &body, const std::array<Point, MaterialBlock::size> &points)
  {
    constexpr unsigned int                   component[6][2] = {{0, 0}, {1, 1}, {2, 2}, {0, 1}, {0, 2}, {1, 2}};
    const Matrix3                            axes            = fibre_axes();
    MaterialBlock::Voigt                     strain, stress;
    std::array<Matrix3, MaterialBlock::size> result;
    for (std::size_t i = 0; i < points.size(); ++i)
      {
        const Matrix3 F = motion.deformation(points[i]) * axes, C = dealii::transpose(F) * F;
        for (unsigned int v = 0; v < 6; ++v)
          strain[v][i] = v < 3 ? 0.5 * (C[v][v] - 1.) : C[component[v][0]][component[v][1]];
      }
    body.material->stress(strain, stress);
    for (std::size_t i = 0; i < points.size(); ++i)
      {
        const Matrix3 F = motion.deformation(points[i]);
        Matrix3       S;
        for (unsigned int v = 0; v < 6; ++v)
          S[component[v][0]][component[v][1]] = S[component[v][1]][component[v][0]] = stress[v][i];
        result[i] =
          F * axes * S * dealii::transpose(axes) + motion.pressure(points[i], *body.volumetric) * dealii::cofactor(F);
      }
    return result;
  }

  /** -Div P by central differences of fourth order. */
  Tensor
  body_force(const Motion3D &motion, const Body &body, const Point &X)
  {
    constexpr double h = 2e-3;
    Tensor           force;
    for (unsigned int d = 0; d < dim; ++d)
      {
        std::array<Point, MaterialBlock::size> points;
        points.fill(X);
        constexpr double steps[4] = {-2., -1., 1., 2.}, weights[4] = {1. / 12., -8. / 12., 8. / 12., -1. / 12.};
        for (unsigned int k = 0; k < 4; ++k)
          points[k][d] += steps[k] * h;
        const auto P = stresses(motion, body, points);
        for (unsigned int k = 0; k < 4; ++k)
          for (unsigned int i = 0; i < dim; ++i)
            force[i] -= weights[k] * P[k][i][d] / h;
      }
    return force;
  }

  struct Errors
  {
    double displacement = 0., gradient = 0., pressure = 0.;
  };

  /** L2 norms of the errors of displacement [m], its gradient [1] and the pressure [Pa] in the unit cube. */
  Errors
  errors_of(const Body &body, const Motion3D &motion)
  {
    const dealii::Quadrature<dim> quadrature = body.mesh.is_simplex()
                                                 ? dealii::Quadrature<dim>(dealii::QGaussSimplex<dim>(4))
                                                 : dealii::Quadrature<dim>(dealii::QGauss<dim>(4));
    const FunctionSpace          &nodes = body.space.nodes(), &pressures = body.space.pressures();
    dealii::FEValues<dim>         values(nodes.mapping(), nodes.element(), quadrature,
                                         dealii::update_values | dealii::update_gradients | dealii::update_JxW_values |
                                           dealii::update_quadrature_points);
    dealii::FEValues<dim> pressure_values(pressures.mapping(), pressures.element(), quadrature, dealii::update_values);
    Vector                u = body.integrator.displacement(), p = body.integrator.pressure();
    u.update_ghost_values();
    p.update_ghost_values();
    std::vector<dealii::types::global_dof_index> dofs(nodes.element().dofs_per_cell);
    std::vector<double>                          p_at(quadrature.size());
    Errors                                       sum;
    auto                                         other = pressures.dofs().begin_active();
    for (auto cell = nodes.dofs().begin_active(); cell != nodes.dofs().end(); ++cell, ++other)
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          pressure_values.reinit(other);
          pressure_values.get_function_values(p, p_at);
          cell->get_dof_indices(dofs);
          for (const unsigned int q : values.quadrature_point_indices())
            {
              const Point &X     = values.quadrature_point(q);
              Tensor       error = -motion.displacement(X);
              Matrix3      slope = dealii::unit_symmetric_tensor<dim>() - motion.deformation(X);
              for (const unsigned int a : values.dof_indices())
                for (unsigned int i = 0; i < dim; ++i)
                  {
                    error[i] += u(3 * dofs[a] + i) * values.shape_value(a, q);
                    slope[i] += u(3 * dofs[a] + i) * values.shape_grad(a, q);
                  }
              const double of_pressure = p_at[q] - motion.pressure(X, *body.volumetric);
              sum.displacement += error.norm_square() * values.JxW(q);
              sum.gradient += slope.norm_square() * values.JxW(q);
              sum.pressure += of_pressure * of_pressure * values.JxW(q);
            }
        }
    const auto root = [&](double part) {
      return std::sqrt(dealii::Utilities::MPI::sum(part, body.mesh.communicator()));
    };
    return {root(sum.displacement), root(sum.gradient), root(sum.pressure)};
  }

  struct Pair
  {
    CellShape  shape;
    Continuity pressure = Continuity::continuous;
  };

  struct Setting
  {
    Pair pair;
    bool compressible, curved;
  };

  Errors
  solve(const Setting &setting, unsigned int n, MPI_Comm communicator = MPI_COMM_WORLD)
  {
    const Motion3D motion{setting.compressible};
    MeshFile       file = make_unit_box(setting.pair.shape, n);
    if (setting.curved)
      make_quadratic(file);
    distort(file);
    BodyParameters parameters{.material = "Guccione", .stabilisation = 2e3, .pressure = setting.pair.pressure};
    if (setting.compressible)
      parameters.bulk_modulus = bulk_modulus;
    parameters.axes = [](const auto &, const auto &points, auto &axes) {
      std::fill_n(axes.begin(), points.size(), fibre_axes());
    };
    const auto exact = [motion](const Point &X) { return motion.displacement(X); };
    for (const unsigned int surface : {1, 2, 3, 4, 5})
      parameters.given.push_back({.surface = surface, .value = exact});
    Body body(file, parameters, communicator);
    body.equation.set_body_force([&](const Point &X) { return body_force(motion, body, X); });

    // From the interpolated displacement and no pressure.
    body.interpolate(exact, *body.integrator.motion().state()[0]);
    body.advance(1., 1.);
    return errors_of(body, motion);
  }

  class ManufacturedMotion : public testing::TestWithParam<std::tuple<Pair, bool, bool>>
  {
  protected:
    Setting
    setting() const
    {
      const auto [pair, compressible, curved] = GetParam();
      return {pair, compressible, curved};
    }
  };
} // namespace

TEST_P(ManufacturedMotion, converges_at_the_orders_of_its_elements)
{
  const Errors coarse = solve(setting(), 3), fine = solve(setting(), 6);
  const auto   order       = [](double first, double second) { return std::log2(first / second); };
  const double of_u        = order(coarse.displacement, fine.displacement),
               of_gradient = order(coarse.gradient, fine.gradient), of_p = order(coarse.pressure, fine.pressure);
  std::ostringstream text;
  text << "displacement " << fine.displacement << ", order " << of_u << "; gradient " << fine.gradient << ", order "
       << of_gradient << "; pressure " << fine.pressure << ", order " << of_p;
  report(text.str());
  // Q2/P1disc comes to these orders from above: 3.23 and 2.23 between these meshes for a compressible body.
  const double above = setting().pair.pressure == Continuity::discontinuous ? 0.3 : 0.15;
  EXPECT_GT(of_u, 2.85);
  EXPECT_LT(of_u, 3. + above);
  EXPECT_GT(of_gradient, 1.85);
  EXPECT_LT(of_gradient, 2. + above);
  EXPECT_GT(of_p, 1.8);
}

TEST_P(ManufacturedMotion, is_the_same_on_every_number_of_ranks)
{
  const Errors together = solve(setting(), 2), alone = solve(setting(), 2, MPI_COMM_SELF);
  EXPECT_NEAR(together.displacement, alone.displacement, 1e-9 * alone.displacement);
  EXPECT_NEAR(together.gradient, alone.gradient, 1e-9 * alone.gradient);
  EXPECT_NEAR(together.pressure, alone.pressure, 1e-9 * alone.pressure);
}

INSTANTIATE_TEST_SUITE_P(Bodies,
                         ManufacturedMotion,
                         testing::Combine(testing::Values(Pair{CellShape::tetrahedra},
                                                          Pair{CellShape::hexahedra},
                                                          Pair{CellShape::hexahedra, Continuity::discontinuous}),
                                          testing::Bool(),
                                          testing::Bool()),
                         [](const auto &info) {
                           const Pair &pair = std::get<0>(info.param);
                           return to_string(pair.shape) + (pair.pressure == Continuity::discontinuous ? "_disc" : "") +
                                  (std::get<1>(info.param) ? "_compressible" : "_incompressible") +
                                  (std::get<2>(info.param) ? "_curved" : "");
                         });
