// Jets against derivatives worked out by hand.

#include "physics/materials/jet.h"

#include "physics/materials/spectrum.h"
#include "tests/unit/materials/point.h"

using namespace vht;

namespace
{
  constexpr std::size_t n = Pack::size;

  double
  lane(const Pack &pack, std::size_t i)
  {
    double lanes[n];
    pack.store(lanes);
    return lanes[i];
  }

  /** The variable number i, 0.3 + 0.1 i + 0.2 lane. */
  double
  value(std::size_t i, std::size_t l)
  {
    return 0.3 + 0.1 * static_cast<double>(i) + 0.2 * static_cast<double>(l);
  }

  Jet<2>
  variable(std::size_t i)
  {
    double lanes[n];
    for (std::size_t l = 0; l < n; ++l)
      lanes[l] = value(i, l);
    return Jet<2>::variable(i, Pack::load(lanes));
  }

  /** h(x) with x = x_1 x_4 must have these h, h', h'' of the value of x. */
  template <typename Function, typename Derivatives>
  void
  expect_chain(const Function &function, const Derivatives &derivatives)
  {
    const Jet<2> h = function(variable(1) * variable(4));
    for (std::size_t l = 0; l < n; ++l)
      {
        const double x1 = value(1, l), x4 = value(4, l), x = x1 * x4;
        const auto [h0, h1, h2]         = derivatives(x);
        std::array<double, 6> gradient  = {0., h1 * x4, 0., 0., h1 * x1, 0.};
        const auto            tolerance = [](double size) { return 2e-14 * (1. + std::abs(size)); };
        EXPECT_NEAR(lane(h.value, l), h0, tolerance(h0));
        for (std::size_t i = 0; i < 6; ++i)
          {
            EXPECT_NEAR(lane(h.first[i], l), gradient[i], tolerance(gradient[i]));
            for (std::size_t j = i; j < 6; ++j)
              {
                const std::array<double, 6> dx       = {0., x4, 0., 0., x1, 0.};
                const double                expected = h2 * dx[i] * dx[j] + (i == 1 && j == 4 ? h1 : 0.);
                EXPECT_NEAR(lane(h.second[MaterialBlock::place(i, j)], l), expected, tolerance(expected))
                  << i << ' ' << j;
              }
          }
      }
  }

  using Three = std::array<double, 3>;
} // namespace

TEST(Jet, differentiates_functions_of_one_variable)
{
  using std::exp, std::log, std::pow, std::sqrt;
  expect_chain([](const auto &x) { return exp(x); }, [](double x) { return Three{exp(x), exp(x), exp(x)}; });
  expect_chain([](const auto &x) { return log(x); }, [](double x) { return Three{log(x), 1. / x, -1. / (x * x)}; });
  expect_chain([](const auto &x) { return sqrt(x); },
               [](double x) {
                 return Three{sqrt(x), 0.5 / sqrt(x), -0.25 / (x * sqrt(x))};
               });
  expect_chain([](const auto &x) { return square(x); }, [](double x) { return Three{x * x, 2. * x, 2.}; });
  expect_chain([](const auto &x) { return pow(x, -1.7); },
               [](double x) {
                 return Three{pow(x, -1.7), -1.7 * pow(x, -2.7), 1.7 * 2.7 * pow(x, -3.7)};
               });
  expect_chain([](const auto &x) { return logistic(3. * (x - 0.5)); },
               [](double x) {
                 const double h = 1. / (1. + exp(-3. * (x - 0.5)));
                 return Three{h, 3. * h * (1. - h), 9. * h * (1. - h) * (1. - 2. * h)};
               });
}

TEST(Jet, differentiates_arithmetic_with_numbers)
{
  expect_chain([](const auto &x) { return -((2. + x) * 3. - 1.) / 4. + (5. - x) * 0.5; },
               [](double x) {
                 return Three{-((2. + x) * 3. - 1.) / 4. + (5. - x) * 0.5, -1.25, 0.};
               });
  expect_chain([](const auto &x) { return 3. / (x + 1.); },
               [](double x) {
                 const double y = x + 1.;
                 return Three{3. / y, -3. / (y * y), 6. / (y * y * y)};
               });
}

// A rational function of all six variables, x0 x1 / x2 - x3 x4 x5, by hand.
TEST(Jet, differentiates_products_and_quotients)
{
  const Jet<2> f =
    variable(0) * variable(1) / variable(2) - variable(3) * variable(4) * variable(5) + variable(0) - variable(0);
  for (std::size_t l = 0; l < n; ++l)
    {
      std::array<double, 6> x;
      for (std::size_t i = 0; i < 6; ++i)
        x[i] = value(i, l);
      const std::array<double, 6>          gradient = {x[1] / x[2],  x[0] / x[2],  -x[0] * x[1] / (x[2] * x[2]),
                                                       -x[4] * x[5], -x[3] * x[5], -x[3] * x[4]};
      std::array<std::array<double, 6>, 6> hessian  = {};
      hessian[0][1]                                 = 1. / x[2];
      hessian[0][2]                                 = -x[1] / (x[2] * x[2]);
      hessian[1][2]                                 = -x[0] / (x[2] * x[2]);
      hessian[2][2]                                 = 2. * x[0] * x[1] / (x[2] * x[2] * x[2]);
      hessian[3][4]                                 = -x[5];
      hessian[3][5]                                 = -x[4];
      hessian[4][5]                                 = -x[3];
      EXPECT_NEAR(lane(f.value, l), x[0] * x[1] / x[2] - x[3] * x[4] * x[5], 1e-14);
      for (std::size_t i = 0; i < 6; ++i)
        {
          EXPECT_NEAR(lane(f.first[i], l), gradient[i], 1e-14);
          for (std::size_t j = i; j < 6; ++j)
            EXPECT_NEAR(lane(f.second[MaterialBlock::place(i, j)], l), hessian[i][j], 1e-13) << i << ' ' << j;
        }
    }
}

TEST(Jet, selects_lane_by_lane)
{
  const Jet<2> x = variable(1), y = variable(4);
  const Jet<2> low = select(x < 0.9, x, y), high = select(x > 0.9, x, y);
  for (std::size_t l = 0; l < n; ++l)
    {
      const bool below = value(1, l) < 0.9;
      EXPECT_EQ(lane(low.value, l), value(below ? 1 : 4, l));
      EXPECT_EQ(lane(low.first[1], l), below ? 1. : 0.);
      EXPECT_EQ(lane(high.value, l), value(below ? 4 : 1, l));
      EXPECT_EQ(lane(high.first[4], l), below ? 1. : 0.);
    }
}

TEST(Jet, of_first_order_agrees_with_that_of_second)
{
  const auto formula = [](const auto &x, const auto &y) {
    return exp(x * y) / (1. + square(x)) - sqrt(y) * log(x) + pow(y, 0.3);
  };
  const Jet<2> second = formula(variable(0), variable(5));
  const Jet<1> first  = formula(Jet<1>::variable(0, variable(0).value), Jet<1>::variable(5, variable(5).value));
  const Pack   plain  = formula(variable(0).value, variable(5).value);
  for (std::size_t l = 0; l < n; ++l)
    {
      EXPECT_NEAR(lane(plain, l), lane(second.value, l), 1e-14 * std::abs(lane(plain, l)));
      for (std::size_t i = 0; i < 6; ++i)
        EXPECT_NEAR(lane(first.first[i], l), lane(second.first[i], l),
                    1e-13 * (1. + std::abs(lane(first.first[i], l))));
    }
}

TEST(Pack, computes_as_a_double_does_and_overflows_visibly)
{
  const double x[n] = {-800., -1., 0., 1e-3, 0.5, 3., 708., 709.5};
  const Pack   e = exp(Pack::load(x)), chi = logistic(Pack::load(x));
  for (std::size_t l = 1; l < 7; ++l)
    {
      EXPECT_NEAR(lane(e, l), std::exp(x[l]), 1e-15 * std::exp(x[l]));
      EXPECT_NEAR(lane(chi, l), 1. / (1. + std::exp(-x[l])), 1e-15);
    }
  EXPECT_LT(lane(e, 0), 1e-300);
  EXPECT_TRUE(std::isinf(lane(e, 7)));
  EXPECT_EQ(lane(logistic(Pack(-1e4)), 0), 0.);
  EXPECT_EQ(lane(logistic(Pack(1e4)), 0), 1.);
  EXPECT_TRUE(std::isnan(lane(pow(Pack(-1.), 0.5), 0)));
  EXPECT_TRUE(std::isnan(lane(log(Pack(0.)), 0)));
}

TEST(Spectrum, rebuilds_the_tensor_from_orthonormal_eigenvectors)
{
  using namespace vht::point;
  std::mt19937_64 random(11);
  for (int trial = 0; trial < 200; ++trial)
    {
      // random, nearly diagonal, and with two equal eigenvalues
      Matrix F = random_deformation(random, trial % 3 == 1 ? 1e-9 : 0.5);
      if (trial % 3 == 2)
        F = product(diagonal(1.5, 1.5, 0.5), random_rotation(random));
      const Strain        E = green_strain(F);
      std::array<Pack, 6> packs;
      for (std::size_t k = 0; k < 6; ++k)
        packs[k] = E[k];
      const Spectrum spectrum = spectrum_of(packs);

      const Matrix C = product(transposed(F), F);
      for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t j = 0; j < 3; ++j)
          {
            double rebuilt = 0., orthogonality = 0.;
            for (std::size_t a = 0; a < 3; ++a)
              {
                rebuilt += lane(spectrum.value[a], 0) * lane(spectrum.vector[a][i], 0) * lane(spectrum.vector[a][j], 0);
                orthogonality += lane(spectrum.vector[i][a], 0) * lane(spectrum.vector[j][a], 0);
              }
            EXPECT_NEAR(rebuilt, C[i][j], 2e-14);
            EXPECT_NEAR(orthogonality, i == j ? 1. : 0., 2e-15 * 5);
          }
    }
}
