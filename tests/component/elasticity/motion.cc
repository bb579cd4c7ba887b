// Inertia: a shear wave in closed form, the order of each scheme in time, and the energy of a beam that swings far.

#include "tests/component/elasticity/body.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double length = 0.02, density = 1000., mu = 1e3, bulk_modulus = 2e4;

  MotionParameters
  scheme(const std::string &name)
  {
    return {.scheme = name};
  }

  /**
   * A bar that can only slide in y, held at x = 0: u_y = A sin(k x) sin(omega t) with k = pi / (2 L),
   * omega = k sqrt(mu / rho). For neo-Hooke the shear stress is linear in the shear; what is not grows with (A k)^2.
   */
  struct ShearWave
  {
    static constexpr double amplitude = 1e-4 * length, k = std::numbers::pi / (2. * length);

    static double
    omega()
    {
      return k * std::sqrt(mu / density);
    }

    static double
    period()
    {
      return 2. * std::numbers::pi / omega();
    }

    static Tensor
    shape(const Point &X)
    {
      return Tensor({0., amplitude * std::sin(k * X[0]), 0.});
    }
  };

  /** Error after 5/8 of a period, relative to the amplitude; steps of these parts of @p dt follow each other. */
  double
  error_of_wave(const std::string &name, unsigned int n_steps, const std::vector<double> &parts)
  {
    BodyParameters parameters{.density = density, .given = {{.surface = 1}}, .motion = scheme(name)};
    for (unsigned int surface = 2; surface <= 6; ++surface)
      parameters.given.push_back({.surface = surface, .component = {true, false, true}});
    Body body(make_box(CellShape::hexahedra, {{6, 1, 1}}, {{length, length / 6., length / 6.}}), parameters);
    body.interpolate([](const Point &X) { return ShearWave::omega() * ShearWave::shape(X); },
                     *body.integrator.motion().state()[1]);

    const double end = 0.625 * ShearWave::period(), dt = end / n_steps;
    double       time = 0.;
    for (unsigned int step = 0; time < end * (1. - 1e-9); ++step)
      {
        const double part = parts[step % parts.size()] * dt;
        body.advance(time, part);
        time += part;
      }
    EXPECT_NEAR(time, end, 1e-9 * end);
    const double factor = std::sin(ShearWave::omega() * end);
    return body.distance_to([factor](const Point &X) { return factor * ShearWave::shape(X); }) / ShearWave::amplitude;
  }

  /** Kinetic and strain energy [J]; that of the volume is p (J - 1) - p^2 / (2 kappa) for the law "quadratic". */
  double
  energy(const Body &body)
  {
    const FunctionSpace  &nodes = body.space.nodes(), &pressures = body.space.pressures();
    const auto            quadrature = ElasticityOperator::quadrature_for(body.mesh);
    dealii::FEValues<dim> values(nodes.mapping(), nodes.element(), quadrature,
                                 dealii::update_values | dealii::update_gradients | dealii::update_JxW_values);
    dealii::FEValues<dim> pressure_values(pressures.mapping(), pressures.element(), quadrature, dealii::update_values);
    Vector u = body.integrator.displacement(), v = body.integrator.motion().velocity(), p = body.integrator.pressure();
    for (Vector *field : {&u, &v, &p})
      field->update_ghost_values();
    std::vector<dealii::types::global_dof_index> dofs(nodes.element().dofs_per_cell);
    std::vector<double>                          p_at(quadrature.size());
    double                                       sum   = 0.;
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
              Tensor  velocity;
              Matrix3 F = dealii::unit_symmetric_tensor<dim>();
              for (const unsigned int a : values.dof_indices())
                for (unsigned int i = 0; i < dim; ++i)
                  {
                    velocity[i] += v(3 * dofs[a] + i) * values.shape_value(a, q);
                    F[i] += u(3 * dofs[a] + i) * values.shape_grad(a, q);
                  }
              const double J      = dealii::determinant(F);
              const double strain = 0.5 * mu * (std::pow(J, -2. / 3.) * F.norm_square() - 3.);
              const double volume = p_at[q] * (J - 1.) - p_at[q] * p_at[q] / (2. * bulk_modulus);
              sum += (0.5 * density * velocity.norm_square() + strain + volume) * values.JxW(q);
            }
        }
    return dealii::Utilities::MPI::sum(sum, body.mesh.communicator());
  }

  struct Swing
  {
    double least = 1e300, most = 0., last = 0.; ///< energy, relative to that of the beginning
    double reach = 0.;                          ///< largest displacement [m]
  };

  /** A beam is struck, its end at @p speed [m/s], and swings for four periods or so. */
  Swing
  swing(const std::string &name, double speed)
  {
    Body body(make_box(CellShape::hexahedra, {{5, 1, 1}}, {{length, length / 5., length / 5.}}),
              {.volumetric    = "quadratic",
               .bulk_modulus  = bulk_modulus,
               .density       = density,
               .stabilisation = 0.,
               .given         = {{.surface = 1}},
               .motion        = scheme(name),
               .tolerance     = 1e-7});
    body.interpolate(
      [speed](const Point &X) {
        return Tensor({0., speed * std::pow(X[0] / length, 2), 0.});
      },
      *body.integrator.motion().state()[1]);
    const double start = energy(body), dt = 0.01;
    Swing        result;
    for (unsigned int step = 0; step < 150; ++step)
      {
        body.advance(step * dt, dt);
        result.last  = energy(body) / start;
        result.least = std::min(result.least, result.last);
        result.most  = std::max(result.most, result.last);
        result.reach = std::max(result.reach, body.integrator.displacement().linfty_norm());
      }
    std::ostringstream text;
    text << name << ": energy between " << result.least << " and " << result.most << ", at the end " << result.last
         << "; reach " << result.reach * 1e3 << " mm";
    report(text.str());
    return result;
  }

  class Schemes : public testing::TestWithParam<std::string>
  {
  };
} // namespace

TEST_P(Schemes, are_of_second_order_in_time)
{
  const double       coarse = error_of_wave(GetParam(), 20, {1.}), fine = error_of_wave(GetParam(), 40, {1.});
  std::ostringstream text;
  text << GetParam() << ": errors " << coarse << " and " << fine;
  report(text.str());
  EXPECT_NEAR(std::log2(coarse / fine), 2., 0.25);
  EXPECT_LT(fine, 0.02);
}

// As where a step is halved because Newton's method failed.
TEST_P(Schemes, are_of_second_order_with_uneven_steps)
{
  const std::vector<double> parts{1., 0.5, 0.5, 1., 1., 0.25, 0.75};
  const double              coarse = error_of_wave(GetParam(), 20, parts), fine = error_of_wave(GetParam(), 40, parts);
  std::ostringstream        text;
  text << GetParam() << ": errors " << coarse << " and " << fine;
  report(text.str());
  EXPECT_NEAR(std::log2(coarse / fine), 2., 0.3);
  EXPECT_LT(fine, 0.02);
}

INSTANTIATE_TEST_SUITE_P(Motion,
                         Schemes,
                         testing::Values("Newmark", "generalised-alpha", "BDF2"),
                         [](const auto &info) {
                           return info.param == "generalised-alpha" ? "generalised_alpha" : info.param;
                         });

// Newmark's rule damps nothing, and large motions can feed the fast waves: struck as hard as in the test below, the
// beam ends with five times the energy, and an incompressible one loses Newton's method.
TEST(SwingingBeam, newmark_keeps_the_energy_of_a_moderate_motion)
{
  const Swing newmark = swing("Newmark", 0.05);
  EXPECT_GT(newmark.reach, 0.1 * length);
  EXPECT_GT(newmark.least, 0.97);
  EXPECT_LT(newmark.most, 1.03);
}

TEST(SwingingBeam, damping_schemes_lose_little_of_a_large_motion)
{
  const Swing alpha = swing("generalised-alpha", 0.15), bdf = swing("BDF2", 0.15);
  EXPECT_GT(alpha.reach, 0.35 * length);
  EXPECT_GT(alpha.last, 0.95);
  EXPECT_LT(alpha.most, 1.);
  EXPECT_GT(bdf.last, 0.8);
  EXPECT_LT(bdf.most, 1.);
  EXPECT_GT(alpha.last, bdf.last);
}
