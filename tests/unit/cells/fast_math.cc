#include "physics/cells/fast_math.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

using namespace vht;

namespace
{
  constexpr double nan_value = std::numeric_limits<double>::quiet_NaN();

  /** Distance in units in the last place of the reference. */
  double
  ulps(double value, double reference)
  {
    const double size = std::abs(reference);
    const double ulp  = std::nextafter(size, std::numeric_limits<double>::infinity()) - size;
    return std::abs(value - reference) / ulp;
  }
} // namespace

TEST(FastMath, exp_is_within_four_ulp)
{
  std::mt19937_64 random(1);
  for (const double range : {1e-8, 1., 40., 708.})
    {
      std::uniform_real_distribution<double> x(-range, range);
      double                                 worst = 0.;
      for (int i = 0; i < 200000; ++i)
        {
          const double sample = x(random);
          worst               = std::max(worst, ulps(fast::exp(sample), std::exp(sample)));
        }
      EXPECT_LE(worst, 4.) << "in [-" << range << ", " << range << "]";
    }
  EXPECT_EQ(fast::exp(0.), 1.);
}

TEST(FastMath, exp_is_finite_beyond_its_range_and_passes_nan_on)
{
  EXPECT_GT(fast::exp(-1e6), 0.);
  EXPECT_LT(fast::exp(-1e6), 1e-300);
  EXPECT_LT(fast::exp(1e6), std::numeric_limits<double>::infinity());
  EXPECT_GT(fast::exp(1e6), 1e300);
  EXPECT_TRUE(std::isnan(fast::exp(nan_value)));
}

TEST(FastMath, log_is_within_four_ulp)
{
  std::mt19937_64 random(2);
  for (const double decades : {0.01, 0.5, 5., 300.})
    {
      std::uniform_real_distribution<double> exponent(-decades, decades);
      double                                 worst = 0.;
      for (int i = 0; i < 200000; ++i)
        {
          const double sample = std::pow(10., exponent(random));
          worst               = std::max(worst, ulps(fast::log(sample), std::log(sample)));
        }
      EXPECT_LE(worst, 4.) << "over " << decades << " decades";
    }
  EXPECT_EQ(fast::log(1.), 0.);
}

TEST(FastMath, log_has_no_value_where_there_is_none)
{
  EXPECT_TRUE(std::isnan(fast::log(-1.)));
  EXPECT_TRUE(std::isnan(fast::log(0.)));
  EXPECT_TRUE(std::isnan(fast::log(nan_value)));
}

TEST(FastMath, x_over_expm1_is_smooth_through_zero)
{
  EXPECT_EQ(fast::x_over_expm1(0., 1.), 1.);
  for (const double x :
       {-30., -1., -2e-3, -1.0001e-3, -0.9999e-3, -1e-9, 1e-300, 1e-9, 0.9999e-3, 1.0001e-3, 2e-3, 1., 30.})
    EXPECT_NEAR(fast::x_over_expm1(x, fast::exp(x)) / (x / std::expm1(x)), 1., 1e-12) << x;
}
