#pragma once

#include "physics/materials/differentiated_material.h"

namespace vht
{
  /**
   * Ogden 1972: isotropic rubber and soft tissue, written in the principal stretches; up to three terms.
   *
   *     W = sum over p of mu_p / alpha_p (l1^alpha_p + l2^alpha_p + l3^alpha_p - 3)
   *
   *     l_i      J^(-1/3) lambda_i; lambda_i^2 eigenvalues of C = 1 + 2 E, J their product's root     [1]
   *     mu_p     0 leaves the term out                                       630 kPa, 1.2 kPa, -10 kPa
   *     alpha_p  exponents, of either sign                                   1.3, 5, -2
   *
   * Law and constants (vulcanised rubber): Proc. R. Soc. Lond. A 326 (1972) 565-584, doi:10.1098/rspa.1972.0026; here
   * without the part of the volume, which is a law of its own. Mind other conventions: with this one the shear modulus
   * is sum mu_p alpha_p / 2, and neo-Hooke is mu_1 = mu, alpha_1 = 2.
   *
   * Equal principal stretches are nothing special: the derivatives are those of a function of a tensor (spectrum.h).
   * Each term with mu_p alpha_p > 0 is stable on its own; the sum must be positive. Valid for any det C > 0.
   */
  class Ogden final : public DifferentiatedMaterial<Ogden>
  {
  public:
    std::string_view
    name() const override
    {
      return "Ogden";
    }

    std::string_view
    doi() const override
    {
      return "10.1098/rspa.1972.0026";
    }

    bool
    has_fibres() const override
    {
      return false;
    }

    Parameters parameters() override;
    void       check() const override;

    /** [J/m^3] from the Green strain as in MaterialBlock. */
    template <typename Number>
    Number energy_density(const std::array<Number, 6> &E) const;

  private:
    static constexpr std::size_t n_terms = 3;

    std::array<double, n_terms> mu_    = {630e3, 1.2e3, -10e3};
    std::array<double, n_terms> alpha_ = {1.3, 5., -2.};
  };

  extern template class DifferentiatedMaterial<Ogden>;
} // namespace vht
