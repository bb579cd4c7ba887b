#pragma once

#include "physics/materials/differentiated_material.h"
#include "physics/materials/distortion.h"

namespace vht
{
  /**
   * Fung's exponential, orthotropic, with all couplings of the normal strains: vessels, pericardium, skin.
   *
   *     W = C / 2 (exp Q - 1)
   *     Q = A_ff E_ff^2 + A_ss E_ss^2 + A_nn E_nn^2 + 2 (A_ffss E_ff E_ss + A_ffnn E_ff E_nn + A_ssnn E_ss E_nn)
   *       + 2 (A_fs E_fs^2 + A_fn E_fn^2 + A_sn E_sn^2)
   *
   *     E                       Green strain in the axes of the tissue     [1]
   *     C                       stiffness                                  2 kPa
   *     A_ff, A_ss, A_nn        along the axes                             8, 2, 2
   *     A_ffss, A_ffnn, A_ssnn  couplings                                  0, 0, 0
   *     A_fs, A_fn, A_sn        shears                                     4, 4, 2
   *
   * Law: Fung, Fronek & Patitucci 1979, Am. J. Physiol. 237, H620-H631, doi:10.1152/ajpheart.1979.237.5.H620, and
   * Chuong & Fung 1983. The constants depend on the tissue and have no common set: the defaults are those of heart
   * muscle in "Guccione", which this law then is. In a vessel f, s and n may be circumference, axis and radius.
   *
   * "Fung" takes the full strain, "Fung isochoric" the strain of J^(-2/3) C. No stress at rest. Convex, and accepted,
   * if Q is positive for every strain.
   */
  class Fung final : public DifferentiatedMaterial<Fung>
  {
  public:
    explicit Fung(Distortion distortion = Distortion::full)
      : distortion_(distortion)
    {
    }

    std::string_view
    name() const override
    {
      return distortion_ == Distortion::full ? "Fung" : "Fung isochoric";
    }

    std::string_view
    doi() const override
    {
      return "10.1152/ajpheart.1979.237.5.H620";
    }

    bool
    has_fibres() const override
    {
      return true;
    }

    Parameters parameters() override;
    void       check() const override;

    /** [J/m^3] from the Green strain as in MaterialBlock. */
    template <typename Number>
    Number energy_density(const std::array<Number, 6> &E) const;

  private:
    Distortion distortion_;

    double C_      = 2e3;
    double A_ff_   = 8.;
    double A_ss_   = 2.;
    double A_nn_   = 2.;
    double A_ffss_ = 0.;
    double A_ffnn_ = 0.;
    double A_ssnn_ = 0.;
    double A_fs_   = 4.;
    double A_fn_   = 4.;
    double A_sn_   = 2.;
  };

  extern template class DifferentiatedMaterial<Fung>;
} // namespace vht
