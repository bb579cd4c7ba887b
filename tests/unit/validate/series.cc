#include "solvers/validate/series.h"

#include <gtest/gtest.h>

#include <cmath>

using vht::Series;

TEST(Series, OrderOfAPowerLawIsExact)
{
  Series series;
  for (const double h : {0.1, 0.5, 0.2})
    series.emplace_back(h, -3. * std::pow(h, 2.5));
  EXPECT_NEAR(vht::observed_order(series, true).value, 2.5, 1e-12);
  EXPECT_NEAR(vht::observed_order(series, false).value, 2.5, 1e-12);
}

TEST(Series, LastPairLooksAtTheFinestTwoAndSlopeAtAll)
{
  const Series series = {{0.4, 1.}, {0.2, 1.}, {0.1, 0.25}};
  EXPECT_NEAR(vht::observed_order(series, true).value, 2., 1e-12);
  EXPECT_NEAR(vht::observed_order(series, false).value, 1., 1e-12); // symmetric steps of 0 and 2
}

TEST(Series, OrderNeedsTwoDifferentPositiveSizes)
{
  EXPECT_TRUE(std::isnan(vht::observed_order({{0.1, 1.}}, true).value));
  EXPECT_TRUE(std::isnan(vht::observed_order({{0.1, 1.}, {0.1, 2.}}, true).value));
  EXPECT_TRUE(std::isnan(vht::observed_order({{0.1, 0.}, {0.2, 2.}}, true).value));
  EXPECT_FALSE(vht::observed_order({{0.1, NAN}, {0.2, 2.}}, true).note.empty());
}

TEST(Series, LimitOfAPowerLawIsExactWithUnevenSteps)
{
  for (const double p : {0.7, 1., 2., 3.3})
    for (const double factor : {5., -5.})
      {
        Series series;
        for (const double h : {0.5, 0.2, 0.1})
          series.emplace_back(h, 42.74 + factor * std::pow(h, p));
        EXPECT_NEAR(vht::limit_at_zero(series, 0.).value, 42.74, 1e-10) << p;
        EXPECT_NEAR(vht::limit_at_zero(series, p).value, 42.74, 1e-10) << p;
      }
}

TEST(Series, LimitNamesTheOrderItFound)
{
  EXPECT_EQ(vht::limit_at_zero({{0.4, 1.16}, {0.2, 1.04}, {0.1, 1.01}}, 0.).note, "observed order 2.00");
}

TEST(Series, NoLimitWithoutMonotonicConvergence)
{
  const auto turning   = vht::limit_at_zero({{0.5, 55.8}, {0.2, 38.2}, {0.1, 42.}}, 0.);
  const auto diverging = vht::limit_at_zero({{0.5, 1.}, {0.2, 2.}, {0.1, 30.}}, 0.);
  for (const auto &answer : {turning, diverging})
    {
      EXPECT_TRUE(std::isnan(answer.value));
      EXPECT_EQ(answer.note, "the values do not converge monotonically");
    }
  EXPECT_TRUE(std::isnan(vht::limit_at_zero({{0.2, 1.}, {0.1, 2.}}, 0.).value));
}

TEST(Series, Spread)
{
  EXPECT_DOUBLE_EQ(vht::spread({{1, 2.}, {2, 2.5}, {3, 1.5}}, false).value, 1.);
  EXPECT_DOUBLE_EQ(vht::spread({{1, 2.}, {2, 2.5}, {3, 1.5}}, true).value, 0.4);
  EXPECT_DOUBLE_EQ(vht::spread({{1, 0.}, {2, 0.}}, true).value, 0.);
  EXPECT_TRUE(std::isnan(vht::spread({{1, 2.}}, false).value));
}
