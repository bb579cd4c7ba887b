// Guccione, Usyk and Fung: energies as printed, moduli, which law is a special case of which.

#include "physics/error.h"
#include "physics/unusual.h"
#include "tests/unit/materials/point.h"

using namespace vht;
using namespace vht::point;

namespace
{
  const Matrix F = {{{1.1, 0.05, -0.02}, {0.03, 0.95, 0.08}, {-0.04, 0.02, 1.02}}};

  /** Tensor components E_ij from a strain with twice the shear. */
  Matrix
  tensor(const Strain &E)
  {
    return {{{E[0], E[3] / 2., E[4] / 2.}, {E[3] / 2., E[1], E[5] / 2.}, {E[4] / 2., E[5] / 2., E[2]}}};
  }

  void
  expect_same(const Material &first, const Material &second)
  {
    std::mt19937_64 random(5);
    for (int trial = 0; trial < 20; ++trial)
      {
        const Strain                E = green_strain(random_deformation(random, 0.2));
        const Strain                S = stress(first, E), S_second = stress(second, E);
        const std::array<Strain, 6> C = stiffness(first, E), C_second = stiffness(second, E);
        EXPECT_NEAR(energy(first, E), energy(second, E), 1e-12 * energy(first, E));
        for (std::size_t k = 0; k < 6; ++k)
          {
            EXPECT_NEAR(S[k], S_second[k], 1e-10 * (1. + std::abs(S[k])));
            for (std::size_t l = 0; l < 6; ++l)
              EXPECT_NEAR(C[k][l], C_second[k][l], 1e-10 * (1. + std::abs(C[k][l])));
          }
      }
  }

  /** The law of the distortion is the law of the strain of F / J^(1/3), and asks nothing for a change of volume. */
  void
  expect_isochoric(const std::string &name)
  {
    const auto   full = make_material(name), isochoric = make_material(name + " isochoric");
    const double scale  = std::pow(determinant(F), -1. / 3.);
    const Matrix F_pure = product(diagonal(scale, scale, scale), F);
    EXPECT_NEAR(energy(*isochoric, green_strain(F)), energy(*full, green_strain(F_pure)), 1e-11);
    EXPECT_NEAR(energy(*isochoric, green_strain(diagonal(1.2, 1.2, 1.2))), 0., 1e-11);
    const Matrix sigma = cauchy_stress(*isochoric, F);
    EXPECT_NEAR(sigma[0][0] + sigma[1][1] + sigma[2][2], 0., 1e-10); // no pressure
  }
} // namespace

TEST(Guccione, has_the_energy_that_the_benchmark_of_land_prints)
{
  const auto   material = make_material("Guccione");
  const Matrix E        = tensor(green_strain(F));
  const auto   sq       = [&](std::size_t i, std::size_t j) { return E[i][j] * E[i][j]; };
  const double Q =
    8. * sq(0, 0) + 2. * (sq(1, 1) + sq(2, 2) + sq(1, 2) + sq(2, 1)) + 4. * (sq(0, 1) + sq(1, 0) + sq(0, 2) + sq(2, 0));
  EXPECT_NEAR(energy(*material, green_strain(F)), 1000. * (std::exp(Q) - 1.), 1e-10);
}

TEST(Guccione, has_the_moduli_that_its_datasheet_says)
{
  const auto                  material = make_material("Guccione");
  const std::array<Strain, 6> C        = stiffness(*material, Strain{});
  EXPECT_NEAR(C[0][0], 2e3 * 8., 1e-9);
  EXPECT_NEAR(C[1][1], 2e3 * 2., 1e-9);
  EXPECT_NEAR(C[3][3], 2e3 * 4. / 2., 1e-9);
  EXPECT_NEAR(C[5][5], 2e3 * 2. / 2., 1e-9);
  EXPECT_NEAR(C[0][1], 0., 1e-9);
  EXPECT_NEAR(shear_modulus(*material), (16e3 + 2. * 4e3 + 3. * (2. * 4e3 + 2e3)) / 15., 1e-9);
}

TEST(Guccione, is_the_same_in_all_directions_across_the_fibres)
{
  const auto   material = make_material("Guccione");
  const double c = std::cos(0.7), s = std::sin(0.7);
  const Matrix Q = {{{1., 0., 0.}, {0., c, -s}, {0., s, c}}};
  EXPECT_NEAR(energy(*material, green_strain(product(F, Q))), energy(*material, green_strain(F)), 1e-10);
}

TEST(Guccione, warns_of_what_was_never_published)
{
  const auto material = make_material("Guccione");
  set(*material, "C", 5e6);
  set(*material, "b t", 0.25);
  EXPECT_EQ(unusual(material->parameters()),
            (std::vector<std::string>{"C = 5 MPa, published 876 Pa to 10 kPa", "b t = 0.25, published 1 to 3.58"}));
}

TEST(Usyk, has_the_energy_that_its_datasheet_says)
{
  const auto   material = make_material("Usyk");
  const Matrix E        = tensor(green_strain(F));
  const Matrix b        = {{{8., 12., 3.}, {12., 6., 3.}, {3., 3., 3.}}};
  double       Q        = 0.;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      Q += b[i][j] * E[i][j] * E[i][j];
  EXPECT_NEAR(energy(*material, green_strain(F)), 440. * (std::exp(Q) - 1.), 1e-10);
  EXPECT_NEAR(stiffness(*material, Strain{})[3][3], 880. * 12. / 2., 1e-9);
}

TEST(Usyk, is_guccione_with_equal_constants_across)
{
  const auto usyk = make_material("Usyk");
  set(*usyk, "C", 2e3);
  for (const auto &[name, value] :
       {std::pair("b ff", 8.), {"b ss", 2.}, {"b nn", 2.}, {"b fs", 4.}, {"b fn", 4.}, {"b sn", 2.}})
    set(*usyk, name, value);
  expect_same(*usyk, *make_material("Guccione"));
}

TEST(Fung, is_guccione_by_default)
{
  expect_same(*make_material("Fung"), *make_material("Guccione"));
}

TEST(Fung, couples_the_normal_strains)
{
  const auto material = make_material("Fung");
  set(*material, "A ff ss", 1.5);
  set(*material, "A ff nn", -0.5);
  set(*material, "A ss nn", 0.7);
  material->check();
  const Matrix E     = tensor(green_strain(F));
  const Matrix A     = {{{8., 1.5, -0.5}, {1.5, 2., 0.7}, {-0.5, 0.7, 2.}}},
               shear = {{{0, 4., 4.}, {4., 0, 2.}, {4., 2., 0}}};
  double Q           = 0.;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      Q += A[i][j] * E[i][i] * E[j][j] + shear[i][j] * E[i][j] * E[i][j];
  EXPECT_NEAR(energy(*material, green_strain(F)), 1000. * (std::exp(Q) - 1.), 1e-10);
}

TEST(Fung, refuses_couplings_that_would_yield_energy)
{
  const auto material = make_material("Fung");
  set(*material, "A ff ss", 3.9); // 8 * 2 = 16 > 3.9^2
  EXPECT_NO_THROW(material->check());
  set(*material, "A ff ss", -4.1);
  EXPECT_THROW(material->check(), InputError);
  set(*material, "A ff ss", 3.9);
  set(*material, "A ff nn", 3.9); // each pair is fine, the three are not
  set(*material, "A ss nn", -1.9);
  EXPECT_THROW(material->check(), InputError);
}

TEST(Distortion, takes_the_volume_out)
{
  expect_isochoric("Guccione");
  expect_isochoric("Usyk");
  expect_isochoric("Fung");
}
