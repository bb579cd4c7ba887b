#pragma once

#include "physics/cells/cell_model.h"
#include "physics/cells/wall_layer.h"

namespace vht
{
  /**
   * Bueno-Orovio, Cherry & Fenton 2008: the shape and the restitution of the human ventricular action potential with
   * three gates. No concentrations; s follows the calcium transient.
   *
   *     u = (V + 84 mV) / 85.7 mV,    du/dt = -(J_fi + J_so + J_si),    I_ion / C_m = 85.7 mV (J_fi + J_so + J_si)
   *
   *     J_fi = -v H(u - theta_v) (u - theta_v) (u_u - u) / tau_fi                    fast inward
   *     J_so = (u - u_o) (1 - H(u - theta_w)) / tau_o + H(u - theta_w) / tau_so      slow outward
   *     J_si = -H(u - theta_w) w s / tau_si                                          slow inward
   *
   *     dv/dt = (1 - H(u - theta_v)) (v_inf - v) / tau_v- - H(u - theta_v) v / tau_v+
   *     dw/dt = (1 - H(u - theta_w)) (w_inf - w) / tau_w- - H(u - theta_w) w / tau_w+
   *     ds/dt = ((1 + tanh(k_s (u - u_s))) / 2 - s) / tau_s
   *
   *     tau_v- = tau_v1-  where u < theta_v-,  else tau_v2-          v_inf = 1 there, else 0
   *     tau_w- = tau_w1- + (tau_w2- - tau_w1-) (1 + tanh(k_w- (u - u_w-))) / 2
   *     tau_so = tau_so1 + (tau_so2 - tau_so1) (1 + tanh(k_so (u - u_so))) / 2
   *     tau_s  = tau_s1   where u < theta_w,   else tau_s2
   *     tau_o  = tau_o1   where u < theta_o,   else tau_o2
   *     w_inf  = 1 - u / tau_winf  where u < theta_o,  else w_inf*
   *
   *     H       Heaviside function, H(0) = 1
   *     u       potential, rest 0, v, w, s gates                 [1]
   *     theta   thresholds, u_.. potentials, k_.. slopes         [1]
   *     tau     time constants                                   [s]; tau_winf [1]
   *
   * All 28 constants with their values for epi, endo and mid stand in bueno_orovio_2008.cc. They are those of table 1
   * of Bueno-Orovio, Cherry & Fenton, J. Theor. Biol. 253 (2008) 544-560, doi:10.1016/j.jtbi.2008.03.029.
   *
   * Valid for human ventricle, from rest to fast pacing. At rest v = w = 1, s = 0. Known limits: the current jumps
   * at the four thresholds, so a fixed step converges to first order at best; the linear map to millivolts is the
   * paper's and puts the peak of an isolated cell near +50 mV, higher than in the tissue it was fitted to. One common
   * copy of the M-cell set in circulation has tau_s2 = 2 ms; the paper says 4 ms. Below rest the steady w exceeds 1.
   */
  class BuenoOrovio2008 final : public CellModel
  {
  public:
    /** Times in s, all else without unit. */
    struct Constants
    {
      double u_o, u_u;
      double theta_v, theta_w, theta_v_minus, theta_o;
      double tau_v1_minus, tau_v2_minus, tau_v_plus;
      double tau_w1_minus, tau_w2_minus, k_w_minus, u_w_minus, tau_w_plus;
      double tau_fi, tau_o1, tau_o2;
      double tau_so1, tau_so2, k_so, u_so;
      double tau_s1, tau_s2, k_s, u_s;
      double tau_si, tau_w_inf, w_inf_star;
    };

    explicit BuenoOrovio2008(WallLayer layer);

    std::string_view name() const override;

    std::string_view
    doi() const override
    {
      return "10.1016/j.jtbi.2008.03.029";
    }

    Parameters                 parameters() override;
    std::span<const StateInfo> states() const override;

    double
    resting_potential() const override
    {
      return -84e-3;
    }

    void initial_state(std::span<double> state) const override;
    void ionic_current(const double *potential, const double *states, double *current) const override;
    void advance(double dt, const double *potential, double *states, double *current) const override;

  private:
    WallLayer layer_;
    Constants constants_;
  };
} // namespace vht
