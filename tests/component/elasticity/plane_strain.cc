// Bodies between two planes: a thick tube under pressure, in closed form, and Cook's membrane.

#include "physics/error.h"
#include "solvers/elasticity/body_setup.h"
#include "tests/component/elasticity/body.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  GivenDisplacement
  sliding(unsigned int surface, unsigned int direction)
  {
    GivenDisplacement plane{.surface = surface, .component = {false, false, false}};
    plane.component[direction] = true;
    return plane;
  }

  constexpr double mu = 1e3, inner = 0.010, outer = 0.016; // shear modulus [Pa], radii [m]

  /**
   * Incompressible neo-Hooke, the length kept: r^2 = R^2 + c, and d sigma_rr / dr = mu (l^2 - 1 / l^2) / r with
   * l = r / R. The integral over the wall is P = mu / 2 [ln(R^2 / r^2) - c / r^2] between inside and outside.
   */
  double
  pressure_in_tube(double grown)
  {
    const double c    = grown * grown - inner * inner;
    const auto   part = [c](double radius) {
      const double now = radius * radius + c;
      return std::log(radius * radius / now) - c / now;
    };
    return 0.5 * mu * (part(outer) - part(inner));
  }

  /** Error of the inner radius of a quarter of a tube, n cells through the wall and 3 n along the arc [m]. */
  double
  error_of_tube(CellShape shape, unsigned int n)
  {
    const double grown = 1.3 * inner;
    MeshFile     file  = make_box(shape, {{n, 3 * n, 1}}, {{1., 1., 0.002}});
    move_nodes(file, [](const Point &x) {
      const double radius = inner + x[0] * (outer - inner), angle = x[1] * std::numbers::pi / 2.;
      return Point(radius * std::cos(angle), radius * std::sin(angle), x[2]);
    });
    Body body(file, {.stabilisation = mu, .given = {sliding(3, 1), sliding(4, 0), sliding(5, 2), sliding(6, 2)}});
    body.loads = [&](double time) {
      body.equation.set_loads({{.surface = 1, .pressure = time * pressure_in_tube(grown)}});
    };
    for (const double time : {0., 0.25, 0.5, 0.75})
      body.advance(time, 0.25);
    return std::abs(inner + body.displacement_at(Point(inner, 0., 0.001))[0] - grown);
  }

  /** Upward displacement of the upper right corner of Cook's membrane [m], n cells along each side. */
  double
  tip_of_membrane(CellShape shape, unsigned int n)
  {
    constexpr double stiffness = 80.194e6; // mu [Pa]
    MeshFile         file      = make_box(shape, {{n, n, 1}}, {{1., 1., 0.002}});
    move_nodes(file,
               [](const Point &x) { return Point(0.048 * x[0], 0.044 * x[0] + x[1] * (0.044 - 0.028 * x[0]), x[2]); });
    Body body(file, {.bulk_modulus  = 400889.8e6,
                     .stabilisation = 0.,
                     .given         = {{.surface = 1}, sliding(5, 2), sliding(6, 2)}});
    *body.material->parameters()[0].value = stiffness;
    body.loads                            = [&](double time) {
      body.equation.set_loads({{.surface = 2, .traction = Tensor({0., time * 6.25e6, 0.})}});
    };
    for (const double time : {0., 0.25, 0.5, 0.75})
      body.advance(time, 0.25);
    return body.displacement_at(Point(0.048, 0.060, 0.001))[1];
  }

  class PlaneStrain : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

// Where cells have straight edges, the circle is there to second order.
TEST_P(PlaneStrain, a_thick_tube_widens_under_pressure_as_the_closed_form_says)
{
  const double       coarse = error_of_tube(GetParam(), 1), fine = error_of_tube(GetParam(), 2);
  std::ostringstream text;
  text << to_string(GetParam()) << ": errors of the radius " << coarse * 1e3 << " and " << fine * 1e3 << " mm, order "
       << std::log2(coarse / fine);
  report(text.str());
  EXPECT_GT(std::log2(coarse / fine), 1.7);
  EXPECT_LT(fine, 0.01 * inner);
}

// 100 N/mm on the right side, mu = 80.194 MPa, 5000 times stiffer against a change of volume. The left corners are
// singular: the tip converges slowly, but from below and without locking.
TEST_P(PlaneStrain, cooks_membrane_converges_without_locking)
{
  const double coarse = tip_of_membrane(GetParam(), 2), middle = tip_of_membrane(GetParam(), 4),
               fine = tip_of_membrane(GetParam(), 8);
  std::ostringstream text;
  text.precision(6);
  text << to_string(GetParam()) << ": tip " << coarse * 1e3 << ", " << middle * 1e3 << ", " << fine * 1e3 << " mm";
  report(text.str());
  EXPECT_LT(coarse, middle);
  EXPECT_LT(middle, fine);
  if (GetParam() == CellShape::hexahedra)
    EXPECT_NEAR(coarse, fine, 0.01 * fine) << "it locks";
  else
    {
      EXPECT_LT(fine - middle, 0.5 * (middle - coarse));
      EXPECT_NEAR(fine, tip_of_membrane(CellShape::hexahedra, 4), 0.02 * fine) << "it locks";
    }
}

// No plane of a cube between six sliding ones can move: an incompressible one has no definite pressure.
TEST_P(PlaneStrain, a_body_that_is_shut_in_by_sliding_planes_is_noticed)
{
  std::vector<GivenDisplacement> given;
  for (unsigned int surface = 1; surface <= 6; ++surface)
    given.push_back(sliding(surface, (surface - 1) / 2));
  const Body shut(make_unit_box(GetParam(), 1), {.given = given});
  EXPECT_THROW(refuse_if_pressure_is_unknown(shut.equation, given), InputError);
  const Body compressible(make_unit_box(GetParam(), 1), {.bulk_modulus = 1e5, .given = given});
  EXPECT_NO_THROW(refuse_if_pressure_is_unknown(compressible.equation, given));
  given.back() = sliding(6, 0); // slides along, but its normal is free
  const Body open(make_unit_box(GetParam(), 1), {.given = given});
  EXPECT_NO_THROW(refuse_if_pressure_is_unknown(open.equation, given));
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         PlaneStrain,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });
