#include "solvers/core/compensated_sum.h"

#include <gtest/gtest.h>

using vht::CompensatedSum;

TEST(CompensatedSum, small_terms_are_not_lost_behind_large_ones)
{
  CompensatedSum sum;
  double         plain = 0.;
  sum += 1.;
  plain += 1.;
  for (int i = 0; i < 1000000; ++i)
    {
      sum += 1e-17;
      plain += 1e-17;
    }
  sum += -1.;
  plain += -1.;
  EXPECT_EQ(plain, 0.); // what a double does
  EXPECT_NEAR(sum.value(), 1e-11, 1e-20);
}

TEST(CompensatedSum, a_term_may_be_larger_than_the_sum)
{
  CompensatedSum sum;
  for (const double term : {1., 1e100, 1., -1e100})
    sum += term;
  EXPECT_EQ(sum.value(), 2.);
}
