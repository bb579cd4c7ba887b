#pragma once

#include "physics/materials/differentiated_material.h"

namespace vht
{
  /**
   * Holzapfel & Ogden 2009: heart muscle as a matrix with fibres f that lie in sheets s.
   *
   *     W = a / (2 b) (exp(b (J^(-2/3) I1 - 3)) - 1)
   *       + sum over i = f, s of a_i / (2 b_i) chi(I4i) (exp(b_i (I4i - 1)^2) - 1)
   *       + a_fs / (2 b_fs) (exp(b_fs I8fs^2) - 1)
   *
   *     I1          trace of C = 1 + 2 E, J = sqrt(det C)                       [1]
   *     I4f, I4s    C_ff and C_ss, squares of the stretches; full               [1]
   *     I8fs        C_fs; full                                                  [1]
   *     chi         fibres hold in tension only: 1 / (1 + exp(-k (I4 - 1))),
   *                 or the step from 0 to 1 at I4 = 1 where k is given as 0     k = 100
   *     a, b        matrix                                                      59 Pa, 8.023
   *     a_f, b_f    fibres                                                      18472 Pa, 16.026
   *     a_s, b_s    sheets                                                      2481 Pa, 11.12
   *     a_fs, b_fs  shear between the two                                       216 Pa, 11.436
   *
   * Law and constants: Phil. Trans. R. Soc. A 367 (2009) 3445-3475, doi:10.1098/rsta.2009.0091, table 1, a fit to the
   * shear tests of Dokos et al. 2002 on pig's heart, doi:10.1152/ajpheart.00111.2002. The smooth switch, the isochoric
   * I1 and the full I4: the benchmark of Arostica et al. 2025, doi:10.1016/j.cma.2024.117485.
   *
   * "Holzapfel-Ogden transversely isotropic" is the law without sheets and shear terms; its constants 2280 Pa, 9.726,
   * 1685 Pa, 15.779 are the paper's fit to the biaxial tests of Yin et al. 1987 on dog's heart.
   *
   * Usual is what lies in the span of these two sets, the four of the benchmark, and those of the heart simulators
   * CardioMechanics and SPHinXsys.
   *
   * No stress at rest. The shear modulus of the matrix is a; at rest the step adds nothing to it and the smooth switch
   * adds 2 a_i to C_ffff and C_ssss. Known limits: the product of the smooth switch and the energy is not convex. For
   * b_i << k^2 the stiffness of a fibre is negative between I4 = 1 - 3.6 / k and 1 - 0.8 / k, down to C_ffff = -0.63
   * a_f, which is far more than the matrix holds against. With the step the stiffness jumps at I4 = 1.
   */
  class HolzapfelOgden final : public DifferentiatedMaterial<HolzapfelOgden>
  {
  public:
    enum class Symmetry
    {
      orthotropic,
      transversely_isotropic
    };

    explicit HolzapfelOgden(Symmetry symmetry);

    std::string_view
    name() const override
    {
      return symmetry_ == Symmetry::orthotropic ? "Holzapfel-Ogden" : "Holzapfel-Ogden transversely isotropic";
    }

    std::string_view
    doi() const override
    {
      return "10.1098/rsta.2009.0091";
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
    /** A family of fibres; @p elongation is I4 - 1. */
    template <typename Number>
    Number family(const Number &elongation, double a, double b) const;

    Symmetry symmetry_;

    double a_         = 59.;
    double b_         = 8.023;
    double a_f_       = 18472.;
    double b_f_       = 16.026;
    double a_s_       = 2481.;
    double b_s_       = 11.12;
    double a_fs_      = 216.;
    double b_fs_      = 11.436;
    double steepness_ = 100.;
  };

  extern template class DifferentiatedMaterial<HolzapfelOgden>;
} // namespace vht
