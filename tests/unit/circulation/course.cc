#include "physics/circulation/course.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

using namespace vht;

TEST(Course, a_table_repeats_or_stays)
{
  const std::vector<double> times = {0., 0.5, 0.8}, values = {1., 3., 0.};
  const Course              round(times, values, 1.), once(times, values, 0.);
  EXPECT_DOUBLE_EQ(round.at(0.25), 2.);
  EXPECT_NEAR(round.at(3.25), 2., 1e-12);
  EXPECT_NEAR(round.at(0.9), 0.5, 1e-12); // on the way from the last row to the first
  EXPECT_DOUBLE_EQ(once.at(0.9), 0.);
  EXPECT_DOUBLE_EQ(once.at(-1.), 1.);
  EXPECT_NEAR(round.mean(), 0.5 * 2. + 0.3 * 1.5 + 0.2 * 0.5, 1e-15);
  EXPECT_NEAR(once.mean(), (0.5 * 2. + 0.3 * 1.5) / 0.8, 1e-15);
}

TEST(Course, a_series_is_what_it_says)
{
  const std::vector<double> cosines = {2.2, 0.5}, sines = {2.5, 0., 1.};
  const Course              series = Course::fourier(cosines, sines, 0.8);
  const double              angle  = 2. * std::numbers::pi * 0.3 / 0.8;
  EXPECT_NEAR(series.at(0.3), 2.2 + 0.5 * std::cos(angle) + 2.5 * std::sin(angle) + std::sin(3. * angle), 1e-14);
  EXPECT_DOUBLE_EQ(series.mean(), 2.2);
}

TEST(Course, wrong_tables_are_refused)
{
  const std::vector<double> values = {1., 2., 3.}, backwards = {0., 2., 1.}, times = {0., 1., 2.}, two = {0., 1.};
  test::expect_error<InputError>([&] { Course(backwards, values, 0.); }, {"Row 3", "1 s after 2 s"});
  test::expect_error<InputError>([&] { Course(two, values, 0.); }, {"2 times and 3 values"});
  test::expect_error<InputError>([&] { Course(times, values, 1.); }, {"2 s long", "every 1 s"});
  test::expect_error<InputError>([&] { Course::fourier(values, {}, 0.); }, {"needs a period"});
}
