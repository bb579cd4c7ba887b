#pragma once

#include "physics/cells/cell_model.h"
#include "physics/cells/wall_layer.h"

namespace vht
{
  namespace ten_tusscher_2006
  {
    struct Constants;
  }

  /**
   * ten Tusscher & Panfilov 2006: the human ventricular cell, 12 currents, 12 gates, 5 concentrations and the ryanodine
   * receptor.
   *
   *     dV/dt = -(I_Na + I_bNa + I_CaL + I_bCa + I_pCa + I_NaCa + I_NaK + I_K1 + I_to + I_Kr + I_Ks + I_pK + I_stim)
   *
   *     I_Na   = g_Na m^3 h j (V - E_Na)                               fast sodium
   *     I_bNa  = g_bNa (V - E_Na)                                      background sodium
   *     I_CaL  = g_CaL d f f2 f_cass 4 (V - 15) F^2/RT                 L-type calcium, x = 2 (V - 15) F/RT
   *              (Ca_ss e^x / 4 - Ca_o) / (e^x - 1)
   *     I_bCa  = g_bCa (V - E_Ca)                                      background calcium
   *     I_pCa  = g_pCa Ca_i / (K_pCa + Ca_i)                           calcium pump
   *     I_NaCa = k_NaCa (e^(gamma u) Na_i^3 Ca_o                       exchanger, u = V F/RT
   *              - alpha e^((gamma - 1) u) Na_o^3 Ca_i) / (..)
   *     I_NaK  = P_NaK K_o Na_i / ((K_o + K_mK) (Na_i + K_mNa) (..))   sodium-potassium pump
   *     I_K1   = g_K1 (K_o/5.4)^(1/2) a / (a + b) (V - E_K)            inward rectifier
   *     I_to   = g_to r s (V - E_K)                                    transient outward
   *     I_Kr   = g_Kr (K_o/5.4)^(1/2) xr1 xr2 (V - E_K)                rapid rectifier
   *     I_Ks   = g_Ks xs^2 (V - E_Ks)                                  slow rectifier
   *     I_pK   = g_pK (V - E_K) / (1 + e^((25 - V)/5.98))              plateau potassium
   *
   *     gates: dy/dt = (y_inf(V) - y) / tau_y(V), but f_cass with y_inf(Ca_ss), tau(Ca_ss)
   *     K_i, Na_i: moved by the currents that carry the ion. Ca_i (cytosol), Ca_sr (store), Ca_ss (dyadic space): by
   *     currents, release I_rel = V_rel O (Ca_sr - Ca_ss), uptake, leak and transfer, with instantaneous buffers
   *
   * All formulae: the appendix of the paper, and ten_tusscher_2006_law.h.
   *
   *     constant                epi     endo    mid     unit          constant    value      unit
   *     g_Na                    14.838                  nS/pF         P_NaK       2.724      pA/pF
   *     g_K1                    5.405                   nS/pF         k_NaCa      1000       pA/pF
   *     g_to                    0.294   0.073   0.294   nS/pF         V_maxup     0.006375   mM/ms
   *     g_Kr                    0.153                   nS/pF         V_rel       0.102      1/ms
   *     g_Ks                    0.392   0.392   0.098   nS/pF         V_leak      0.00036    1/ms
   *     g_pK                    0.0146                  nS/pF         V_xfer      0.0038     1/ms
   *     g_bNa                   0.00029                 nS/pF         K_o         5.4        mM
   *     g_bCa                   0.000592                nS/pF         Na_o        140        mM
   *     g_CaL                   3.98e-5                 cm^3/(uF s)   Ca_o        2          mM
   *     g_pCa                   0.1238                  pA/pF         T           310        K
   *     s_inf half, tau_s       -20 mV  -28 mV  -20 mV
   *
   * Constants: ten Tusscher & Panfilov, Am. J. Physiol. Heart Circ. Physiol. 291 (2006) H1088-H1100,
   * doi:10.1152/ajpheart.00109.2006; endo and mid differ as in ten Tusscher et al. 2004,
   * doi:10.1152/ajpheart.00794.2003. The set is the one of restitution slope 1.1. Initial state: the one of the
   * N-version benchmark, Niederer et al. 2011, doi:10.1098/rsta.2011.0139, for all three layers; endo and mid need some
   * beats to settle.
   *
   * Valid for human ventricle at 37 degrees Celsius, from rest to the fast pacing at which alternans begins. The
   * temperature enters the Nernst and Goldman terms alone; rates have no temperature dependence.
   *
   * Known limits. tau_f2 is that of the CellML model, which the N-version benchmark uses,
   * 562 e^(-(V + 27)^2/240) + 31/(1 + e^((25 - V)/10)) + 80/(1 + e^((V + 30)/10)) ms; code that descends from the
   * authors' own has 600 e^(-(V + 25)^2/170) + 31/(..) + 16/(..). The root of K_o in I_K1 is the CellML model's too; it
   * is one at K_o = 5.4 mM. The charge of a stimulus is not added to K_i (0.006 mM per beat of 52 pA/pF x 1 ms):
   * nothing in tissue, a slow drift over hundreds of beats of a single paced cell.
   *
   * Time step: the upstroke is the limit. Against 0.001 ms a paced cell overshoots by 1 mV at 0.01 ms, 2 mV at 0.02 ms
   * and 6 mV at 0.05 ms; the duration of the action potential stays within 0.2 % at 0.05 ms.
   */
  class TenTusscher2006 final : public CellModel
  {
  public:
    explicit TenTusscher2006(WallLayer layer);

    std::string_view name() const override;

    std::string_view
    doi() const override
    {
      return "10.1152/ajpheart.00109.2006";
    }

    Parameters                 parameters() override;
    std::span<const StateInfo> states() const override;

    double
    resting_potential() const override
    {
      return -85.23e-3;
    }

    void initial_state(std::span<double> state) const override;
    void ionic_current(const double *potential, const double *states, double *current) const override;
    void advance(double dt, const double *potential, double *states, double *current) const override;

  private:
    ten_tusscher_2006::Constants in_units_of_the_paper() const;

    WallLayer layer_;

    double temperature_       = 310.;
    double potassium_outside_ = 5.4;
    double sodium_outside_    = 140.;
    double calcium_outside_   = 2.;
    double g_Na_              = 14.838e3;
    double g_K1_              = 5.405e3;
    double g_to_              = 0.294e3;
    double g_Kr_              = 0.153e3;
    double g_Ks_              = 0.392e3;
    double g_pK_              = 0.0146e3;
    double g_bNa_             = 0.00029e3;
    double g_bCa_             = 0.000592e3;
    double g_CaL_             = 3.98e-5;
    double g_pCa_             = 0.1238;
    double P_NaK_             = 2.724;
    double k_NaCa_            = 1000.;
    double V_maxup_           = 6.375;
    double V_rel_             = 102.;
    double V_leak_            = 0.36;
    double V_xfer_            = 3.8;
  };
} // namespace vht
