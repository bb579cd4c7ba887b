#pragma once

#include "physics/materials/differentiated_material.h"

namespace vht
{
  /**
   * Mooney-Rivlin: isotropic rubber, neo-Hooke with a second invariant.
   *
   *     W = c1 (J^(-2/3) I1 - 3) + c2 (J^(-4/3) I2 - 3)
   *
   *     I1, I2  tr C and ((tr C)^2 - tr C^2) / 2 of C = 1 + 2 E, J = sqrt(det C)     [1]
   *     c1      first constant                                                       400 Pa
   *     c2      second constant                                                      100 Pa
   *
   * Mooney, J. Appl. Phys. 11 (1940) 582-592, doi:10.1063/1.1712836; here without the part of the volume, which is a
   * law of its own. The shear modulus is 2 (c1 + c2), and the defaults, a free choice, make it 1 kPa, of the order of
   * soft tissue. Uniaxial and incompressible, the Cauchy stress is 2 (c1 + c2 / lambda) (lambda^2 - 1 / lambda). Linear
   * in simple shear. With c2 < 0, which fits to data often give, it loses stability at large strain; the shear modulus
   * must stay positive.
   */
  class MooneyRivlin final : public DifferentiatedMaterial<MooneyRivlin>
  {
  public:
    std::string_view
    name() const override
    {
      return "Mooney-Rivlin";
    }

    std::string_view
    doi() const override
    {
      return "10.1063/1.1712836";
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
    double c1_ = 400.;
    double c2_ = 100.;
  };

  extern template class DifferentiatedMaterial<MooneyRivlin>;
} // namespace vht
