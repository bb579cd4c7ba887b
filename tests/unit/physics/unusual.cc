#include "physics/unusual.h"

#include "physics/quantity_text.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;

TEST(QuantityText, writes_numbers_as_a_person_does)
{
  EXPECT_EQ(quantity_text(59., "Pa"), "59 Pa");
  EXPECT_EQ(quantity_text(18472., "Pa"), "18.47 kPa");
  EXPECT_EQ(quantity_text(-2e3, "Pa"), "-2 kPa");
  EXPECT_EQ(quantity_text(5e6, "Pa"), "5 MPa");
  EXPECT_EQ(quantity_text(0., "Pa"), "0 Pa");
  EXPECT_EQ(quantity_text(0.5, "1"), "0.5");
  EXPECT_EQ(quantity_text(1500., "1/s"), "1500 1/s");
  EXPECT_EQ(quantity_text(0.805e-3, "mol/m^3"), "0.000805 mol/m^3");
}

TEST(Unusual, lists_what_lies_outside_the_published_range)
{
  double     low = 5., high = 5e6, inside = 1., unknown = 1e9, above = -1., none = std::nan("");
  Parameters list = {{"low", &low, "Pa", 0., 1e9, "", {10., 60e3}},
                     {"high", &high, "Pa", 0., 1e9, "", {10., 60e3}},
                     {"inside", &inside, "1", 0., 10., "", {1., 2.}},
                     {"unknown", &unknown, "1", 0., 1e10, ""},
                     {"not given", &none, "1", 0., 10., "", {1., 2.}},
                     {"above", &above, "1", -10., 10., "", {.minimum = 0.}}};
  EXPECT_EQ(unusual(list),
            (std::vector<std::string>{"low = 5 Pa, published 10 Pa to 60 kPa",
                                      "high = 5 MPa, published 10 Pa to 60 kPa", "above = -1, published 0 and more"}));
}
