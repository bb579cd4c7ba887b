#include "physics/diffusion/conductivity.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

using namespace vht;

namespace
{
  double
  conductivity(const Conductivity &law, double temperature)
  {
    double k = 0.;
    law.evaluate({&temperature, 1}, {&k, 1});
    return k;
  }

  double
  slope(const Conductivity &law, double temperature)
  {
    double s = 0.;
    law.derivative({&temperature, 1}, {&s, 1});
    return s;
  }

  class EachConductivity : public testing::TestWithParam<std::string>
  {
  };
} // namespace

TEST(Conductivity, has_its_documented_values)
{
  const auto quadratic = make_conductivity("quadratic"), exponential = make_conductivity("exponential");
  EXPECT_DOUBLE_EQ(conductivity(*quadratic, 0.), 0.5);
  EXPECT_DOUBLE_EQ(conductivity(*quadratic, 50.), 1.);
  EXPECT_DOUBLE_EQ(conductivity(*quadratic, -50.), 1.);
  EXPECT_DOUBLE_EQ(conductivity(*exponential, 0.), 0.5);
  EXPECT_DOUBLE_EQ(conductivity(*exponential, 50.), 0.5 * std::exp(1.));
}

TEST(Conductivity, a_mistyped_name_is_answered_with_the_closest)
{
  test::expect_error<InputError>([] { make_conductivity("quadradic"); },
                                 {"Did you mean \"quadratic\"?", "Known: exponential, quadratic."});
}

// A wrong derivative cannot hide from the order at which a central difference approaches it.
TEST_P(EachConductivity, derivative_is_approached_at_second_order)
{
  const auto            law         = make_conductivity(GetParam());
  const double          temperature = 17.;
  std::array<double, 3> error;
  double                step = 4.;
  for (double &e : error)
    {
      const double difference =
        (conductivity(*law, temperature + step) - conductivity(*law, temperature - step)) / (2. * step);
      e = std::abs(difference - slope(*law, temperature));
      step /= 2.;
    }
  if (GetParam() == "quadratic") // central differences are exact for a parabola
    EXPECT_LT(error[0], 1e-14);
  else
    {
      EXPECT_NEAR(std::log2(error[0] / error[1]), 2., 0.02);
      EXPECT_NEAR(std::log2(error[1] / error[2]), 2., 0.02);
    }
}

TEST_P(EachConductivity, constants_lie_within_their_bounds_and_are_used)
{
  const auto law = make_conductivity(GetParam());
  EXPECT_EQ(law->name(), GetParam());
  const double before = conductivity(*law, 30.);
  for (const Parameter &parameter : law->parameters())
    {
      EXPECT_GE(*parameter.value, parameter.minimum);
      EXPECT_LE(*parameter.value, parameter.maximum);
      const double value = *parameter.value;
      *parameter.value   = 2. * value;
      EXPECT_GT(std::abs(conductivity(*law, 30.) - before), 0.1 * before) << parameter.name;
      *parameter.value = value;
    }
}

INSTANTIATE_TEST_SUITE_P(AllLaws, EachConductivity, testing::ValuesIn(conductivity_names()), [](const auto &info) {
  return info.param;
});
