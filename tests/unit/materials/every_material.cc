// What holds for each material of the catalogue.

#include "physics/error.h"
#include "physics/unusual.h"
#include "tests/unit/materials/point.h"

#include <set>

using namespace vht;
using namespace vht::point;

namespace
{
  class EveryMaterial : public testing::TestWithParam<std::string>
  {
  protected:
    std::unique_ptr<Material> material = make_material(GetParam());
    std::mt19937_64           random{1};

    Strain
    random_strain(double size = 0.15)
    {
      return green_strain(random_deformation(random, size));
    }

    /** Sum of the moduli: what rounding is measured by. */
    double
    scale() const
    {
      double sum = 0.;
      for (const Parameter &parameter : material->parameters())
        if (parameter.unit == "Pa")
          sum += std::abs(*parameter.value);
      return sum;
    }
  };

  std::string
  test_name(const testing::TestParamInfo<std::string> &info)
  {
    std::string name = info.param;
    for (char &letter : name)
      if (!std::isalnum(static_cast<unsigned char>(letter)))
        letter = '_';
    return name;
  }

  Strain
  moved(const Strain &E, double step, const Strain &direction)
  {
    Strain result = E;
    for (std::size_t k = 0; k < 6; ++k)
      result[k] += step * direction[k];
    return result;
  }

  double
  dot(const Strain &a, const Strain &b)
  {
    double sum = 0.;
    for (std::size_t k = 0; k < 6; ++k)
      sum += a[k] * b[k];
    return sum;
  }

  /** Order at which the central difference (f(h) - f(-h)) / 2h approaches the slope as h is halved. */
  template <typename Function>
  double
  observed_order(const Function &f, double slope, double h)
  {
    const double coarse = std::abs((f(h) - f(-h)) / (2. * h) - slope);
    const double fine   = std::abs((f(h / 2.) - f(-h / 2.)) / h - slope);
    return std::log2(coarse / fine);
  }
} // namespace

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryMaterial, testing::ValuesIn(material_names()), test_name);

TEST_P(EveryMaterial, knows_its_name_and_its_paper)
{
  EXPECT_EQ(material->name(), GetParam());
  EXPECT_TRUE(material->doi().starts_with("10."));
}

TEST_P(EveryMaterial, has_defaults_that_are_accepted_and_published)
{
  std::set<std::string> names;
  for (const Parameter &parameter : material->parameters())
    {
      names.insert(parameter.name);
      EXPECT_LE(parameter.minimum, *parameter.value) << parameter.name;
      EXPECT_GE(parameter.maximum, *parameter.value) << parameter.name;
      EXPECT_FALSE(parameter.source.empty()) << parameter.name;
    }
  EXPECT_EQ(names.size(), material->parameters().size());
  EXPECT_TRUE(unusual(material->parameters()).empty());
  EXPECT_NO_THROW(material->check());
}

// A parameter that is read but never used would be a trap for whoever sets it.
TEST_P(EveryMaterial, listens_to_each_of_its_parameters)
{
  const Strain E      = green_strain({{{1.1, 0.02, 0.03}, {0.01, 1.05, 0.02}, {0.04, 0.01, 0.9}}});
  const double before = energy(*material, E);
  for (const Parameter &parameter : material->parameters())
    {
      const double kept = *parameter.value;
      *parameter.value  = kept == 0. ? 0.5 : 1.25 * kept;
      EXPECT_NE(energy(*material, E), before) << parameter.name;
      *parameter.value = kept;
    }
  EXPECT_EQ(energy(*material, E), before);
}

TEST_P(EveryMaterial, rests_without_energy_or_stress)
{
  EXPECT_NEAR(energy(*material, Strain{}), 0., 1e-14 * scale());
  for (const double component : stress(*material, Strain{}))
    EXPECT_NEAR(component, 0., 1e-14 * scale());
}

// A wrong derivative cannot hide from the order at which a central difference approaches it.
TEST_P(EveryMaterial, has_the_gradient_of_its_energy_as_stress)
{
  for (int trial = 0; trial < 20; ++trial)
    {
      const Strain E = random_strain(), direction = random_strain(1.);
      const auto   W = [&](double h) { return energy(*material, moved(E, h, direction)); };
      EXPECT_NEAR(observed_order(W, dot(stress(*material, E), direction), 4e-4), 2., 0.2);
    }
}

TEST_P(EveryMaterial, has_the_gradient_of_its_stress_as_stiffness)
{
  for (int trial = 0; trial < 10; ++trial)
    {
      const Strain                E = random_strain(), direction = random_strain(1.);
      const std::array<Strain, 6> C = stiffness(*material, E);
      for (std::size_t k = 0; k < 6; ++k)
        {
          const auto S = [&](double h) { return stress(*material, moved(E, h, direction))[k]; };
          EXPECT_NEAR(observed_order(S, dot(C[k], direction), 2e-4), 2., 0.3) << "component " << k;
        }
    }
}

TEST_P(EveryMaterial, gives_the_same_stress_with_and_without_stiffness)
{
  for (int trial = 0; trial < 10; ++trial)
    {
      MaterialBlock::Voigt     E, S, S_again;
      MaterialBlock::Stiffness C;
      for (std::size_t i = 0; i < MaterialBlock::size; ++i)
        {
          const Strain one = random_strain();
          for (std::size_t k = 0; k < 6; ++k)
            E[k][i] = one[k];
        }
      material->stress(E, S);
      material->stiffness(E, S_again, C);
      for (std::size_t k = 0; k < 6; ++k)
        for (std::size_t i = 0; i < MaterialBlock::size; ++i)
          EXPECT_NEAR(S[k][i], S_again[k][i], 1e-11 * (scale() + std::abs(S[k][i])));
    }
}

TEST_P(EveryMaterial, gives_a_point_the_same_result_in_every_lane_and_company)
{
  const Strain          one     = random_strain();
  const double          W_alone = energy(*material, one);
  const Strain          S_alone = stress(*material, one);
  std::array<Strain, 6> C_alone = stiffness(*material, one);
  for (std::size_t lane = 0; lane < MaterialBlock::size; ++lane)
    {
      MaterialBlock::Voigt                    E, S;
      MaterialBlock::Stiffness                C;
      std::array<double, MaterialBlock::size> W;
      for (std::size_t i = 0; i < MaterialBlock::size; ++i)
        {
          const Strain other = i == lane ? one : random_strain();
          for (std::size_t k = 0; k < 6; ++k)
            E[k][i] = other[k];
        }
      material->energy(E, W);
      EXPECT_EQ(W[lane], W_alone);
      material->stress(E, S);
      for (std::size_t k = 0; k < 6; ++k)
        EXPECT_EQ(S[k][lane], S_alone[k]);
      material->stiffness(E, S, C);
      for (std::size_t k = 0; k < 6; ++k)
        for (std::size_t l = k; l < 6; ++l)
          EXPECT_EQ(C[MaterialBlock::place(k, l)][lane], C_alone[k][l]);
    }
}

// Rotating the tissue's axes must change nothing without fibres, and something with them.
TEST_P(EveryMaterial, depends_on_directions_if_and_only_if_it_has_fibres)
{
  bool differs = false;
  for (int trial = 0; trial < 10; ++trial)
    {
      const Matrix F = random_deformation(random, 0.15), Q = random_rotation(random);
      const double W         = energy(*material, green_strain(F));
      const double W_rotated = energy(*material, green_strain(product(F, Q)));
      if (material->has_fibres())
        differs = differs || std::abs(W_rotated - W) > 1e-3 * W;
      else
        {
          EXPECT_NEAR(W_rotated, W, 1e-13 * scale());
          const Matrix sigma = cauchy_stress(*material, F), rotated = cauchy_stress(*material, product(F, Q));
          for (std::size_t i = 0; i < 3; ++i)
            for (std::size_t j = 0; j < 3; ++j)
              EXPECT_NEAR(rotated[i][j], sigma[i][j], 1e-12 * scale());
        }
    }
  EXPECT_EQ(differs, material->has_fibres());
}

// Turning the frame of the observer is in no law, because all are written in the Green strain.
TEST_P(EveryMaterial, turns_its_cauchy_stress_with_the_observer)
{
  const Matrix F = random_deformation(random, 0.15), Q = random_rotation(random);
  const Matrix turned   = cauchy_stress(*material, product(Q, F));
  const Matrix expected = product(product(Q, cauchy_stress(*material, F)), transposed(Q));
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      EXPECT_NEAR(turned[i][j], expected[i][j], 1e-11 * scale());
}

TEST_P(EveryMaterial, shows_a_strain_gone_astray_at_its_own_point_only)
{
  for (const double astray : {std::nan(""), 1.5e308, -1.5e308})
    {
      MaterialBlock::Voigt E = block(Strain{});
      E[0][3]                = astray;
      std::array<double, MaterialBlock::size> W;
      MaterialBlock::Voigt                    S;
      MaterialBlock::Stiffness                C;
      material->energy(E, W);
      EXPECT_FALSE(std::isfinite(W[3])) << astray;
      EXPECT_TRUE(std::isfinite(W[2])) << astray;
      material->stiffness(E, S, C);
      EXPECT_FALSE(std::isfinite(S[0][3])) << astray;
      EXPECT_FALSE(std::isfinite(C[0][3])) << astray;
      EXPECT_TRUE(std::isfinite(S[0][2])) << astray;
      EXPECT_TRUE(std::isfinite(C[0][2])) << astray;
    }
}

TEST_P(EveryMaterial, resists_shear_at_rest)
{
  EXPECT_GT(shear_modulus(*material), 0.);

  // The mean over random directions of the modulus in one shear is the shear modulus: checked by sampling.
  const std::array<Strain, 6> C   = stiffness(*material, Strain{});
  double                      sum = 0.;
  constexpr int               n   = 20000;
  for (int sample = 0; sample < n; ++sample)
    {
      const Matrix Q = random_rotation(random);
      Strain       shear; // strain of one shear with E_12 = 1/2 in the axes Q
      for (std::size_t k = 0; k < 6; ++k)
        {
          const auto [i, j] = pairs[k];
          shear[k]          = (k < 3 ? 0.5 : 1.) * (Q[i][0] * Q[j][1] + Q[i][1] * Q[j][0]);
        }
      for (std::size_t k = 0; k < 6; ++k)
        sum += shear[k] * dot(C[k], shear);
    }
  EXPECT_NEAR(sum / n, shear_modulus(*material), 0.02 * shear_modulus(*material));
}

TEST(Materials, ask_for_the_name_that_was_meant)
{
  try
    {
      make_material("Holzapfel Ogdn");
      FAIL() << "accepted an unknown name";
    }
  catch (const InputError &error)
    {
      const std::string message = error.what();
      EXPECT_NE(message.find("Did you mean \"Holzapfel-Ogden\"?"), std::string::npos) << message;
      for (const std::string &name : material_names())
        EXPECT_NE(message.find(name), std::string::npos) << message;
    }
}
