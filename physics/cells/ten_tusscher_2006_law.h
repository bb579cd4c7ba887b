#pragma once

#include "physics/cells/fast_math.h"

#include <cmath>
#include <cstddef>

/**
 * The equations of ten Tusscher & Panfilov 2006, written once for any number type: double in the kernels, where the
 * compiler makes SIMD code of the loop around them, or a SIMD or dual number.
 *
 * Units here are the paper's: mV, ms, mM, pA/pF, nS/pF. See ten_tusscher_2006.h for the datasheet.
 */
namespace vht::ten_tusscher_2006
{
  /** What a case file may set, and what differs between the layers of the wall. */
  struct Constants
  {
    double temperature; ///< K
    double K_o, Na_o, Ca_o;
    double g_Na, g_K1, g_to, g_Kr, g_Ks, g_pK, g_bNa, g_bCa;
    double g_CaL;         ///< L/(F ms) = cm^3/(uF s)
    double g_pCa;         ///< pA/pF
    double P_NaK, k_NaCa; ///< pA/pF
    double V_maxup;       ///< mM/ms
    double V_rel, V_leak; ///< 1/ms
    double V_xfer;        ///< 1/ms
    double s_half;        ///< s_inf = 1 / (1 + e^((V + s_half) / 5))
    struct
    {
      double peak, centre, width, step, floor;
    } tau_s; ///< tau_s = peak e^(-(V + centre)^2 / width) + step / (1 + e^((V - 20) / 5)) + floor [ms]
  };

  // Volumes and capacitance are scaled alike, as in the authors' code: only C_m / (V F) and ratios of volumes count.
  inline constexpr double gas_constant = 8314.472, faraday = 96485.3415; // mJ/(mol K), C/mol
  inline constexpr double C_m = 0.185, V_c = 0.016404, V_sr = 0.001094, V_ss = 0.00005468;
  inline constexpr double p_KNa = 0.03;
  inline constexpr double K_mK = 1., K_mNa = 40.;
  inline constexpr double K_mNai = 87.5, K_mCa = 1.38, k_sat = 0.1, gamma = 0.35, alpha = 2.5;
  inline constexpr double K_pCa = 0.0005, K_up = 0.00025;
  inline constexpr double k1_prime = 0.15, k2_prime = 0.045, k3 = 0.06, k4 = 0.005;
  inline constexpr double EC = 1.5, max_sr = 2.5, min_sr = 1.;
  inline constexpr double Buf_c = 0.2, K_bufc = 0.001, Buf_sr = 10., K_bufsr = 0.3, Buf_ss = 0.4, K_bufss = 0.00025;

  template <typename Number>
  struct State
  {
    Number K_i, Na_i, Ca_i, Ca_sr, Ca_ss; ///< mM
    Number R_bar;                         ///< share of ryanodine receptors not inactivated
    Number m, h, j, xr1, xr2, xs, r, s, d, f, f2, f_cass;
  };

  inline constexpr std::size_t n_states = 18;

  /** Visit the states in the order in which they are stored. */
  template <typename State, typename Visitor>
  [[gnu::always_inline]] inline void
  for_each(State &state, const Visitor &visit)
  {
    visit(0, state.K_i);
    visit(1, state.Na_i);
    visit(2, state.Ca_i);
    visit(3, state.Ca_sr);
    visit(4, state.Ca_ss);
    visit(5, state.R_bar);
    visit(6, state.m);
    visit(7, state.h);
    visit(8, state.j);
    visit(9, state.xr1);
    visit(10, state.xr2);
    visit(11, state.xs);
    visit(12, state.r);
    visit(13, state.s);
    visit(14, state.d);
    visit(15, state.f);
    visit(16, state.f2);
    visit(17, state.f_cass);
  }

  /** Membrane currents, positive outward [pA/pF]. */
  template <typename Number>
  struct Currents
  {
    Number Na, bNa, CaL, bCa, pCa, NaCa, NaK, K1, to, Kr, Ks, pK;

    [[gnu::always_inline]] Number
    total() const
    {
      return (Na + bNa) + (CaL + bCa + pCa) + (NaCa + NaK) + (K1 + to + Kr + Ks + pK);
    }
  };

  /** 1 / (1 + e^x). */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  falling(const Number &x)
  {
    using fast::exp;
    return 1. / (1. + exp(x));
  }

  template <typename Number>
  [[gnu::always_inline]] inline Number
  square(const Number &x)
  {
    return x * x;
  }

  template <typename Number>
  [[gnu::always_inline]] inline Currents<Number>
  membrane_currents(const Number &V, const State<Number> &y, const Constants &c)
  {
    using fast::exp;
    using fast::log;

    const double RT_F = gas_constant * c.temperature / faraday;
    const Number E_K  = RT_F * (std::log(c.K_o) - log(y.K_i));
    const Number E_Na = RT_F * (std::log(c.Na_o) - log(y.Na_i));
    const Number E_Ks = RT_F * (std::log(c.K_o + p_KNa * c.Na_o) - log(y.K_i + p_KNa * y.Na_i));
    const Number E_Ca = 0.5 * RT_F * (std::log(c.Ca_o) - log(y.Ca_i));

    // e^(u) to the powers that the pumps, the exchanger and the calcium channel need, u = V F / (R T)
    const Number u         = V * (1. / RT_F);
    const Number exp_minus = exp(-u);
    const Number exp_gamma = exp(gamma * u);

    Currents<Number> I;
    I.Na  = c.g_Na * (square(y.m) * y.m) * (y.h * y.j) * (V - E_Na);
    I.bNa = c.g_bNa * (V - E_Na);

    // Goldman-Hodgkin-Katz: 0/0 at V = 15 mV, where x / (e^x - 1) -> 1
    const Number x     = (V - 15.) * (2. / RT_F);
    const Number exp_x = exp(x);
    I.CaL = c.g_CaL * (2. * faraday) * (y.d * y.f) * (y.f2 * y.f_cass) * (0.25 * y.Ca_ss * exp_x - c.Ca_o) *
            fast::x_over_expm1(x, exp_x);
    I.bCa = c.g_bCa * (V - E_Ca);
    I.pCa = c.g_pCa * y.Ca_i / (K_pCa + y.Ca_i);

    const double Na_o3              = c.Na_o * c.Na_o * c.Na_o;
    const double exchange           = c.k_NaCa / ((K_mNai * K_mNai * K_mNai + Na_o3) * (K_mCa + c.Ca_o));
    const Number exp_gamma_less_one = exp_gamma * exp_minus;
    I.NaCa                          = exchange *
             (exp_gamma * (square(y.Na_i) * y.Na_i) * c.Ca_o - exp_gamma_less_one * (alpha * Na_o3) * y.Ca_i) /
             (1. + k_sat * exp_gamma_less_one);
    I.NaK = c.P_NaK * (c.K_o / (c.K_o + K_mK)) * y.Na_i /
            ((y.Na_i + K_mNa) * (1. + 0.1245 * exp(-0.1 * u) + 0.0353 * exp_minus));

    // I_K1 has no gate but a / (a + b): a = 0.1 / (1 + e^(0.06 (v - 200))),
    // b = (3 e^(0.0002 (v + 100)) + e^(0.1 (v - 10))) / (1 + e^(-0.5 v))
    const Number v      = V - E_K;
    const Number v_50   = exp(0.02 * v); // its third and fifth power are e^(0.06 v) and e^(0.1 v)
    const Number v_50_3 = square(v_50) * v_50;
    const Number over_a = 10. * (1. + v_50_3 * std::exp(-12.));
    const Number b_up   = 3. * exp(0.0002 * (v + 100.)) + v_50_3 * square(v_50) * std::exp(-1.);
    const Number b_down = 1. + exp(-0.5 * v);
    const double K_root = std::sqrt(c.K_o / 5.4);
    I.K1                = c.g_K1 * K_root * v * b_down / (b_down + over_a * b_up);
    I.to                = c.g_to * y.r * y.s * v;
    I.Kr                = c.g_Kr * K_root * y.xr1 * y.xr2 * v;
    I.Ks                = c.g_Ks * square(y.xs) * (V - E_Ks);
    I.pK                = c.g_pK * v * falling((25. - V) * (1. / 5.98));
    return I;
  }

  /** Rush-Larsen: the gate relaxes to its steady value at a rate [1/ms] that is frozen for the step [ms]. */
  template <typename Number>
  [[gnu::always_inline]] inline void
  relax(Number &gate, const Number &steady, const Number &rate, double dt)
  {
    using fast::exp;
    gate = steady + (gate - steady) * exp(-dt * rate);
  }

  /**
   * Exponentials that several gates share. Most slopes are 5, 6, 7, 7.5, 10, 14, 15 or 20 mV, and powers of e^(V/20),
   * e^(V/14) and e^(V/15) are cheaper than exponentials of their own.
   */
  template <typename Number>
  struct Exponentials
  {
    [[gnu::always_inline]] explicit Exponentials(const Number &V)
    {
      using fast::exp;
      up_20   = exp(V * (1. / 20.));
      down_20 = exp(V * (-1. / 20.));
      up_10   = up_20 * up_20;
      down_10 = down_20 * down_20;
      up_5    = up_10 * up_10;
      up_15   = exp(V * (1. / 15.));
      up_7_5  = up_15 * up_15;
      up_14   = exp(V * (1. / 14.));
      up_7    = up_14 * up_14;
      down_6  = exp(V * (-1. / 6.));
    }

    Number up_5, down_6, up_7, up_7_5, up_10, down_10, up_14, up_15, up_20, down_20; ///< e^(V / 5), e^(-V / 6), ..
  };

  // In the gates below a rate is 1 / tau brought over one denominator: divisions cost as much as exponentials. tau is
  // given in the form of the paper. std::exp of a constant is a constant to the compiler.

  template <typename Number>
  [[gnu::always_inline]] inline void
  advance_sodium_gates(double dt, const Number &V, const Exponentials<Number> &e, State<Number> &y)
  {
    using fast::exp;
    using fast::select;

    // tau_m = 1 / (1 + e^((-60 - V)/5)) * (0.1 / (1 + e^((V + 35)/5)) + 0.1 / (1 + e^((V - 50)/200)))
    const Number m_a = e.up_5 * std::exp(60. / 5.);
    const Number m_b = 1. + e.up_5 * std::exp(35. / 5.);
    const Number m_c = 1. + exp((V - 50.) * (1. / 200.));
    relax(y.m, square(falling((-56.86 - V) * (1. / 9.03))), 10. * (m_a + 1.) * m_b * m_c / (m_a * (m_b + m_c)), dt);

    // Rates of h and j have one form from -40 mV on and another below. Lanes do not branch: what the forms have in
    // common is computed once with the numbers of the one that holds.
    const auto   high   = V >= -40.;
    const Number steady = square(falling((V + 71.55) * (1. / 7.43)));

    // h: 0.77 / (0.13 (1 + e^(-(V + 10.66)/11.1))), or 0.057 e^(-(V + 80)/6.8) + 2.7 e^(0.079 V) + 3.1e5 e^(0.3485 V)
    const Number h_exp = exp(select(high, (V + 10.66) * (-1. / 11.1), (V + 80.) * (-1. / 6.8)));
    const Number h_low = 0.057 * h_exp + 2.7 * exp(0.079 * V) + 3.1e5 * exp(0.3485 * V);
    relax(y.h, steady, select(high, (0.77 / 0.13) / (1. + h_exp), h_low), dt);

    // j: 0.6 e^(0.057 V) / (1 + e^(-0.1 (V + 32))), or
    //    (-2.5428e4 e^(0.2444 V) - 6.948e-6 e^(-0.04391 V)) (V + 37.78) / (1 + e^(0.311 (V + 79.23)))
    //    + 0.02424 e^(-0.01052 V) / (1 + e^(-0.1378 (V + 40.14)))
    const Number j_exp = exp(V * select(high, Number(0.057), Number(0.2444)));
    const Number j_a   = (-2.5428e4 * j_exp - 6.948e-6 * exp(-0.04391 * V)) * (V + 37.78);
    const Number j_b   = 0.02424 * exp(-0.01052 * V);
    const Number a     = 1. + exp(0.311 * (V + 79.23));
    const Number b     = 1. + exp(-0.1378 * (V + 40.14));
    relax(y.j, steady,
          select(high, 0.6 * j_exp, j_a * b + j_b * a) / select(high, 1. + e.down_10 * std::exp(-3.2), a * b), dt);
  }

  template <typename Number>
  [[gnu::always_inline]] inline void
  advance_potassium_gates(double                      dt,
                          const Number               &V,
                          const Exponentials<Number> &e,
                          State<Number>              &y,
                          const Constants            &c)
  {
    using fast::exp;
    using std::sqrt;

    // tau_xr1 = 450 / (1 + e^((-45 - V)/10)) * 6 / (1 + e^((V + 30)/11.5))
    relax(y.xr1, e.up_7 / (e.up_7 + std::exp(-26. / 7.)),
          (1. / 2700.) * (1. + e.down_10 * std::exp(-4.5)) * (1. + exp((V + 30.) * (1. / 11.5))), dt);

    // tau_xr2 = 3 / (1 + e^((-60 - V)/20)) * 1.12 / (1 + e^((V - 60)/20))
    relax(y.xr2, falling((V + 88.) * (1. / 24.)),
          (1. / 3.36) * (1. + e.down_20 * std::exp(-3.)) * (1. + e.up_20 * std::exp(-3.)), dt);

    // tau_xs = 1400 / (sqrt(1 + e^((5 - V)/6)) (1 + e^((V - 35)/15))) + 80
    const Number xs = sqrt(1. + e.down_6 * std::exp(5. / 6.)) * (1. + e.up_15 * std::exp(-35. / 15.));
    relax(y.xs, e.up_14 / (e.up_14 + std::exp(-5. / 14.)), xs / (1400. + 80. * xs), dt);

    // tau_r = 9.5 e^(-(V + 40)^2/1800) + 0.8
    relax(y.r, 1. / (1. + e.down_6 * std::exp(20. / 6.)), 1. / (9.5 * exp(square(V + 40.) * (-1. / 1800.)) + 0.8), dt);

    // tau_s: see Constants
    const Number s      = 1. + e.up_5 * std::exp(-20. / 5.);
    const Number s_peak = c.tau_s.peak * exp(square(V + c.tau_s.centre) * (-1. / c.tau_s.width));
    relax(y.s, 1. / (1. + e.up_5 * std::exp(c.s_half / 5.)), s / ((s_peak + c.tau_s.floor) * s + c.tau_s.step), dt);
  }

  template <typename Number>
  [[gnu::always_inline]] inline void
  advance_calcium_gates(double dt, const Number &V, const Exponentials<Number> &e, State<Number> &y)
  {
    using fast::exp;

    // tau_d = (1.4 / (1 + e^((-35 - V)/13)) + 0.25) * 1.4 / (1 + e^((V + 5)/5)) + 1 / (1 + e^((50 - V)/20))
    const Number d_a = 1. + exp((-35. - V) * (1. / 13.));
    const Number d_b = 1. + e.up_5 * std::exp(5. / 5.);
    const Number d_c = 1. + e.down_20 * std::exp(50. / 20.);
    relax(y.d, e.up_7_5 / (e.up_7_5 + std::exp(-8. / 7.5)),
          d_a * d_b * d_c / (1.4 * (1.4 + 0.25 * d_a) * d_c + d_a * d_b), dt);

    // tau_f = 1102.5 e^(-(V + 27)^2/225) + 200 / (1 + e^((13 - V)/10)) + 180 / (1 + e^((V + 30)/10)) + 20
    const Number f_a    = 1. + e.down_10 * std::exp(13. / 10.);
    const Number f_b    = 1. + e.up_10 * std::exp(30. / 10.);
    const Number f_peak = 1102.5 * exp(square(V + 27.) * (-1. / 225.));
    relax(y.f, 1. / (1. + e.up_7 * std::exp(20. / 7.)),
          f_a * f_b / ((f_peak + 20.) * f_a * f_b + 200. * f_b + 180. * f_a), dt);

    // tau_f2 = 562 e^(-(V + 27)^2/240) + 31 / (1 + e^((25 - V)/10)) + 80 / (1 + e^((V + 30)/10))
    const Number f2_a    = 1. + e.down_10 * std::exp(25. / 10.);
    const Number f2_peak = 562. * exp(square(V + 27.) * (-1. / 240.));
    relax(y.f2, 0.67 / (1. + e.up_7 * std::exp(35. / 7.)) + 0.33,
          f2_a * f_b / (f2_peak * f2_a * f_b + 31. * f_b + 80. * f2_a), dt);

    // With c = 1 + (Ca_ss / 0.05 mM)^2: f_inf = 0.6 / c + 0.4, tau = 80 / c + 2
    const Number cass = 1. + square(20. * y.Ca_ss);
    relax(y.f_cass, 0.6 / cass + 0.4, cass / (80. + 2. * cass), dt);
  }

  /** Share of the calcium in a compartment that is not bound to its buffer, as a factor of its rate of change. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  unbuffered(const Number &Ca, double buffer, double K)
  {
    return square(Ca + K) / (square(Ca + K) + buffer * K);
  }

  template <typename Number>
  [[gnu::always_inline]] inline void
  advance_concentrations(double dt, const Currents<Number> &I, State<Number> &y, const Constants &c)
  {
    const State<Number> old = y;

    // Calcium-induced release: k_casr = max - (max - min) / (1 + (EC / Ca_sr)^2), k1 = k1' / k_casr, k2 = k2' k_casr,
    // O = k1 Ca_ss^2 R / (k3 + k1 Ca_ss^2)
    const Number Ca_sr2  = square(old.Ca_sr);
    const Number k_casr  = max_sr - (max_sr - min_sr) * Ca_sr2 / (Ca_sr2 + EC * EC);
    const Number opening = k1_prime * square(old.Ca_ss);
    const Number open    = opening * old.R_bar / (k3 * k_casr + opening);
    const Number release = c.V_rel * open * (old.Ca_sr - old.Ca_ss);
    const Number leak    = c.V_leak * (old.Ca_sr - old.Ca_i);
    const Number Ca_i2   = square(old.Ca_i);
    const Number uptake  = c.V_maxup * Ca_i2 / (Ca_i2 + K_up * K_up);
    const Number leaving = c.V_xfer * (old.Ca_ss - old.Ca_i);

    // A current of 1 pA/pF fills the cytosol with this many mM/ms of a monovalent ion.
    constexpr double per_current    = C_m / (V_c * faraday);
    constexpr double per_current_ss = C_m / (V_ss * faraday);

    y.K_i  = old.K_i - dt * per_current * (I.K1 + I.to + I.Kr + I.Ks + I.pK - 2. * I.NaK);
    y.Na_i = old.Na_i - dt * per_current * (I.Na + I.bNa + 3. * (I.NaK + I.NaCa));
    y.Ca_i =
      old.Ca_i + dt * unbuffered(old.Ca_i, Buf_c, K_bufc) *
                   ((leak - uptake) * (V_sr / V_c) + leaving - 0.5 * per_current * (I.bCa + I.pCa - 2. * I.NaCa));
    y.Ca_sr = old.Ca_sr + dt * unbuffered(old.Ca_sr, Buf_sr, K_bufsr) * (uptake - release - leak);
    y.Ca_ss = old.Ca_ss + dt * unbuffered(old.Ca_ss, Buf_ss, K_bufss) *
                            (release * (V_sr / V_ss) - leaving * (V_c / V_ss) - 0.5 * per_current_ss * I.CaL);
    y.R_bar = old.R_bar + dt * (k4 * (1. - old.R_bar) - k2_prime * k_casr * old.Ca_ss * old.R_bar);
  }

  /** Currents of the old state; then the state moves on by @p dt [ms]. */
  template <typename Number>
  [[gnu::always_inline]] inline Number
  advance(double dt, const Number &V, State<Number> &y, const Constants &c)
  {
    const Currents<Number>     I = membrane_currents(V, y, c);
    const Exponentials<Number> e(V);
    advance_sodium_gates(dt, V, e, y);
    advance_potassium_gates(dt, V, e, y, c);
    advance_calcium_gates(dt, V, e, y); // before the concentrations: f_cass follows the old Ca_ss
    advance_concentrations(dt, I, y, c);
    return I.total();
  }
} // namespace vht::ten_tusscher_2006
