#include "solvers/heart/fibres/wall_rule.h"

#include "tests/unit/heart_fibres/random_vectors.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace
{
  using namespace vht;

  constexpr double degree = std::numbers::pi / 180.;

  const SpareDirections edges = {Tensor({0., 0., 1e-3}), Tensor({1e-3, 0., 2e-4})};

  const WallAngles no_beta;

  WallAngles
  angles(double endo, double epi)
  {
    return WallAngles{.endo = endo, .epi = epi}.completed();
  }

  /** Free wall of the left ventricle in a slab: the left endocardium at large x, the base at large y. */
  WallPoint
  left_wall(double transmural)
  {
    return {1. - transmural, 0., Tensor({1., 0., 0.}), Tensor(), Tensor({0., 1., 0.}), edges};
  }

  /** The septum in a slab: the left endocardium at large x, the right one at small x. */
  WallPoint
  septum(double right)
  {
    return {1. - right, right, Tensor({1., 0., 0.}), Tensor({-1., 0., 0.}), Tensor({0., 1., 0.}), edges};
  }

  /** Free wall of the right ventricle: the right endocardium at large x. */
  WallPoint
  right_wall(double transmural)
  {
    return {0., 1. - transmural, Tensor(), Tensor({1., 0., 0.}), Tensor({0., 1., 0.}), edges};
  }

  void
  expect_equal(const Tensor &a, const Tensor &b, double tolerance = 1e-12)
  {
    EXPECT_NEAR((a - b).norm(), 0., tolerance) << a << " against " << b;
  }

  void
  expect_same_line(const Tensor &a, const Tensor &b, double tolerance = 1e-12)
  {
    EXPECT_NEAR(std::min((a - b).norm(), (a + b).norm()), 0., tolerance) << a << " against " << b;
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

  TEST(WallRule, LinearGivesTheExactVectorsInTheWall)
  {
    for (const double alpha : {90., -90., 60., -60., 30., 40., -50.})
      for (const double depth : {0., 0.5, 1.})
        {
          const double a = alpha * (1. - 2. * depth) * degree;
          const Frame  frame =
            wall_frame(WallRule::linear, left_wall(depth), angles(alpha, -alpha), no_beta.completed());
          expect_equal(frame.fibre, Tensor({0., std::sin(a), std::cos(a)}));
          expect_equal(frame.sheet, Tensor({0., std::cos(a), -std::sin(a)}));
          expect_equal(frame.normal, Tensor({-1., 0., 0.}));
        }
  }

  TEST(WallRule, BothGiveTheExactVectorsInTheSeptum)
  {
    for (const double alpha : {60., -60., 30., 40.})
      for (const double depth : {0., 0.25, 0.4, 0.75, 1.})
        {
          const double a     = alpha * (1. - 2. * depth) * degree;
          const auto   frame = [&](WallRule rule) {
            return wall_frame(rule, septum(depth), angles(alpha, -20.), no_beta.completed());
          };
          expect_same_line(frame(WallRule::linear).fibre, Tensor({0., std::sin(a), std::cos(a)}));
          expect_same_line(frame(WallRule::linear).sheet, Tensor({0., std::cos(a), -std::sin(a)}));
          expect_same_line(frame(WallRule::bayer).fibre, Tensor({0., std::sin(a), std::cos(a)}));
          expect_same_line(frame(WallRule::bayer).normal, Tensor({1., 0., 0.}));
        }
  }

  TEST(WallRule, RightWallMirrorsTheLeft)
  {
    // Counter-clockwise is the same direction for both ventricles: outwards is -x in both slabs.
    const WallAngles alpha = WallAngles{.endo = 10., .epi = -10., .endo_rv = 80., .epi_rv = -40.}.completed();
    for (const double depth : {0., 0.5, 1.})
      {
        const double a = (80. + depth * (-40. - 80.)) * degree;
        const Frame  f = wall_frame(WallRule::linear, right_wall(depth), alpha, no_beta.completed());
        expect_equal(f.fibre, Tensor({0., std::sin(a), std::cos(a)}));
        expect_equal(f.normal, Tensor({-1., 0., 0.}));
      }
  }

  TEST(WallRule, SheetAnglesTurnTheSheetsInwards)
  {
    for (const double beta : {30., 40., -50.})
      for (const WallRule rule : {WallRule::linear, WallRule::bayer})
        {
          const double b     = beta * degree;
          const Frame  frame = wall_frame(rule, left_wall(0.3), angles(0., 0.), angles(beta, beta));
          expect_same_line(frame.fibre, Tensor({0., 0., 1.}));
          expect_same_line(frame.sheet, Tensor({std::sin(b), std::cos(b), 0.}));
          expect_same_line(frame.normal, Tensor({-std::cos(b), std::sin(b), 0.}));
        }
  }

  TEST(WallRule, SeptumMayHaveItsOwnAngles)
  {
    const WallAngles alpha = WallAngles{.endo = 60., .epi = -60., .septum_left = 45., .septum_right = 20.}.completed();
    const auto       fibre_angle = [&](const WallPoint &point) {
      const Tensor f = wall_frame(WallRule::linear, point, alpha, no_beta.completed()).fibre;
      return std::atan(f[1] / f[2]) / degree;
    };
    EXPECT_NEAR(fibre_angle(septum(0.)), 45., 1e-10);
    EXPECT_NEAR(fibre_angle(septum(1.)), -20., 1e-10); // seen from the left
    EXPECT_NEAR(fibre_angle(left_wall(0.)), 60., 1e-10);
    EXPECT_NEAR(fibre_angle(right_wall(0.)), 60., 1e-10);
  }

  TEST(WallRule, BayerFallsWithTheSquareAndJumpsWhereAnglesAreFarApart)
  {
    const auto angle = [](double transmural, double endo, double epi) {
      const Tensor f = wall_frame(WallRule::bayer, left_wall(transmural), angles(endo, epi), no_beta.completed()).fibre;
      return std::atan(f[1] / f[2]) / degree;
    };
    for (const double e : {0., 0.2, 0.5, 0.9, 1.})
      EXPECT_NEAR(angle(e, 40., -40.), 40. - 80. * e * e, 1e-9) << e;
    EXPECT_NEAR(angle(0.5, 60., -60.), 30., 1e-9);
    EXPECT_NEAR(angle(1., 60., -60.), -60., 1e-9);
    EXPECT_GT(std::abs(angle(0.76, 60., -60.) - angle(0.74, 60., -60.)), 45.); // documented; the linear rule has none

    for (double e = 0.; e < 0.995; e += 0.01)
      {
        const auto linear = [](double x) {
          return wall_frame(WallRule::linear, left_wall(x), angles(60., -60.), no_beta.completed());
        };
        EXPECT_GT(linear(e).fibre * linear(e + 0.01).fibre, std::cos(1.21 * degree));
      }
  }

  /** Any point of a wall. */
  WallPoint
  random_point(test::RandomVectors &random)
  {
    const Tensor share = random();
    const double l = std::abs(share[0]), r = std::abs(share[1]), e = std::abs(share[2]), sum = l + r + e;
    return {l / sum, r / sum, random(), random(), random(), {random(), random()}};
  }

  TEST(WallRule, TurnsWithTheHeart)
  {
    const WallAngles    alpha = angles(60., -50.), beta = angles(-65., 25.);
    test::RandomVectors random;
    for (unsigned int i = 0; i < 200; ++i)
      {
        const Frame turn  = axis(random(), random(), edges);
        const auto turned = [&](const Tensor &v) { return v[0] * turn.fibre + v[1] * turn.sheet + v[2] * turn.normal; };

        const WallPoint point = random_point(random);
        const WallPoint there = {point.left,
                                 point.right,
                                 turned(point.left_gradient),
                                 turned(point.right_gradient),
                                 turned(point.apicobasal_gradient),
                                 {turned(point.spare[0]), turned(point.spare[1])}};
        for (const WallRule rule : {WallRule::linear, WallRule::bayer})
          {
            const Frame frame = wall_frame(rule, point, alpha, beta), image = wall_frame(rule, there, alpha, beta);
            expect_orthonormal(frame);
            expect_same_line(image.fibre, turned(frame.fibre), 1e-9);
            expect_same_line(image.sheet, turned(frame.sheet), 1e-9);
            expect_same_line(image.normal, turned(frame.normal), 1e-9);
          }
      }
  }

  TEST(WallRule, IsAFrameWhereGradientsVanishOrAgree)
  {
    const Tensor zero, x({1., 0., 0.}), y({0., 1., 0.});
    for (const WallRule rule : {WallRule::linear, WallRule::bayer})
      for (const double left : {0., 0.5, 1.})
        for (const double right : {0., 0.5})
          for (const Tensor &g : {zero, x, -1. * x, y})
            for (const Tensor &h : {zero, x, y})
              for (const Tensor &psi : {zero, x, y})
                expect_orthonormal(wall_frame(rule, {left, std::min(right, 1. - left), g, h, psi, edges},
                                              angles(60., -60.), angles(20., 0.)));
  }

  TEST(WallRule, TakesMissingAnglesFromTheirNeighbours)
  {
    const WallAngles left = WallAngles{.endo = 60., .epi = -50.}.completed();
    EXPECT_EQ(left.endo_rv, 60.);
    EXPECT_EQ(left.epi_rv, -50.);
    EXPECT_EQ(left.septum_left, 60.);
    EXPECT_EQ(left.septum_right, 60.);
    EXPECT_EQ((WallAngles{.endo = 60., .epi = -50., .endo_rv = 80.}.completed().septum_right), 80.);
  }
} // namespace
