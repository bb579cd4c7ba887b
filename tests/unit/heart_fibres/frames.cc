#include "solvers/heart/fibres/frames.h"

#include "tests/unit/heart_fibres/random_vectors.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace
{
  using namespace vht;

  constexpr double pi = std::numbers::pi;

  const SpareDirections edges = {Tensor({1e-3, 0., 0.}), Tensor({2e-4, 1e-3, 0.})};

  void
  expect_orthonormal(const Frame &frame, double tolerance = 1e-12)
  {
    EXPECT_NEAR(frame.fibre.norm(), 1., tolerance);
    EXPECT_NEAR(frame.sheet.norm(), 1., tolerance);
    EXPECT_NEAR(frame.normal.norm(), 1., tolerance);
    EXPECT_NEAR(frame.fibre * frame.sheet, 0., tolerance);
    EXPECT_NEAR(frame.fibre * frame.normal, 0., tolerance);
    EXPECT_NEAR(frame.sheet * frame.normal, 0., tolerance);
    EXPECT_GT(dealii::cross_product_3d(frame.fibre, frame.sheet) * frame.normal, 0.);
  }

  void
  expect_equal(const Tensor &a, const Tensor &b, double tolerance = 1e-12)
  {
    EXPECT_NEAR((a - b).norm(), 0., tolerance) << a << " against " << b;
  }

  double
  angle_of(const Tensor &vector)
  {
    return std::atan2(vector[1], vector[0]);
  }

  /** Turned about z. */
  Frame
  turned(double angle)
  {
    return {Tensor({std::cos(angle), std::sin(angle), 0.}), Tensor({-std::sin(angle), std::cos(angle), 0.}),
            Tensor({0., 0., 1.})};
  }

  TEST(Frames, AxisKeepsTheLongitudinalDirection)
  {
    const Frame frame = axis(Tensor({0., 3., 0.}), Tensor({2., 5., 0.}), edges);
    expect_equal(frame.sheet, Tensor({0., 1., 0.}));
    expect_equal(frame.normal, Tensor({1., 0., 0.}));
    expect_equal(frame.fibre, Tensor({0., 0., -1.}));
  }

  TEST(Frames, AreOrthonormalForAnyDirections)
  {
    test::RandomVectors random;
    for (unsigned int i = 0; i < 1000; ++i)
      {
        const Frame frame = axis(random(), random(), edges);
        expect_orthonormal(frame);
        expect_orthonormal(orient(frame, 0.1 * i, 0.3 * i));
        expect_orthonormal(bislerp(frame, axis(random(), random(), edges), 1e-3 * i));
        expect_orthonormal(complete_frame(random(), random(), edges));
      }
  }

  TEST(Frames, AreOrthonormalWhereDirectionsVanishOrAgree)
  {
    const Tensor zero, tiny({1e-200, 0., 1e-200}), some({0.3, -0.2, 0.9}), along_an_edge = edges[0];
    for (const Tensor &first : {zero, tiny, some, along_an_edge})
      for (const Tensor &second :
           {zero, tiny, some, 1e30 * some, -1. * some, some + 1e-14 * along_an_edge, along_an_edge})
        {
          expect_orthonormal(axis(first, second, edges));
          expect_orthonormal(complete_frame(first, second, edges));
        }
  }

  TEST(Frames, OrientTurnsByTheAnglesGiven)
  {
    const Frame plain = turned(0.);
    const Frame alpha = orient(plain, pi / 6., 0.);
    EXPECT_NEAR(angle_of(alpha.fibre), pi / 6., 1e-14);
    expect_equal(alpha.normal, plain.normal);

    const Frame beta = orient(plain, 0., pi / 6.);
    expect_equal(beta.fibre, plain.fibre);
    expect_equal(beta.sheet, Tensor({0., std::cos(pi / 6.), -std::sin(pi / 6.)}));
    expect_equal(beta.normal, Tensor({0., std::sin(pi / 6.), std::cos(pi / 6.)}));
  }

  TEST(Frames, BislerpTurnsEvenly)
  {
    for (const double t : {0., 0.25, 0.5, 1.})
      EXPECT_NEAR(angle_of(bislerp(turned(0.2), turned(1.4), t).fibre), 0.2 + 1.2 * t, 1e-12) << t;
    // Nearly the same frame: no division by the sine of nothing.
    EXPECT_NEAR(angle_of(bislerp(turned(0.2), turned(0.2 + 1e-9), 0.5).fibre), 0.2 + 0.5e-9, 1e-15);
    expect_orthonormal(bislerp(turned(0.2), turned(0.2), 0.5));
  }

  TEST(Frames, BislerpTakesTheSameTissueThatIsNearest)
  {
    // 120 degrees forwards are 60 backwards for a line.
    const Frame middle = bislerp(turned(0.), turned(2. * pi / 3.), 0.5);
    EXPECT_NEAR(std::abs(middle.fibre * turned(-pi / 6.).fibre), 1., 1e-12);

    test::RandomVectors random;
    for (unsigned int i = 0; i < 200; ++i)
      {
        const Frame a = axis(random(), random(), edges), b = axis(random(), random(), edges);
        const Frame reversed = {-a.fibre, a.sheet, -a.normal};
        const Frame one = bislerp(a, b, 0.3), other = bislerp(reversed, b, 0.3);
        EXPECT_NEAR(std::abs(one.fibre * other.fibre), 1., 1e-10);
        EXPECT_NEAR(std::abs(one.sheet * other.sheet), 1., 1e-10);
        const Frame end = bislerp(a, b, 1.), begin = bislerp(a, b, 0.);
        expect_equal(end.fibre, b.fibre, 1e-12);
        EXPECT_NEAR(std::abs(begin.normal * a.normal), 1., 1e-12);
      }
  }

  TEST(Frames, CommonLineIgnoresSignsAndLengths)
  {
    const Tensor x({1., 0., 0.}), y({0., 1., 0.});
    expect_equal(common_line({0.5, 0.3, 0.2}, {3. * x, -1e-8 * x, x}, edges), x);
    expect_equal(common_line({0.2, 0.5, 0.3}, {x, -1. * x, -1e9 * x}, edges), -1. * x);
    expect_equal(common_line({0.7, 0.3, 0.}, {x, y, Tensor()}, edges), x);
    expect_equal(common_line({0., 0., 1.}, {x, x, -5. * y}, edges), -1. * y);
    expect_equal(common_line({0., 0., 0.}, {x, x, x}, edges), edges[0] / edges[0].norm());
    EXPECT_NEAR(common_line({0.5, 0.5, 0.}, {x, y, x}, edges).norm(), 1., 1e-12); // no line is common
  }
} // namespace
