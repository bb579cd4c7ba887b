#pragma once

#include "physics/materials/differentiated_material.h"

namespace vht
{
  /**
   * Neo-Hooke: the simplest isotropic tissue, linear in simple shear.
   *
   *     W = mu / 2 (J^(-2/3) I1 - 3)
   *
   *     I1  trace of C = 1 + 2 E, J = sqrt(det C)     [1]
   *     mu  shear modulus                             1 kPa, a free choice of the order of soft tissue
   *
   * Rivlin, Phil. Trans. R. Soc. A 240 (1948) 459-490, doi:10.1098/rsta.1948.0002; here without the part of the volume,
   * which is a law of its own. Valid for any det C > 0. Real tissue stiffens with strain, and this law does not: use it
   * for gels, for verification, and up to some ten percent of strain. Uniaxial and incompressible, the Cauchy stress is
   * mu (lambda^2 - 1 / lambda).
   */
  class NeoHooke final : public DifferentiatedMaterial<NeoHooke>
  {
  public:
    std::string_view
    name() const override
    {
      return "neo-Hooke";
    }

    std::string_view
    doi() const override
    {
      return "10.1098/rsta.1948.0002";
    }

    bool
    has_fibres() const override
    {
      return false;
    }

    Parameters parameters() override;

    /** [J/m^3] from the Green strain as in MaterialBlock. */
    template <typename Number>
    Number energy_density(const std::array<Number, 6> &E) const;

  private:
    double shear_modulus_ = 1e3;
  };

  extern template class DifferentiatedMaterial<NeoHooke>;
} // namespace vht
