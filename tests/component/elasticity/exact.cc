// Deformations in closed form: homogeneous ones on distorted meshes, where the answer is exact to the solver's
// tolerance, a rotation, and a sphere under pressure.

#include "tests/component/elasticity/body.h"
#include "tests/component/elasticity/displacements.h"

#include <deal.II/base/mpi.h>
#include <deal.II/physics/transformations.h>

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double mu = 1e3; // neo-Hooke's default [Pa]

  /** Symmetry planes at x = 0, y = 0 and z = 0, and the same component given as (stretch - 1) X on other surfaces. */
  std::vector<GivenDisplacement>
  pulled(double stretch, const std::vector<unsigned int> &directions)
  {
    std::vector<GivenDisplacement> given = symmetry_planes();
    for (const unsigned int d : directions)
      {
        GivenDisplacement plane = given[d];
        plane.surface           = 2 * d + 2;
        plane.value             = [stretch](const Point &X) { return (stretch - 1.) * X; };
        given.push_back(plane);
      }
    return given;
  }

  double
  largest_difference(const Vector &field, double value)
  {
    Vector difference = field;
    difference.add(-value);
    return difference.linfty_norm();
  }

  /** The largest deviation of stress measures from one value at any point. */
  double
  largest_stress_error(const Body &body, double mises)
  {
    double largest = 0.;
    body.equation.measure({&body.integrator.displacement(), &body.integrator.pressure()},
                          [&](std::size_t, const auto &, auto, std::span<const PointMeasures> measures) {
                            for (const PointMeasures &point : measures)
                              largest = std::max(largest, std::abs(point.mises_stress - mises));
                          });
    return dealii::Utilities::MPI::max(largest, body.mesh.communicator());
  }

  class Homogeneous : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

// sigma = mu dev(F F^T) + p, and nothing acts on the sides: p = mu (I1 / 3 - 1 / lambda).
TEST_P(Homogeneous, uniaxial_tension_and_compression)
{
  for (const double stretch : {1.5, 0.7})
    {
      Body body(distorted_box(GetParam()), {.given = pulled(stretch, {0})});
      body.advance(0., 1.);
      const double across = 1. / std::sqrt(stretch);
      EXPECT_LT(body.distance_to([&](const Point &X) {
        return Tensor({(stretch - 1.) * X[0], (across - 1.) * X[1], (across - 1.) * X[2]});
      }),
                1e-8);
      const double trace = stretch * stretch + 2. / stretch;
      EXPECT_LT(largest_difference(body.integrator.pressure(), mu * (trace / 3. - 1. / stretch)), 1e-5 * mu);
      EXPECT_LT(largest_stress_error(body, mu * std::abs(stretch * stretch - 1. / stretch)), 1e-5 * mu);
    }
}

TEST_P(Homogeneous, equibiaxial_tension)
{
  const double stretch = 1.3, across = 1. / (stretch * stretch);
  Body         body(distorted_box(GetParam()), {.given = pulled(stretch, {0, 1})});
  body.advance(0., 1.);
  EXPECT_LT(body.distance_to([&](const Point &X) {
    return Tensor({(stretch - 1.) * X[0], (stretch - 1.) * X[1], (across - 1.) * X[2]});
  }),
            1e-8);
  const double trace = 2. * stretch * stretch + across * across;
  EXPECT_LT(largest_difference(body.integrator.pressure(), mu * (trace / 3. - across * across)), 1e-5 * mu);
  EXPECT_LT(largest_stress_error(body, mu * (stretch * stretch - across * across)), 1e-5 * mu);
}

// sigma_xy = mu gamma, sigma_xx - sigma_yy = mu gamma^2; no change of volume, therefore no pressure.
TEST_P(Homogeneous, simple_shear)
{
  const double                   gamma = 0.6;
  const auto                     exact = [gamma](const Point &X) { return Tensor({gamma * X[1], 0., 0.}); };
  std::vector<GivenDisplacement> given;
  for (unsigned int surface = 1; surface <= 6; ++surface)
    given.push_back({.surface = surface, .value = exact});
  Body body(distorted_box(GetParam()), {.bulk_modulus = 50. * mu, .given = given});
  body.advance(0., 1.);
  EXPECT_LT(body.distance_to(exact), 1e-8);
  EXPECT_LT(largest_difference(body.integrator.pressure(), 0.), 1e-5 * mu);
  EXPECT_LT(largest_stress_error(body, mu * std::sqrt(std::pow(gamma, 4) + 3. * gamma * gamma)), 1e-5 * mu);
}

// A compressible body under pressure from all sides keeps its shape: -P = kappa U'(J).
TEST_P(Homogeneous, pressure_from_all_sides)
{
  const double ratio = 0.8, side = std::cbrt(ratio), bulk_modulus = 5. * mu;
  Body         body(distorted_box(GetParam()), {.bulk_modulus = bulk_modulus, .given = pulled(1., {})});
  const double pressure = -bulk_modulus * body.volumetric->derivative(ratio);
  body.loads            = [&](double time) {
    std::vector<SurfaceLoad> loads;
    for (const unsigned int surface : {2, 4, 6})
      loads.push_back({.surface = surface, .pressure = time * pressure});
    body.equation.set_loads(loads);
  };
  body.advance(0., 1.);
  EXPECT_LT(body.distance_to([&](const Point &X) { return (side - 1.) * X; }), 1e-8);
  EXPECT_LT(largest_difference(body.integrator.pressure(), -pressure), 1e-5 * mu);
}

// Newton's method starts from a turned body whose inside is shaken.
TEST_P(Homogeneous, a_rotation_makes_no_stress)
{
  const auto rotate = [](const Point &X) {
    const Matrix3 R = dealii::Physics::Transformations::Rotations::rotation_matrix_3d(Tensor({0.6, 0., 0.8}), 0.9);
    return Tensor(R * X - X);
  };
  std::vector<GivenDisplacement> given;
  for (unsigned int surface = 1; surface <= 6; ++surface)
    given.push_back({.surface = surface, .value = rotate});
  Body body(distorted_box(GetParam()), {.material = "Holzapfel-Ogden", .bulk_modulus = 50. * mu, .given = given});
  body.interpolate(
    [&](const Point &X) {
      return rotate(X) + 0.02 * Tensor({std::sin(9. * X[1]), std::cos(7. * X[2]), X[0]});
    },
    *body.integrator.motion().state()[0]);
  body.advance(1., 1.);
  EXPECT_LT(body.distance_to(rotate), 1e-8);
  EXPECT_LT(largest_stress_error(body, 0.), 1e-5 * mu);
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         Homogeneous,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });

namespace
{
  constexpr double inner = 0.010, outer = 0.015; // radii [m]

  /** Radius in the deformed sphere of a point at this radius when the inner one has grown to @p grown. */
  double
  deformed_radius(double radius, double grown)
  {
    return std::cbrt(std::pow(radius, 3) + std::pow(grown, 3) - std::pow(inner, 3));
  }

  /** P = mu [2 / l + 1 / (2 l^4)] between the stretches l outside and inside. */
  double
  pressure_in_sphere(double grown)
  {
    const auto part = [](double stretch) { return 2. / stretch + 0.5 / std::pow(stretch, 4); };
    return mu * (part(deformed_radius(outer, grown) / outer) - part(grown / inner));
  }

  /** Error of the inner radius at the pole of half a sphere [m]; its base moves as it does in the whole sphere. */
  double
  error_of_sphere(CellShape shape, unsigned int n)
  {
    const double grown = 1.25 * inner;
    const auto   exact = [grown](const Point &X) {
      const double radius = X.norm();
      return (deformed_radius(radius, grown) / radius - 1.) * Tensor(X);
    };
    Body body(make_shell(shape, 2 * n, n,
                         {.endo_radius = inner, .endo_length = inner, .epi_radius = outer, .epi_length = outer}),
              {.given = {{.surface = 3, .value = exact}}});
    body.loads = [&](double time) {
      body.equation.set_loads({{.surface = 1, .pressure = time * pressure_in_sphere(grown)}});
    };
    body.advance(0., 0.5);
    body.advance(0.5, 0.5);
    const double found = inner - body.displacement_at(Point(0., 0., -inner))[2];
    return std::abs(found - grown);
  }
} // namespace

// Cells have straight edges: the sphere itself is there to second order.
TEST(Sphere, grows_under_pressure_as_the_closed_form_says)
{
  for (const CellShape shape : {CellShape::hexahedra, CellShape::tetrahedra})
    {
      const double       coarse = error_of_sphere(shape, 1), fine = error_of_sphere(shape, 2);
      std::ostringstream text;
      text << to_string(shape) << ": errors of the radius " << coarse * 1e3 << " and " << fine * 1e3 << " mm";
      report(text.str());
      EXPECT_GT(std::log2(coarse / fine), 1.5);
      EXPECT_LT(fine, 0.02 * inner);
    }
}
