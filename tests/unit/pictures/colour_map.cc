#include "solvers/core/colour_map.h"

#include "physics/error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace
{
  /** Relative luminance of sRGB, IEC 61966-2-1. */
  double
  luminance(const vht::Colour &colour)
  {
    double            sum     = 0.;
    const vht::Colour weights = {0.2126, 0.7152, 0.0722};
    for (int i = 0; i < 3; ++i)
      sum += weights[i] * (colour[i] <= 0.04045 ? colour[i] / 12.92 : std::pow((colour[i] + 0.055) / 1.055, 2.4));
    return sum;
  }
} // namespace

TEST(ColourMap, GrowsLighterFromEndToEnd)
{
  for (const char *name : {"viridis", "inferno"})
    {
      const vht::ColourMap map(name);
      for (int i = 0; i < 100; ++i)
        EXPECT_LT(luminance(map(i / 100.)), luminance(map((i + 1) / 100.))) << name << " at " << i;
    }
}

TEST(ColourMap, EndsAndClamps)
{
  const vht::ColourMap viridis("viridis");
  EXPECT_EQ(vht::hexadecimal(viridis(0.)), "#440154");
  EXPECT_EQ(vht::hexadecimal(viridis(1.)), "#fde725");
  EXPECT_EQ(viridis(-1.), viridis(0.));
  EXPECT_EQ(viridis(2.), viridis(1.));
}

TEST(ColourMap, EarlyIsRedAndLateIsViolet)
{
  const vht::ColourMap map("activation");
  EXPECT_GT(map(0.)[0], 2 * map(0.)[2]);
  EXPECT_GT(map(1.)[2], 1.5 * map(1.)[0]);
}

TEST(ColourMap, UnknownNameIsRefusedWithTheClosest)
{
  try
    {
      vht::ColourMap("virids");
      FAIL();
    }
  catch (const vht::InputError &error)
    {
      EXPECT_NE(std::string(error.what()).find("Did you mean \"viridis\"?"), std::string::npos) << error.what();
    }
}

TEST(ColourMap, CategoriesDiffer)
{
  std::set<std::string> colours;
  for (std::size_t i = 0; i < 20; ++i)
    colours.insert(vht::hexadecimal(vht::categorical_colour(i)));
  EXPECT_EQ(colours.size(), 20u);
}
