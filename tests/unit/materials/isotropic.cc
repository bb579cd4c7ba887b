// Neo-Hooke, Mooney-Rivlin and Ogden against their closed forms for incompressible tension.

#include "physics/error.h"
#include "tests/unit/materials/point.h"

using namespace vht;
using namespace vht::point;

namespace
{
  constexpr std::array<double, 6> stretches = {0.5, 0.8, 1., 1.2, 2., 4.};

  /** Differences of Cauchy stresses, which no pressure changes: first to third direction. */
  double
  uniaxial(const Material &material, double stretch)
  {
    const double across = 1. / std::sqrt(stretch);
    const Matrix sigma  = cauchy_stress(material, diagonal(stretch, across, across));
    EXPECT_NEAR(sigma[1][1], sigma[2][2], 1e-12 * std::abs(sigma[1][1]));
    return sigma[0][0] - sigma[2][2];
  }

  double
  equibiaxial(const Material &material, double stretch)
  {
    const Matrix sigma = cauchy_stress(material, diagonal(stretch, stretch, 1. / (stretch * stretch)));
    return sigma[0][0] - sigma[2][2];
  }

  double
  isochoric_energy_of_a_pure_change_of_volume(const Material &material)
  {
    return energy(material, green_strain(diagonal(1.3, 1.3, 1.3)));
  }
} // namespace

TEST(NeoHooke, follows_its_closed_forms)
{
  const auto   material = make_material("neo-Hooke");
  const double mu       = 1e3;
  for (const double l : stretches)
    {
      EXPECT_NEAR(uniaxial(*material, l), mu * (l * l - 1. / l), 1e-10 * mu * l * l);
      EXPECT_NEAR(equibiaxial(*material, l), mu * (l * l - std::pow(l, -4)), 1e-10 * mu * (l * l + std::pow(l, -4)));
    }
  EXPECT_NEAR(shear_modulus(*material), mu, 1e-9);
  EXPECT_NEAR(isochoric_energy_of_a_pure_change_of_volume(*material), 0., 1e-12 * mu);
}

TEST(MooneyRivlin, follows_its_closed_forms)
{
  const auto   material = make_material("Mooney-Rivlin");
  const double c1 = 400., c2 = 100.;
  for (const double l : stretches)
    {
      EXPECT_NEAR(uniaxial(*material, l), 2. * (c1 + c2 / l) * (l * l - 1. / l), 1e-7);
      EXPECT_NEAR(equibiaxial(*material, l), 2. * (c1 + c2 * l * l) * (l * l - std::pow(l, -4)), 1e-7);
    }
  EXPECT_NEAR(shear_modulus(*material), 2. * (c1 + c2), 1e-9);
  EXPECT_NEAR(isochoric_energy_of_a_pure_change_of_volume(*material), 0., 1e-9);
}

TEST(MooneyRivlin, refuses_a_shear_modulus_that_is_not_positive)
{
  const auto material = make_material("Mooney-Rivlin");
  set(*material, "c2", -399.);
  EXPECT_NO_THROW(material->check());
  set(*material, "c2", -1400.);
  try
    {
      material->check();
      FAIL() << "accepted a negative shear modulus";
    }
  catch (const InputError &error)
    {
      EXPECT_STREQ(error.what(), "Mooney-Rivlin: the shear modulus 2 (c1 + c2) is -2 kPa with c1 = 400 Pa and "
                                 "c2 = -1.4 kPa. It must be positive: raise c1 or c2.");
    }
}

TEST(Ogden, follows_its_closed_forms)
{
  const auto                  material = make_material("Ogden");
  const std::array<double, 3> mu = {630e3, 1.2e3, -10e3}, alpha = {1.3, 5., -2.};
  double                      modulus = 0.;
  for (const double l : stretches)
    {
      double tension = 0., biaxial = 0., size = 0.;
      for (std::size_t p = 0; p < 3; ++p)
        {
          const double a = alpha[p];
          tension += mu[p] * (std::pow(l, a) - std::pow(l, -a / 2.));
          biaxial += mu[p] * (std::pow(l, a) - std::pow(l, -2. * a));
          size += std::abs(mu[p]) * (std::pow(l, a) + std::pow(l, -2. * a) + std::pow(l, -a / 2.));
        }
      EXPECT_NEAR(uniaxial(*material, l), tension, 1e-12 * size);
      EXPECT_NEAR(equibiaxial(*material, l), biaxial, 1e-12 * size);
    }
  for (std::size_t p = 0; p < 3; ++p)
    modulus += mu[p] * alpha[p] / 2.;
  EXPECT_NEAR(modulus, 422.5e3, 1e-6);
  EXPECT_NEAR(shear_modulus(*material), modulus, 1e-12 * modulus);
  EXPECT_NEAR(isochoric_energy_of_a_pure_change_of_volume(*material), 0., 1e-6);
}

// With alpha = 2 and alpha = -2 the law is Mooney-Rivlin: I2 of an isochoric C is the trace of its inverse. This holds
// for energy, stress and stiffness at every strain, above all where two or three principal stretches coincide.
TEST(Ogden, is_mooney_rivlin_with_the_exponents_2_and_minus_2)
{
  const auto                  ogden = make_material("Ogden"), mooney = make_material("Mooney-Rivlin");
  const double                c1 = 400., c2 = 100.;
  const std::array<double, 3> mu = {2. * c1, -2. * c2, 0.}, alpha = {2., -2., 1.};
  for (std::size_t p = 0; p < 3; ++p)
    {
      set(*ogden, "mu " + std::to_string(p + 1), mu[p]);
      set(*ogden, "alpha " + std::to_string(p + 1), alpha[p]);
    }
  ogden->check();

  std::mt19937_64     random(3);
  std::vector<Strain> strains = {Strain{}, green_strain(diagonal(1.2, 1.2, 0.7)), green_strain(diagonal(0.8, 1.4, 1.4)),
                                 green_strain(diagonal(1.1, 1.1, 1.1))};
  for (const double gap : {1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-13, 1e-16})
    {
      const Matrix Q = random_rotation(random);
      strains.push_back(green_strain(diagonal(1.3, 1.3 + gap, 0.6)));
      strains.push_back(green_strain(product(diagonal(1.3, 1.3 + gap, 1.3 - gap), Q)));
      strains.push_back(green_strain(product(diagonal(0.8 - gap, 1.5, 0.8), Q)));
    }
  for (int trial = 0; trial < 50; ++trial)
    strains.push_back(green_strain(random_deformation(random, 0.4)));

  for (const Strain &E : strains)
    {
      EXPECT_NEAR(energy(*ogden, E), energy(*mooney, E), 1e-11 * (c1 + energy(*mooney, E)));
      const Strain                S = stress(*ogden, E), S_expected = stress(*mooney, E);
      const std::array<Strain, 6> C = stiffness(*ogden, E), C_expected = stiffness(*mooney, E);
      double                      size = 0.;
      for (const Strain &row : C_expected)
        for (const double entry : row)
          size = std::max(size, std::abs(entry));
      for (std::size_t k = 0; k < 6; ++k)
        {
          EXPECT_NEAR(S[k], S_expected[k], 1e-11 * size);
          for (std::size_t l = 0; l < 6; ++l)
            EXPECT_NEAR(C[k][l], C_expected[k][l], 1e-11 * size);
        }
    }
}

TEST(Ogden, refuses_a_term_without_exponent_and_a_modulus_that_is_not_positive)
{
  const auto material = make_material("Ogden");
  set(*material, "alpha 2", 0.);
  EXPECT_THROW(material->check(), InputError);
  set(*material, "mu 2", 0.);
  EXPECT_NO_THROW(material->check());
  set(*material, "alpha 1", -1.3);
  EXPECT_THROW(material->check(), InputError);
}
