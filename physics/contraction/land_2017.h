#pragma once

#include "physics/contraction/contraction.h"

namespace vht
{
  /**
   * Land et al. 2017: human muscle at body temperature. Calcium binds to troponin, tropomyosin frees the actin, and
   * cross-bridges pass from unbound through weak to strong, dragged along by the filament.
   *
   *     dCaTRPN/dt = k_TRPN ((Ca / Ca_T50)^n_TRPN (1 - CaTRPN) - CaTRPN)
   *     dB/dt      = k_b CaTRPN^(-n_Tm/2) U - k_u CaTRPN^(n_Tm/2) B
   *     dW/dt      = k_uw U - (k_wu + k_ws + gamma_wu) W
   *     dS/dt      = k_ws W - (k_su + gamma_su) S
   *     dzeta_i/dt = A dlambda/dt - c_i zeta_i,  i = w, s
   *     T_a        = h(lambda) T_ref / r_s ((1 + zeta_s) S + zeta_w W)
   *     K_a        = h(lambda) T_ref / r_s A (S + W)
   *
   *     B, W, S        shares of cross-bridges blocked, weakly and strongly bound; U = 1 - B - W - S     [1]
   *     zeta           mean distortion of the bound ones                                                 [1]
   *     Ca_T50         = Ca_50 + beta_1 (min(lambda, 1.2) - 1)
   *     h              = max(0, 1 + beta_0 (l + min(l, 0.87) - 1.87)), l = min(lambda, 1.2)
   *     k_b            = k_u TRPN_50^n_Tm / ((1 - r_s) (1 - r_w)); CaTRPN^(-n_Tm/2) is taken as 100 at most
   *     k_wu           = k_uw (1 / r_w - 1) - k_ws
   *     k_su           = k_ws r_w (1 / r_s - 1)
   *     A              = A_eff r_s / ((1 - r_s) r_w + r_s)
   *     c_w, c_s       = phi k_uw (1 - r_w) / r_w,  phi k_ws (1 - r_s) r_w / r_s
   *     gamma_wu       = gamma_w |zeta_w|
   *     gamma_su       = gamma_s times zeta_s above 0, -zeta_s - 1 below -1, else 0
   *
   *     Ca_50   0.805e-3 mol/m^3     k_uw    182 1/s      beta_0  2.3              A_eff    25
   *     n_TRPN  2                    k_ws    12 1/s       beta_1  -2.4e-3 mol/m^3  phi      2.23
   *     k_TRPN  100 1/s              r_w     0.5          T_ref   120 kPa          gamma_w  615 1/s
   *     TRPN_50 0.35                 r_s     0.25                                  gamma_s  8.5 1/s
   *     k_u     1000 1/s, "ToR-ORd" 40 1/s
   *     n_Tm    5, "ToR-ORd" 2.4
   *
   * Law: J. Mol. Cell. Cardiol. 106 (2017) 68-83, doi:10.1016/j.yjmcc.2017.03.008. "Land 2017" is the paper's set for
   * intact cells; "Land 2017 ToR-ORd" has k_u and n_Tm as retuned for the calcium of the ToR-ORd cell by Margara et al.
   * 2021, doi:10.1016/j.pbiomolbio.2020.06.007. Usual is the span of the two and of the whole hearts of
   * CardioMechanics.
   *
   * Steady and isometric, T_a = h T_ref / (1 + (TRPN_50 / CaTRPN)^n_Tm), where the limit of 100 is not reached.
   *
   * Not here: the paper's passive elements, and what troponin takes away from the calcium of the cell. Time step:
   * troponin and distortions relax exactly, the cross-bridges by (1 - h M + h^2 M^2 / 2)^-1 with the rates M of the
   * middle of the step: second order, stable and without overshoot at any step. In a twitch with steps of 1 ms the
   * tension errs by some 0.1 %.
   */
  class Land2017 final : public Contraction
  {
  public:
    enum class Variant
    {
      original,
      tor_ord
    };

    explicit Land2017(Variant variant);

    std::string_view
    name() const override
    {
      return variant_ == Variant::original ? "Land 2017" : "Land 2017 ToR-ORd";
    }

    std::string_view
    doi() const override
    {
      return variant_ == Variant::original ? "10.1016/j.yjmcc.2017.03.008" : "10.1016/j.pbiomolbio.2020.06.007";
    }

    Drive
    drive() const override
    {
      return Drive::calcium;
    }

    Parameters                 parameters() override;
    std::span<const StateInfo> states() const override;
    void                       initial_state(std::span<double> state) const override;

    /** @throws InputError if k_wu would be negative, or Ca_T50 not positive at some stretch */
    void check() const override;

    void advance(double       time,
                 double       dt,
                 const Block &drive,
                 const Block &stretch,
                 const Block &stretch_rate,
                 double      *states,
                 Block       &tension,
                 Block       &stiffness) const override;

    /** SI units; see the table above. */
    struct Constants
    {
      double Ca_50 = 0.805e-3, n_TRPN = 2., k_TRPN = 100., TRPN_50 = 0.35;
      double k_u = 1000., n_Tm = 5.;
      double k_uw = 182., k_ws = 12., r_w = 0.5, r_s = 0.25;
      double A_eff = 25., phi = 2.23, gamma_w = 615., gamma_s = 8.5;
      double beta_0 = 2.3, beta_1 = -2.4e-3, T_ref = 120e3;
    };

  private:
    Variant   variant_;
    Constants constants_;
  };
} // namespace vht
