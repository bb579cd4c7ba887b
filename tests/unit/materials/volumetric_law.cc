#include "physics/materials/volumetric_law.h"

#include "physics/error.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;

TEST(VolumetricLaw, is_normalised)
{
  EXPECT_EQ(volumetric_law_names(), (std::vector<std::string>{"quadratic", "logarithmic", "Simo-Taylor", "Liu"}));
  for (const std::string &name : volumetric_law_names())
    {
      const auto law = make_volumetric_law(name);
      EXPECT_EQ(law->name(), name);
      EXPECT_EQ(law->energy(1.), 0.) << name;
      EXPECT_EQ(law->derivative(1.), 0.) << name;
      EXPECT_EQ(law->curvature(1.), 1.) << name;
    }
}

TEST(VolumetricLaw, has_derivatives_that_differences_approach_at_second_order)
{
  for (const std::string &name : volumetric_law_names())
    for (const double J : {0.6, 0.95, 1.4})
      {
        const auto law   = make_volumetric_law(name);
        const auto error = [&](double h) {
          return std::abs((law->energy(J + h) - law->energy(J - h)) / (2. * h) - law->derivative(J));
        };
        const auto second_error = [&](double h) {
          return std::abs((law->derivative(J + h) - law->derivative(J - h)) / (2. * h) - law->curvature(J));
        };
        if (name == "quadratic") // differences are exact
          {
            EXPECT_NEAR(error(0.1), 0., 1e-14);
            EXPECT_NEAR(second_error(0.1), 0., 1e-14);
          }
        else
          {
            EXPECT_NEAR(std::log2(error(2e-3) / error(1e-3)), 2., 0.05) << name << ", J = " << J;
            EXPECT_NEAR(std::log2(second_error(2e-3) / second_error(1e-3)), 2., 0.05) << name << ", J = " << J;
          }
      }
}

TEST(VolumetricLaw, follows_the_formulas_of_its_paper)
{
  const double J = 0.8, l = std::log(0.8);
  EXPECT_NEAR(make_volumetric_law("quadratic")->energy(J), 0.2 * 0.2 / 2., 1e-15);
  EXPECT_NEAR(make_volumetric_law("logarithmic")->energy(J), l * l / 2., 1e-15);
  EXPECT_NEAR(make_volumetric_law("Simo-Taylor")->energy(J), (0.64 - 1. - 2. * l) / 4., 1e-15);
  EXPECT_NEAR(make_volumetric_law("Liu")->energy(J), -0.2 * l / 2., 1e-15);
}

TEST(VolumetricLaw, asks_for_the_name_that_was_meant)
{
  try
    {
      make_volumetric_law("Simo Tailor");
      FAIL() << "accepted an unknown name";
    }
  catch (const InputError &error)
    {
      EXPECT_NE(std::string(error.what()).find("Did you mean \"Simo-Taylor\"?"), std::string::npos) << error.what();
    }
}
