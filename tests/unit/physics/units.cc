#include "physics/units.h"

#include "physics/error.h"

#include <gtest/gtest.h>

#include <numbers>
#include <string>

using namespace vht;

namespace
{
  void
  expect_near(std::string_view text, std::string_view unit, double expected)
  {
    EXPECT_NEAR(to_si(text, unit), expected, 1e-12 * std::abs(expected)) << text << " in " << unit;
  }

  /** The message with which the conversion is refused; empty if it is not. */
  std::string
  refusal(std::string_view text, std::string_view unit)
  {
    try
      {
        to_si(text, unit);
      }
    catch (const InputError &error)
      {
        return error.what();
      }
    return {};
  }

  bool
  contains(const std::string &text, const std::string &part)
  {
    return text.find(part) != std::string::npos;
  }
} // namespace

TEST(Units, takes_a_plain_number_as_it_is)
{
  expect_near("0.12", "S/m", 0.12);
  expect_near("  -3e-2 ", "V", -0.03);
  expect_near("+7", "1", 7.);
  expect_near("60", "degree", 60.);
}

// The right-hand sides are definitions: 1 mmHg = 133.322387415 Pa (13.5951 g/cm^3 x 9.80665 m/s^2), 1 L = 1 dm^3.
TEST(Units, converts_what_medicine_uses)
{
  expect_near("120 mmHg", "Pa", 15998.6864898);
  expect_near("10 cmH2O", "Pa", 980.665);
  expect_near("16 kPa", "Pa", 16000.);
  expect_near("5 L/min", "m^3/s", 5e-3 / 60.);
  expect_near("70 mL", "m^3", 7e-5);
  expect_near("4 cP", "Pa s", 4e-3);
  expect_near("1333 dyn s/cm^5", "Pa s/m^3", 1333e5);
  expect_near("75 bpm", "Hz", 1.25);
  expect_near("45 %", "1", 0.45);
  expect_near("0.36 mM", "mol/m^3", 0.36);
}

TEST(Units, converts_what_electrophysiology_uses)
{
  expect_near("-85.23 mV", "V", -0.08523);
  expect_near("0.133418 mS/mm", "S/m", 0.133418);
  expect_near("1400 1/cm", "1/m", 140000.);
  expect_near("1 uF/cm^2", "F/m^2", 0.01);
  expect_near("50000 uA/cm^3", "A/m^3", 50000.);
  expect_near("50 kA/m^3", "A/m^3", 50000.);
  expect_near("0.0953 mm^2/ms", "m^2/s", 0.0953e-3);
  expect_near("-52 pA/pF", "A/F", -52.);
  expect_near("14.838 nS/pF", "S/F", 14838.);
  expect_near("0.06 m/s", "mm/ms", 0.06);
}

TEST(Units, reads_powers_parentheses_and_signs_of_multiplication)
{
  expect_near("2 mm²", "m^2", 2e-6);
  expect_near("2 cm³", "m^3", 2e-6);
  expect_near("3 s^-1", "1/s", 3.);
  expect_near("1 kJ/(kg K)", "J/(kg K)", 1000.);
  expect_near("1 kJ / (kg * K)", "J/(kg K)", 1000.);
  expect_near("1 N·s/m^2", "Pa s", 1.);
  expect_near("1 (m/s)^2", "m^2/s^2", 1.);
  expect_near("1 mL/min/mmHg", "m^3/(s Pa)", 1e-6 / 60. / 133.322387415);
  expect_near("3 µm", "m", 3e-6); // U+00B5
  expect_near("3 μm", "m", 3e-6); // U+03BC
  expect_near("1e3mm", "m", 1.);
}

TEST(Units, tells_a_prefix_from_a_unit)
{
  expect_near("1 min", "s", 60.);
  expect_near("1 Pa", "Pa", 1.);
  expect_near("1 mm", "m", 1e-3);
  expect_near("1 ms", "s", 1e-3);
  expect_near("1 MPa", "Pa", 1e6);
  expect_near("1 mPa", "Pa", 1e-3);
  expect_near("1 T", "T", 1.);
}

TEST(Units, turns_angles)
{
  expect_near("60 degree", "degree", 60.);
  expect_near("180 degree", "rad", std::numbers::pi);
  expect_near("1 rad", "degree", 180. / std::numbers::pi);
  EXPECT_NEAR(unit_factor("degree"), std::numbers::pi / 180., 1e-17);
}

TEST(Units, shifts_the_zero_of_a_temperature_but_not_of_a_difference)
{
  expect_near("37 degC", "K", 310.15);
  expect_near("37 °C", "K", 310.15);
  expect_near("310.15 K", "degC", 37.);
  expect_near("0.5 W/(m degC)", "W/(m K)", 0.5);
  EXPECT_EQ(unit_factor("degC"), 1.);
}

TEST(Units, agrees_with_its_inverse)
{
  for (const char *unit : {"mmHg", "L/min", "uA/cm^2", "J/(kg K)", "1/cm", "mm^2/ms", "degree", "Pa s"})
    expect_near("1 " + std::string(unit), unit, 1.);
}

TEST(Units, names_the_closest_unit_when_it_knows_none)
{
  EXPECT_TRUE(contains(refusal("1 mmhg", "Pa"), "Did you mean \"mmHg\"?"));
  EXPECT_TRUE(contains(refusal("1 pa", "Pa"), "Did you mean \"Pa\"?"));
  EXPECT_TRUE(contains(refusal("1 mm2", "m^2"), "Did you mean \"mm^2\"?"));
  EXPECT_TRUE(contains(refusal("1 furlong", "m"), "\"furlong\" is not a known unit"));
  EXPECT_TRUE(contains(refusal("1 furlong", "m"), "like \"m\" is expected"));
  EXPECT_THROW(unit_factor("furlong"), InputError);
}

TEST(Units, refuses_another_dimension)
{
  const std::string message = refusal("120 mmHg", "m/s");
  EXPECT_TRUE(contains(message, "\"120 mmHg\""));
  EXPECT_TRUE(contains(message, "\"m/s\""));
  EXPECT_FALSE(refusal("1 S", "S/m").empty());
  EXPECT_FALSE(refusal("1 m", "1").empty());
}

TEST(Units, refuses_what_can_be_read_in_two_ways)
{
  EXPECT_TRUE(contains(refusal("1 J/kg K", "J/(kg K)"), "parentheses"));
}

TEST(Units, refuses_what_is_no_number_or_no_unit)
{
  for (const char *text : {"", "Pa", "abc", "nan", "inf", "1e999", "--1", "1,5 Pa"})
    EXPECT_FALSE(refusal(text, "Pa").empty()) << text;
  for (const char *text : {"1 m^", "1 (m", "1 m)", "1 m/", "1 /m", "1 m^1.5", "1 m^99", "1 *m", "1 m**2", "1 ()"})
    EXPECT_FALSE(refusal(text, "m").empty()) << text;
}
