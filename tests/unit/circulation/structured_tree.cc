#include "physics/circulation/structured_tree.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numbers>

using namespace vht;

namespace
{
  StructuredTree
  tree(const std::map<std::string, double> &constants)
  {
    StructuredTree result;
    for (const Parameter &parameter : result.parameters())
      if (const auto found = constants.find(parameter.name); found != constants.end())
        *parameter.value = found->second;
    return result;
  }
} // namespace

TEST(StructuredTree, womersleys_function_is_the_ratio_of_bessel_functions)
{
  EXPECT_NEAR(womersley_function(1e-6).real(), 1., 1e-12);
  for (const double x : {0.5, 3., 12., 40.}) // J(i x) are the modified ones
    EXPECT_NEAR(std::abs(womersley_function({0., x}) - 2. * std::cyl_bessel_i(1, x) / (x * std::cyl_bessel_i(0, x))),
                0., 1e-13)
      << x;
  for (const double x : {0.7, 2., 9.})
    EXPECT_NEAR(womersley_function(x).real(), 2. * std::cyl_bessel_j(1, x) / (x * std::cyl_bessel_j(0, x)), 1e-11) << x;
}

TEST(StructuredTree, resistance_at_rest_is_poiseuilles)
{
  // Alike daughters: generation n has 2^n vessels of radius a_0 0.7^n, down to 0.1 mm.
  const StructuredTree alike = tree({{"Larger daughter", 0.7}, {"Smaller daughter", 0.7}});
  double               sum   = 0.;
  for (double radius = 2e-3, n = 1.; radius >= 1e-4; radius *= 0.7, n *= 2.)
    sum += 8. * 3.5e-3 * 50. / (std::numbers::pi * std::pow(radius, 3)) / n;
  EXPECT_NEAR(alike.impedance(0.).real(), sum, 1e-9 * sum);
  EXPECT_EQ(alike.impedance(0.).imag(), 0.);
}

// To first order in the frequency a tube has the inertance 4/3 rho l / A, less R^2 C / 3 of its wall.
TEST(StructuredTree, one_vessel_has_inertance_and_compliance)
{
  const double         radius = 1e-3, length = 0.05, w = 1e-3;
  const StructuredTree one = tree({{"Root radius", radius}, {"Least radius", 0.99e-3}});
  const double area = std::numbers::pi * radius * radius, resistance = 8. * 3.5e-3 * length / (area * radius * radius);
  const double compliance = 1.5 * area / (2e6 * std::exp(-2.253) + 8.65e4) * length;
  const auto   z          = one.impedance(w);
  const double inertance  = 4. / 3. * 1060. * length / area - resistance * resistance * compliance / 3.;
  EXPECT_NEAR(z.real(), resistance, 1e-6 * resistance);
  EXPECT_NEAR(z.imag() / w, inertance, 1e-4 * inertance);
}

TEST(StructuredTree, is_passive_and_ends_in_its_resistance)
{
  const StructuredTree tree;
  const double         resistance = tree.impedance(0.).real();
  EXPECT_NEAR(std::abs(tree.impedance(1e-6) - resistance), 0., 1e-4 * resistance);
  for (double w = 0.01; w < 300.; w *= 1.2)
    EXPECT_GT(tree.impedance(w).real(), 0.) << w;
  EXPECT_LT(std::abs(tree.impedance(60.)), 0.8 * resistance); // its compliance
}

TEST(StructuredTree, without_end_is_refused)
{
  test::expect_error<InputError>([] { tree({{"Larger daughter", 0.999}}).impedance(0.); }, {"400 generations"});
}
