#pragma once

#include "physics/materials/differentiated_material.h"
#include "physics/materials/distortion.h"

namespace vht
{
  /**
   * Usyk, Mazhari & McCulloch 2000: heart muscle that stiffens exponentially, with fibres in sheets.
   *
   *     W = C / 2 (exp Q - 1)
   *     Q = b_ff E_ff^2 + b_ss E_ss^2 + b_nn E_nn^2 + 2 (b_fs E_fs^2 + b_fn E_fn^2 + b_sn E_sn^2)
   *
   *     E                 Green strain in the axes of the tissue     [1]
   *     C                 stiffness                                  880 Pa
   *     b_ff, b_ss, b_nn  along fibre, sheet and normal              8, 6, 3
   *     b_fs, b_fn, b_sn  shears                                     12, 3, 3
   *
   * Law: J. Elasticity 61 (2000) 143-164, doi:10.1023/A:1010883920374, for the dog's left ventricle. Constants: those
   * of fenicsx-pulse. The heart simulator CardioMechanics quotes 5, 6, 3, 10, 2, 2 for the same paper; the figures of
   * the paper itself were not at hand. For whole hearts CardioMechanics scales C down to 37 Pa and b up to 3.55 times.
   *
   * "Usyk" takes the full strain, "Usyk isochoric" the strain of J^(-2/3) C. No stress at rest. The small-strain shear
   * modulus in the plane ij is C b_ij / 2. Convex while all b > 0. It stiffens under compression as under tension.
   */
  class Usyk final : public DifferentiatedMaterial<Usyk>
  {
  public:
    explicit Usyk(Distortion distortion = Distortion::full)
      : distortion_(distortion)
    {
    }

    std::string_view
    name() const override
    {
      return distortion_ == Distortion::full ? "Usyk" : "Usyk isochoric";
    }

    std::string_view
    doi() const override
    {
      return "10.1023/A:1010883920374";
    }

    bool
    has_fibres() const override
    {
      return true;
    }

    Parameters parameters() override;

    /** [J/m^3] from the Green strain as in MaterialBlock. */
    template <typename Number>
    Number energy_density(const std::array<Number, 6> &E) const;

  private:
    Distortion distortion_;

    double                C_ = 880.;
    std::array<double, 6> b_ = {8., 6., 3., 12., 3., 3.}; // ff, ss, nn, fs, fn, sn
  };

  extern template class DifferentiatedMaterial<Usyk>;
} // namespace vht
