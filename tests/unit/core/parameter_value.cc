#include "solvers/core/parameter_value.h"

#include "tests/unit/core/scratch.h"

#include <cmath>

using namespace vht;
using namespace vht::testing;

TEST(ParameterValue, QuantitiesAreConverted)
{
  EXPECT_DOUBLE_EQ(read_quantity("0.05 ms", "s", Bounds::any()), 5e-5);
  EXPECT_DOUBLE_EQ(read_quantity("-85 mV", "V", Bounds::any()), -0.085);
  EXPECT_DOUBLE_EQ(read_quantity("3", "m", Bounds::any()), 3.);
  EXPECT_NEAR(read_quantity("120 mmHg", "Pa", Bounds::any()), 15998.7, 0.1);
  EXPECT_DOUBLE_EQ(read_quantity("2.5", "1", Bounds::any()), 2.5);
  EXPECT_DOUBLE_EQ(read_quantity("2.5", "", Bounds::any()), 2.5);
  EXPECT_TRUE(std::isinf(read_quantity("inf", "s", Bounds::at_least(0.))));
}

TEST(ParameterValue, QuantitiesThatAreRefused)
{
  const auto said = [](const std::string &text, const std::string &unit, const Bounds bounds) {
    return mistake([&] { read_quantity(text, unit, bounds); });
  };
  expect_in("out of range", said("2 s", "s", {0., 1.}));
  expect_in("(0.002 s)", said("2 ms", "s", {0., 1e-3})); // the value that was compared, in SI
  expect_in("out of range", said("-1", "1", Bounds::at_least(0.)));
  expect_in("out of range", said("inf", "s", {0., 1.}));
  expect_in("not a number", said("fast", "s", Bounds::any()));
  expect_in("not a number", said("nan", "s", Bounds::any()));
  expect_in("no value", said("", "s", Bounds::any()));
  EXPECT_NE(said("3 mmHg", "s", Bounds::any()), "");
  EXPECT_NE(said("3 furlongs", "m", Bounds::any()), "");
  EXPECT_NE(said("3 m", "1", Bounds::any()), "");
  EXPECT_NO_THROW(read_quantity("1", "s", {0., 1.})); // ends included
}

TEST(ParameterValue, ListsShareTheUnitAtTheEnd)
{
  EXPECT_EQ(read_quantities("1, 2,3 mm", "m", Bounds::any()), (std::vector<double>{1e-3, 2e-3, 3e-3}));
  EXPECT_EQ(read_quantities("1 mm, 2 cm", "m", Bounds::any()), (std::vector<double>{1e-3, 2e-2}));
  EXPECT_EQ(read_quantities("1, 2", "m", Bounds::any()), (std::vector<double>{1., 2.}));
  EXPECT_TRUE(read_quantities("", "m", Bounds::any()).empty());
  expect_in("give it once, at the end", mistake([] { read_quantities("1 mm, 2", "m", Bounds::any()); }));
  expect_in("between two commas", mistake([] { read_quantities("1,,2", "m", Bounds::any()); }));
  expect_in("comma at the end", mistake([] { read_quantities("1, 2,", "m", Bounds::any()); }));
  expect_in("out of range", mistake([] { read_quantities("1, -2 mm", "m", Bounds::at_least(0.)); }));
}

TEST(ParameterValue, WholeNumbers)
{
  EXPECT_EQ(read_count("12", Bounds::any()), 12u);
  for (const char *wrong : {"1.5", "", "two", "3 m", "1e3"})
    expect_in("not a whole number", mistake([&] { read_count(wrong, Bounds::any()); }));
  for (const char *wrong : {"-1", "5000000000", "99999999999999999999", "3"})
    expect_in("out of range", mistake([&] { read_count(wrong, wrong[0] == '3' ? Bounds{0., 2.} : Bounds::any()); }));
}

TEST(ParameterValue, Switches)
{
  EXPECT_TRUE(read_switch("true") && read_switch("yes") && read_switch("on"));
  EXPECT_FALSE(read_switch("false") || read_switch("no") || read_switch("off"));
  expect_in("neither true nor false", mistake([] { read_switch("1"); }));
}

TEST(ParameterValue, TextReadsBackToTheSameNumber)
{
  for (const double value : {0.1, 1. / 3., 5e-5, 1e300, -0., 123456789.123456789})
    EXPECT_EQ(read_quantity(quantity_text(value, "s"), "s", Bounds::any()), value);
  EXPECT_EQ(quantity_text(5e-5, "s"), "5e-05 s");
  EXPECT_EQ(quantity_text(0.5, "1"), "0.5");
  EXPECT_EQ(quantity_text(NAN, "s"), "");
  EXPECT_EQ(quantities_text({1., 2.}, "m"), "1, 2 m");
  EXPECT_EQ(bounds_text({0., 1.}, "s"), "from 0 to 1 s");
  EXPECT_EQ(bounds_text(Bounds::at_least(0.), "1"), "at least 0");
  EXPECT_EQ(bounds_text(Bounds::any(), "s"), "");
}
