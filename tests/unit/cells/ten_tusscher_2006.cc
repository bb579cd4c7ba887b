#include "physics/cells/ten_tusscher_2006.h"

#include "physics/cells/single_cell.h"
#include "physics/cells/ten_tusscher_2006_law.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>

using namespace vht;

namespace
{
  constexpr std::size_t block = CellModel::block_size;

  enum : std::size_t
  {
    K_i,
    Na_i,
    Ca_i,
    Ca_sr,
    Ca_ss,
    R_bar,
    m,
    h,
    j,
    xr1,
    xr2,
    xs,
    r,
    s,
    d,
    f,
    f2,
    f_cass,
    n_states
  };

  using StateArray = std::array<double, n_states>;

  /** Rates of change as the paper prints them, with the library's functions: [mM/ms], gates as {steady, tau}. */
  struct Printed
  {
    double                                current = 0.;
    std::array<double, 6>                 rate    = {};
    std::array<std::array<double, 2>, 18> gate    = {};
  };

  Printed
  as_printed(double V, const StateArray &y, WallLayer layer)
  {
    using std::exp, std::log, std::pow, std::sqrt;
    const double F = 96485.3415, RTF = 8314.472 * 310. / F, K_o = 5.4, Na_o = 140., Ca_o = 2.;
    const double g_to = layer == WallLayer::endo ? 0.073 : 0.294, g_Ks = layer == WallLayer::mid ? 0.098 : 0.392;

    const double E_K = RTF * log(K_o / y[K_i]), E_Na = RTF * log(Na_o / y[Na_i]);
    const double E_Ks = RTF * log((K_o + 0.03 * Na_o) / (y[K_i] + 0.03 * y[Na_i])),
                 E_Ca = RTF / 2. * log(Ca_o / y[Ca_i]);

    const double a_K1 = 0.1 / (1. + exp(0.06 * (V - E_K - 200.)));
    const double b_K1 =
      (3. * exp(0.0002 * (V - E_K + 100.)) + exp(0.1 * (V - E_K - 10.))) / (1. + exp(-0.5 * (V - E_K)));
    const double I_K1  = 5.405 * a_K1 / (a_K1 + b_K1) * (V - E_K);
    const double I_Na  = 14.838 * pow(y[m], 3) * y[h] * y[j] * (V - E_Na);
    const double I_bNa = 0.00029 * (V - E_Na);
    const double e     = exp(2. * (V - 15.) / RTF);
    const double I_CaL =
      3.98e-5 * y[d] * y[f] * y[f2] * y[f_cass] * 4. * (V - 15.) * F / RTF * (0.25 * y[Ca_ss] * e - Ca_o) / (e - 1.);
    const double I_bCa = 0.000592 * (V - E_Ca);
    const double I_pCa = 0.1238 * y[Ca_i] / (0.0005 + y[Ca_i]);
    const double I_to  = g_to * y[r] * y[s] * (V - E_K);
    const double I_Kr  = 0.153 * y[xr1] * y[xr2] * (V - E_K);
    const double I_Ks  = g_Ks * y[xs] * y[xs] * (V - E_Ks);
    const double I_pK  = 0.0146 * (V - E_K) / (1. + exp((25. - V) / 5.98));
    const double I_NaK = 2.724 * K_o / (K_o + 1.) * y[Na_i] / (y[Na_i] + 40.) /
                         (1. + 0.1245 * exp(-0.1 * V / RTF) + 0.0353 * exp(-V / RTF));
    const double I_NaCa =
      1000. * (exp(0.35 * V / RTF) * pow(y[Na_i], 3) * Ca_o - exp(-0.65 * V / RTF) * pow(Na_o, 3) * y[Ca_i] * 2.5) /
      ((pow(87.5, 3) + pow(Na_o, 3)) * (1.38 + Ca_o) * (1. + 0.1 * exp(-0.65 * V / RTF)));

    Printed p;
    p.current = I_K1 + I_to + I_Kr + I_Ks + I_CaL + I_NaK + I_Na + I_bNa + I_NaCa + I_bCa + I_pK + I_pCa;

    const double k_casr = 2.5 - 1.5 / (1. + pow(1.5 / y[Ca_sr], 2)), k1 = 0.15 / k_casr, k2 = 0.045 * k_casr;
    const double open  = k1 * pow(y[Ca_ss], 2) * y[R_bar] / (0.06 + k1 * pow(y[Ca_ss], 2));
    const double I_rel = 0.102 * open * (y[Ca_sr] - y[Ca_ss]), I_leak = 0.00036 * (y[Ca_sr] - y[Ca_i]);
    const double I_up = 0.006375 / (1. + pow(0.00025 / y[Ca_i], 2)), I_xfer = 0.0038 * (y[Ca_ss] - y[Ca_i]);
    const double V_c = 0.016404, V_sr = 0.001094, V_ss = 0.00005468, C = 0.185;
    const auto   free    = [](double Ca, double buffer, double K) { return 1. / (1. + buffer * K / pow(Ca + K, 2)); };
    const auto   moles   = [=](double volume) { return C / (volume * F); }; // mM/ms of a monovalent ion per pA/pF
    const double into_ss = I_rel * V_sr / V_ss - I_xfer * V_c / V_ss;

    p.rate = {-(I_K1 + I_to + I_Kr + I_Ks + I_pK - 2. * I_NaK) * moles(V_c),
              -(I_Na + I_bNa + 3. * I_NaK + 3. * I_NaCa) * moles(V_c),
              free(y[Ca_i], 0.2, 0.001) *
                ((I_leak - I_up) * V_sr / V_c + I_xfer - (I_bCa + I_pCa - 2. * I_NaCa) / 2. * moles(V_c)),
              free(y[Ca_sr], 10., 0.3) * (I_up - I_rel - I_leak),
              free(y[Ca_ss], 0.4, 0.00025) * (into_ss - I_CaL / 2. * moles(V_ss)),
              0.005 * (1. - y[R_bar]) - k2 * y[Ca_ss] * y[R_bar]};

    const auto up   = [V](double half, double slope) { return 1. / (1. + exp((half - V) / slope)); };
    const auto down = [V](double half, double slope) { return 1. / (1. + exp((V - half) / slope)); };
    const auto bell = [V](double peak, double centre, double width) { return peak * exp(-pow(V - centre, 2) / width); };
    const double a_h = V < -40. ? 0.057 * exp(-(V + 80.) / 6.8) : 0.;
    const double b_h =
      V < -40. ? 2.7 * exp(0.079 * V) + 3.1e5 * exp(0.3485 * V) : 0.77 / (0.13 * (1. + exp((V + 10.66) / -11.1)));
    const double a_j    = V < -40. ? (-2.5428e4 * exp(0.2444 * V) - 6.948e-6 * exp(-0.04391 * V)) * (V + 37.78) /
                                    (1. + exp(0.311 * (V + 79.23)))
                                   : 0.;
    const double b_j    = V < -40. ? 0.02424 * exp(-0.01052 * V) / (1. + exp(-0.1378 * (V + 40.14)))
                                   : 0.6 * exp(0.057 * V) / (1. + exp(-0.1 * (V + 32.)));
    const double h_inf  = pow(down(-71.55, 7.43), 2);
    const double c_cass = 1. / (1. + pow(y[Ca_ss] / 0.05, 2));
    p.gate[m]           = {pow(up(-56.86, 9.03), 2), up(-60., 5.) * (0.1 * down(-35., 5.) + 0.1 * down(50., 200.))};
    p.gate[h]           = {h_inf, 1. / (a_h + b_h)};
    p.gate[j]           = {h_inf, 1. / (a_j + b_j)};
    p.gate[xr1]         = {up(-26., 7.), 450. * up(-45., 10.) * 6. * down(-30., 11.5)};
    p.gate[xr2]         = {down(-88., 24.), 3. * up(-60., 20.) * 1.12 * down(60., 20.)};
    p.gate[xs]          = {up(-5., 14.), 1400. / sqrt(1. + exp((5. - V) / 6.)) * down(35., 15.) + 80.};
    p.gate[r]           = {up(20., 6.), bell(9.5, -40., 1800.) + 0.8};
    p.gate[s]           = {down(-20., 5.), bell(85., -45., 320.) + 5. * down(20., 5.) + 3.};
    if (layer == WallLayer::endo)
      p.gate[s] = {down(-28., 5.), bell(1000., -67., 1000.) + 8.};
    p.gate[d]  = {up(-8., 7.5), (1.4 * up(-35., 13.) + 0.25) * 1.4 * down(-5., 5.) + up(50., 20.)};
    p.gate[f]  = {down(-20., 7.), bell(1102.5, -27., 225.) + 200. * up(13., 10.) + 180. * down(-30., 10.) + 20.};
    p.gate[f2] = {0.67 * down(-35., 7.) + 0.33, bell(562., -27., 240.) + 31. * up(25., 10.) + 80. * down(-30., 10.)};
    p.gate[f_cass] = {0.6 * c_cass + 0.4, 80. * c_cass + 2.};
    return p;
  }

  StateArray
  initial_state(const CellModel &model)
  {
    StateArray y;
    model.initial_state(y);
    return y;
  }

  /** One step of one node: the current [A/F], and its states moved on. */
  double
  advance(const CellModel &model, double dt, double potential, StateArray &y)
  {
    std::vector<double> V(block, potential), states(n_states * block), current(block);
    for (std::size_t i = 0; i < states.size(); ++i)
      states[i] = y[i / block];
    model.advance(dt, V.data(), states.data(), current.data());
    for (std::size_t k = 0; k < n_states; ++k)
      y[k] = states[k * block];
    return current[0];
  }

  /** A number and its derivative: the law must take any number type. */
  struct Dual
  {
    double value = 0., slope = 0.;

    Dual() = default;
    Dual(double constant)
      : value(constant)
    {
    }
    Dual(double a, double b)
      : value(a)
      , slope(b)
    {
    }

    Dual
    operator-() const
    {
      return {-value, -slope};
    }
    friend Dual
    operator+(const Dual &a, const Dual &b)
    {
      return {a.value + b.value, a.slope + b.slope};
    }
    friend Dual
    operator-(const Dual &a, const Dual &b)
    {
      return {a.value - b.value, a.slope - b.slope};
    }
    friend Dual
    operator*(const Dual &a, const Dual &b)
    {
      return {a.value * b.value, a.slope * b.value + a.value * b.slope};
    }
    friend Dual
    operator/(const Dual &a, const Dual &b)
    {
      return {a.value / b.value, (a.slope - a.value / b.value * b.slope) / b.value};
    }
    friend bool
    operator<(const Dual &a, double b)
    {
      return a.value < b;
    }
    friend bool
    operator>=(const Dual &a, double b)
    {
      return a.value >= b;
    }
    friend Dual
    exp(const Dual &x)
    {
      return {std::exp(x.value), std::exp(x.value) * x.slope};
    }
    friend Dual
    log(const Dual &x)
    {
      return {std::log(x.value), x.slope / x.value};
    }
    friend Dual
    sqrt(const Dual &x)
    {
      return {std::sqrt(x.value), x.slope / (2. * std::sqrt(x.value))};
    }
    friend Dual
    select(bool condition, const Dual &a, const Dual &b)
    {
      return condition ? a : b;
    }
  };

  class Layers : public testing::TestWithParam<WallLayer>
  {
  protected:
    const TenTusscher2006 model{GetParam()};
  };

  /** The beats of a cell at 1 Hz, each 52 pA/pF for 1 ms. */
  std::vector<Biomarkers>
  beats(WallLayer layer, unsigned n, double time_step = 2e-5)
  {
    Pacing pacing;
    pacing.time_step = time_step;
    pacing.beats     = n;
    return pace_cell(TenTusscher2006(layer), pacing);
  }
} // namespace

INSTANTIATE_TEST_SUITE_P(TenTusscher2006, Layers, testing::ValuesIn(wall_layers));

// The law is rearranged for speed; here it meets the equations as they are printed, at strewn states and potentials.
TEST_P(Layers, follow_the_printed_equations)
{
  std::mt19937_64                        random(3);
  std::uniform_real_distribution<double> spread(0.5, 2.), open(0., 1.), potential(-110., 60.);
  const double                           dt = 0.02;

  for (int sample = 0; sample < 2000; ++sample)
    {
      StateArray y = initial_state(model);
      for (std::size_t k = 0; k < n_states; ++k)
        y[k] = k < R_bar ? y[k] * spread(random) : open(random);
      if (sample % 2 == 0)
        y[Ca_ss] *= 1000.; // as during release
      const double     V       = potential(random);
      const StateArray old     = y;
      const Printed    printed = as_printed(V, old, GetParam());
      const double     current = advance(model, 1e-3 * dt, 1e-3 * V, y);

      EXPECT_NEAR(current, printed.current, 1e-9 * (1. + std::abs(printed.current))) << V;
      for (std::size_t k = K_i; k <= R_bar; ++k)
        EXPECT_NEAR(y[k] - old[k], dt * printed.rate[k], 1e-11 * dt * std::abs(printed.rate[k]) + 4e-16 * old[k])
          << model.states()[k].name << " at " << V;
      for (std::size_t k = m; k < n_states; ++k)
        {
          const auto [steady, tau] = printed.gate[k];
          EXPECT_NEAR(y[k], steady + (old[k] - steady) * std::exp(-dt / tau), 1e-13)
            << model.states()[k].name << " at " << V;
        }
    }
}

// All 12 currents are carried by K+, Na+ and Ca2+: what crosses the membrane must appear inside, free or bound.
TEST_P(Layers, conserve_charge)
{
  using namespace ten_tusscher_2006;
  const double dt = 1e-8; // s; forward Euler in the free concentrations, so small
  for (const double V : {-85., -40., 0., 15., 30.})
    {
      StateArray y             = initial_state(model);
      y[m]                     = 0.7;
      y[d]                     = 0.5;
      y[Ca_ss]                 = 0.3;
      y[r]                     = 0.4;
      const StateArray old     = y;
      const double     current = ::advance(model, dt, 1e-3 * V, y);

      const auto   change = [&](std::size_t k) { return y[k] - old[k]; };
      const double gained =
        V_c * (change(K_i) + change(Na_i) + 2. * change(Ca_i) / unbuffered(old[Ca_i], Buf_c, K_bufc)) +
        V_sr * 2. * change(Ca_sr) / unbuffered(old[Ca_sr], Buf_sr, K_bufsr) +
        V_ss * 2. * change(Ca_ss) / unbuffered(old[Ca_ss], Buf_ss, K_bufss);
      const double crossed = -1e3 * dt * current * C_m / faraday;
      // potassium is stored with an error of 1e-14 mM, which limits what a short step can show
      EXPECT_NEAR(gained, crossed, 1e-6 * std::abs(crossed) + V_c * 4e-14) << V;
    }
}

TEST_P(Layers, have_a_smooth_calcium_current_at_15_mV)
{
  const auto current = [&](double V) {
    StateArray y = initial_state(model);
    y[d] = y[f] = y[f2] = y[f_cass] = 1.;
    return advance(model, 1e-9, V, y);
  };
  const double centre = current(15e-3), slope = (current(16e-3) - current(14e-3)) / 2e-3;
  for (const double distance : {1e-12, 1e-9, 1e-7, 1e-5, 1.3e-5})
    for (const double sign : {-1., 1.})
      EXPECT_NEAR(current(15e-3 + sign * distance) - centre, sign * distance * slope,
                  1e-9 + 1e-2 * distance * std::abs(slope));
}

TEST_P(Layers, converge_to_first_order_in_the_time_step)
{
  std::vector<std::vector<double>> traces; // potential at every whole millisecond behind the upstroke
  for (const double dt : {2e-5, 1e-5, 5e-6, 2.5e-6})
    {
      Pacing pacing;
      pacing.start        = 0.;
      pacing.cycle_length = 60e-3;
      pacing.beats        = 1;
      pacing.time_step    = dt;
      std::size_t step    = 0;
      const auto  every   = static_cast<std::size_t>(std::llround(1e-3 / dt));
      traces.emplace_back();
      pace_cell(model, pacing, [&](double time, double V, std::span<const double>) {
        if (step++ % every == 0 && time > 3.5e-3)
          traces.back().push_back(V);
      });
    }
  const auto distance = [](const std::vector<double> &a, const std::vector<double> &b) {
    double largest = 0.;
    for (std::size_t i = 0; i < a.size(); ++i)
      largest = std::max(largest, std::abs(a[i] - b[i]));
    return largest;
  };
  for (std::size_t i = 0; i + 2 < traces.size(); ++i)
    {
      const double order = std::log2(distance(traces[i], traces[i + 1]) / distance(traces[i + 1], traces[i + 2]));
      EXPECT_NEAR(order, 1., 0.12);
    }
}

// The derivative of a step with respect to the potential, carried through the law, against central differences: they
// come closer at second order. The potentials lie where h and j change their form, at 15 mV, and elsewhere.
TEST(TenTusscher2006, takes_numbers_that_carry_derivatives)
{
  using namespace ten_tusscher_2006;
  const TenTusscher2006 model(WallLayer::epi);
  const double          dt = 0.02;

  const auto step = [&]<typename Number>(const Number &V) {
    Constants                        c = {.temperature = 310.,
                                          .K_o         = 5.4,
                                          .Na_o        = 140.,
                                          .Ca_o        = 2.,
                                          .g_Na        = 14.838,
                                          .g_K1        = 5.405,
                                          .g_to        = 0.294,
                                          .g_Kr        = 0.153,
                                          .g_Ks        = 0.392,
                                          .g_pK        = 0.0146,
                                          .g_bNa       = 0.00029,
                                          .g_bCa       = 0.000592,
                                          .g_CaL       = 3.98e-5,
                                          .g_pCa       = 0.1238,
                                          .P_NaK       = 2.724,
                                          .k_NaCa      = 1000.,
                                          .V_maxup     = 0.006375,
                                          .V_rel       = 0.102,
                                          .V_leak      = 0.00036,
                                          .V_xfer      = 0.0038,
                                          .s_half      = 20.,
                                          .tau_s       = {85., 45., 320., 5., 3.}};
    ten_tusscher_2006::State<Number> state;
    const StateArray                 initial = initial_state(model);
    for_each(state, [&](std::size_t k, Number &value) { value = initial[k]; });
    state.m = 0.6;
    state.d = 0.5;

    std::vector<Number> result = {ten_tusscher_2006::advance(dt, V, state, c)};
    for_each(state, [&](std::size_t, const Number &value) { result.push_back(value); });
    return result;
  };
  for (const double V : {-85., -60., -41., -39., 0., 15., 30.})
    {
      const std::vector<Dual> exact = step(Dual(V, 1.));
      const auto              error = [&](std::size_t k, double h) {
        return std::abs((step(V + h)[k] - step(V - h)[k]) / (2. * h) - exact[k].slope);
      };
      for (std::size_t k = 0; k < exact.size(); ++k)
        {
          const double noise = 1e-11 * (1. + std::abs(exact[k].value) + std::abs(exact[k].slope));
          EXPECT_LT(error(k, 0.1), error(k, 0.2) / 3.5 + noise) << k << " at " << V;
          EXPECT_LT(error(k, 0.05), error(k, 0.1) / 3.5 + noise) << k << " at " << V;
        }
    }
}

// Reference: the CellML model of the N-version benchmark (its .ode in finsberg/fenicsx-beat, commit 0c45542),
// integrated independently with RK4 at 0.001 ms; same initial state and stimulus. Beat 1: APD90 291.48 ms, beat 10:
// 306.11 ms.
TEST(TenTusscher2006, has_the_published_action_potential)
{
  const std::vector<Biomarkers> measured = beats(WallLayer::epi, 10, 1e-5);

  EXPECT_NEAR(measured[0].resting_potential, -85.230e-3, 0.3e-3);
  EXPECT_NEAR(measured[0].upstroke, 370.95, 0.05 * 370.95);
  EXPECT_NEAR(measured[0].peak_potential, 37.384e-3, 1.5e-3);
  EXPECT_NEAR(measured[0].apd90, 291.48e-3, 0.01 * 291.48e-3);
  EXPECT_NEAR(measured[0].apd50, 262.88e-3, 0.01 * 262.88e-3);

  EXPECT_NEAR(measured[9].resting_potential, -85.502e-3, 0.3e-3);
  EXPECT_NEAR(measured[9].upstroke, 386.28, 0.05 * 386.28);
  EXPECT_NEAR(measured[9].peak_potential, 38.683e-3, 1.5e-3);
  EXPECT_NEAR(measured[9].apd90, 306.11e-3, 0.01 * 306.11e-3);
  EXPECT_NEAR(measured[9].apd50, 277.90e-3, 0.01 * 277.90e-3);
}

// As in ten Tusscher et al. 2004, doi:10.1152/ajpheart.00794.2003: M cells last longest, epi and endo are alike.
TEST(TenTusscher2006, lasts_longest_in_the_mid_wall)
{
  const double epi = beats(WallLayer::epi, 5).back().apd90, endo = beats(WallLayer::endo, 5).back().apd90,
               mid = beats(WallLayer::mid, 5).back().apd90;
  EXPECT_GT(mid, 1.2 * epi);
  EXPECT_GT(mid, 1.2 * endo);
  EXPECT_NEAR(endo, epi, 0.05 * epi);
}

TEST(TenTusscher2006, repolarises_later_without_the_rapid_rectifier)
{
  TenTusscher2006 blocked(WallLayer::epi);
  for (const Parameter &parameter : blocked.parameters())
    if (parameter.name == "Rapid rectifier conductance")
      *parameter.value = 0.;
  Pacing pacing;
  pacing.beats = 1;
  EXPECT_GT(pace_cell(blocked, pacing)[0].apd90, 1.1 * beats(WallLayer::epi, 1)[0].apd90);
}
