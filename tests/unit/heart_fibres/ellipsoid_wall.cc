#include "solvers/heart/fibres/ellipsoid_wall.h"

#include "tests/unit/heart_fibres/random_vectors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace
{
  using namespace vht;
  using std::numbers::pi;

  const SpareDirections edges = {Tensor({1e-3, 0., 2e-4}), Tensor({0., 1e-3, 0.})};

  double
  between_lines(const Tensor &a, const Tensor &b)
  {
    return dealii::cross_product_3d(a, b).norm() / (a.norm() * b.norm());
  }

  Tensor
  unit(const Tensor &v)
  {
    return v / v.norm();
  }

  void
  expect_orthonormal(const Frame &frame)
  {
    const Tensor &f = frame.fibre, &s = frame.sheet, &n = frame.normal;
    for (const double length : {f.norm(), s.norm(), n.norm()})
      EXPECT_NEAR(length, 1., 1e-12);
    for (const double cosine : {f * s, f * n, s * n})
      EXPECT_NEAR(cosine, 0., 1e-12);
    EXPECT_GT(dealii::cross_product_3d(f, s) * n, 0.);
  }

  /** Places all over a wall: depth, polar angle as a part of the way from the apex to the base, azimuth. */
  template <typename Action>
  void
  all_over(const Action &action)
  {
    for (const double t : {0., 0.2, 0.5, 0.8, 1.})
      for (const double part : {1e-3, 0.1, 0.5, 0.8, 1.})
        for (const double v : {-3., -1.5, 0., 0.4, 2., pi})
          action(t, part, v);
  }

  EllipsoidWall
  arostica()
  {
    EllipsoidWall wall;
    wall.axis         = Tensor({1., 0., 0.});
    wall.inner_radius = 25e-3;
    wall.inner_length = 90e-3;
    wall.outer_radius = 35e-3;
    wall.outer_length = 97e-3;
    wall.alpha_endo   = 60.;
    wall.alpha_epi    = -60.;
    return wall;
  }

  /** Problem 3 of Land et al. 2015: u from -pi at the apex to -acos(5 mm / r_l) on the base; the formula as printed. */
  TEST(EllipsoidWall, HasTheFibresOfLand)
  {
    const EllipsoidWall wall;
    all_over([&](double t, double part, double v) {
      const double rs = 7e-3 + 3e-3 * t, rl = 17e-3 + 3e-3 * t, alpha = (90. - 180. * t) * pi / 180.;
      const double u = -pi + part * (pi - std::acos(5e-3 / rl));
      const Point  x(rs * std::sin(u) * std::cos(v), rs * std::sin(u) * std::sin(v), rl * std::cos(u));
      const Tensor du({rs * std::cos(u) * std::cos(v), rs * std::cos(u) * std::sin(v), -rl * std::sin(u)});
      const Tensor dv({-rs * std::sin(u) * std::sin(v), rs * std::sin(u) * std::cos(v), 0.});

      EXPECT_NEAR(wall.depth(x), t, 1e-12);
      const Frame frame = wall.frame(x, wall.depth(x), edges);
      expect_orthonormal(frame);
      EXPECT_LT(between_lines(frame.fibre, unit(du) * std::sin(alpha) + unit(dv) * std::cos(alpha)), 1e-10) << x;
    });
  }

  /**
   * Arostica et al. 2025, as their own program computes it (cardiac_benchmark_toolkit): the axis is x, u comes from
   * atan2 and grows towards the apex, so that their angles have the other sign.
   */
  TEST(EllipsoidWall, HasTheFramesOfArostica)
  {
    const EllipsoidWall wall = arostica();
    all_over([&](double t, double part, double azimuth) {
      const double rs = 25e-3 + 10e-3 * t, rl = 90e-3 + 7e-3 * t, polar = pi - part * 0.6 * pi;
      const Point  x(rl * std::cos(polar), rs * std::sin(polar) * std::cos(azimuth),
                     rs * std::sin(polar) * std::sin(azimuth));

      const double u = std::atan2(std::hypot(x[1], x[2]) / rs, x[0] / rl), v = pi - std::atan2(x[2], -x[1]);
      const double alpha = (-60. + 120. * t) * pi / 180.;
      const Tensor e_u =
        unit(Tensor({-rl * std::sin(u), rs * std::cos(u) * std::cos(v), rs * std::cos(u) * std::sin(v)}));
      const Tensor e_v = unit(Tensor({0., -rs * std::sin(u) * std::sin(v), rs * std::sin(u) * std::cos(v)}));
      const Tensor f = std::sin(alpha) * e_u + std::cos(alpha) * e_v, n = dealii::cross_product_3d(e_u, e_v);

      const Frame frame = wall.frame(x, wall.depth(x), edges);
      EXPECT_LT(between_lines(frame.fibre, f), 1e-10) << x;
      EXPECT_LT(between_lines(frame.normal, n), 1e-10) << x;
      EXPECT_LT(between_lines(frame.sheet, dealii::cross_product_3d(f, n)), 1e-10) << x;
    });
  }

  TEST(EllipsoidWall, RunsAroundHalfwayThroughTheWall)
  {
    const EllipsoidWall wall;
    const Frame         frame = wall.frame(Point(8.5e-3 * std::sin(1.), 0., -18.5e-3 * std::cos(1.)), 0.5, edges);
    EXPECT_LT(between_lines(frame.fibre, Tensor({0., 1., 0.})), 1e-14);
    EXPECT_GT(frame.normal[0], 0.); // outwards
    EXPECT_LT(frame.normal[2], 0.);
  }

  TEST(EllipsoidWall, IsOrthonormalOnTheAxisAndAnywhere)
  {
    EllipsoidWall wall = arostica();
    wall.centre        = Point(0.01, -0.02, 0.03);
    const auto normal  = [&](double along) {
      const Point x     = wall.centre + along * wall.axis;
      const Frame frame = wall.frame(x, wall.depth(x), edges);
      expect_orthonormal(frame);
      return frame.normal;
    };
    EXPECT_LT((normal(-95e-3) + wall.axis).norm(), 1e-14);
    EXPECT_LT((normal(95e-3) - wall.axis).norm(), 1e-14);
    normal(0.);
    normal(-1e-300);
    test::RandomVectors random;
    for (unsigned int i = 0; i < 200; ++i)
      {
        const Point  x(0.1 * random());
        const double t = wall.depth(x);
        EXPECT_GE(t, 0.);
        EXPECT_LE(t, 1.);
        expect_orthonormal(wall.frame(x, t, edges));
      }
  }

  TEST(EllipsoidWall, TurnsWithItsAxisAndHasNoSense)
  {
    const Frame turn   = axis(Tensor({0.3, -0.5, 0.8}), Tensor({0.1, 0.9, 0.2}), edges);
    const auto  turned = [&](const Tensor &v) { return v[0] * turn.fibre + v[1] * turn.sheet + v[2] * turn.normal; };
    const EllipsoidWall wall;
    EllipsoidWall       there = wall, opposite = wall;
    there.axis    = turned(wall.axis);
    there.centre  = Point(0.1, 0.2, 0.3);
    opposite.axis = -wall.axis;
    all_over([&](double t, double part, double v) {
      const double rs = 7e-3 + 3e-3 * t, rl = 17e-3 + 3e-3 * t, u = 1.8 * part;
      const Point  x(rs * std::sin(u) * std::cos(v), rs * std::sin(u) * std::sin(v), -rl * std::cos(u));
      const Frame  frame = wall.frame(x, t, edges), other = opposite.frame(x, t, edges);
      const Point  y     = there.centre + turned(x);
      const Frame  image = there.frame(y, there.depth(y), edges);
      for (Tensor Frame::*member : {&Frame::fibre, &Frame::sheet, &Frame::normal})
        {
          EXPECT_LT(between_lines(turned(frame.*member), image.*member), 1e-10);
          EXPECT_LT(between_lines(frame.*member, other.*member), 1e-12);
        }
    });
  }

  TEST(EllipsoidWall, KnowsWhatIsOutside)
  {
    const EllipsoidWall wall;
    EXPECT_EQ(wall.depth(Point(6e-3, 0., 0.)), 0.);
    EXPECT_EQ(wall.depth(Point(12e-3, 0., 0.)), 1.);
    EXPECT_EQ(wall.depth(Point(0., 0., 0.)), 0.);
    EXPECT_NEAR(wall.beyond(Point(0., 6.3e-3, 0.)), 0.1, 1e-12);
    EXPECT_NEAR(wall.beyond(Point(0., 0., -22e-3)), 0.1, 1e-12);
    EXPECT_EQ(wall.beyond(Point(0., 8e-3, 0.)), 0.);
  }
} // namespace
