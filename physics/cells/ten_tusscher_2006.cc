#include "physics/cells/ten_tusscher_2006.h"

#include "physics/cells/ten_tusscher_2006_law.h"

#include <algorithm>
#include <array>

namespace vht
{
  namespace
  {
    using namespace ten_tusscher_2006;

    constexpr std::size_t block = CellModel::block_size;

    constexpr std::array<StateInfo, n_states> state_list = {{{"potassium", "mol/m^3"},
                                                             {"sodium", "mol/m^3"},
                                                             {"calcium", "mol/m^3"},
                                                             {"calcium in the store", "mol/m^3"},
                                                             {"calcium in the dyadic space", "mol/m^3"},
                                                             {"ryanodine receptors", "1"},
                                                             {"gate m", "1"},
                                                             {"gate h", "1"},
                                                             {"gate j", "1"},
                                                             {"gate xr1", "1"},
                                                             {"gate xr2", "1"},
                                                             {"gate xs", "1"},
                                                             {"gate r", "1"},
                                                             {"gate s", "1"},
                                                             {"gate d", "1"},
                                                             {"gate f", "1"},
                                                             {"gate f2", "1"},
                                                             {"gate fcass", "1"}}};

    // In the order of the list above; 1 mM = 1 mol/m^3.
    constexpr std::array<double, n_states> niederer_2011 = {136.89,  8.604,    0.000126, 3.64,    0.00036, 0.9073,
                                                            0.00172, 0.7444,   0.7045,   0.00621, 0.4712,  0.0095,
                                                            2.42e-8, 0.999998, 3.373e-5, 0.7888,  0.9755,  0.9953};

    [[gnu::always_inline]] inline State<double>
    load(const double *states, std::size_t lane)
    {
      State<double> state;
      for_each(
        state, [=](std::size_t k, double &value) __attribute__((always_inline)) { value = states[k * block + lane]; });
      return state;
    }

    [[gnu::always_inline]] inline void
    store(const State<double> &state, double *states, std::size_t lane)
    {
      for_each(
        state, [=](std::size_t k, const double &value)
                 __attribute__((always_inline)) { states[k * block + lane] = value; });
    }
    /**
     * Ask for a whole block from front to back. The kernels read 18 interleaved streams, which the hardware does not
     * foresee; where the states come from memory this saves a third of the time.
     */
    template <bool to_write>
    [[gnu::always_inline]] inline void
    prefetch(const double *states)
    {
      constexpr std::size_t cache_line = 64 / sizeof(double);
      for (std::size_t i = 0; i < ten_tusscher_2006::n_states * block; i += cache_line)
        __builtin_prefetch(states + i, to_write ? 1 : 0);
    }
  } // namespace

  TenTusscher2006::TenTusscher2006(WallLayer layer)
    : layer_(layer)
  {
    if (layer == WallLayer::endo)
      g_to_ = 0.073e3;
    if (layer == WallLayer::mid)
      g_Ks_ = 0.098e3;
  }

  std::string_view
  TenTusscher2006::name() const
  {
    switch (layer_)
      {
        case WallLayer::endo:
          return "ten Tusscher-Panfilov 2006 endo";
        case WallLayer::mid:
          return "ten Tusscher-Panfilov 2006 mid";
        default:
          return "ten Tusscher-Panfilov 2006 epi";
      }
  }

  Parameters
  TenTusscher2006::parameters()
  {
    const std::string table = "; ten Tusscher & Panfilov 2006";
    return {{"Temperature", &temperature_, "K", 290., 320.,
             "of the Nernst and Goldman terms; rates stay those at 310 K" + table},
            {"Potassium outside", &potassium_outside_, "mol/m^3", 0.5, 30., "K_o" + table},
            {"Sodium outside", &sodium_outside_, "mol/m^3", 10., 300., "Na_o" + table},
            {"Calcium outside", &calcium_outside_, "mol/m^3", 0.1, 10., "Ca_o" + table},
            {"Sodium conductance", &g_Na_, "S/F", 0., 1e5, "g_Na, fast sodium" + table},
            {"Inward rectifier conductance", &g_K1_, "S/F", 0., 1e5, "g_K1" + table},
            {"Transient outward conductance", &g_to_, "S/F", 0., 1e4, "g_to; 73 S/F in endo" + table},
            {"Rapid rectifier conductance", &g_Kr_, "S/F", 0., 1e4, "g_Kr" + table},
            {"Slow rectifier conductance", &g_Ks_, "S/F", 0., 1e4, "g_Ks; 98 S/F in mid" + table},
            {"Plateau potassium conductance", &g_pK_, "S/F", 0., 1e3, "g_pK" + table},
            {"Background sodium conductance", &g_bNa_, "S/F", 0., 1e2, "g_bNa" + table},
            {"Background calcium conductance", &g_bCa_, "S/F", 0., 1e2, "g_bCa" + table},
            {"Calcium permeability", &g_CaL_, "m^3/(F s)", 0., 1e-2, "g_CaL, L-type calcium" + table},
            {"Calcium pump current", &g_pCa_, "A/F", 0., 1e2, "g_pCa, sarcolemmal" + table},
            {"Sodium-potassium pump current", &P_NaK_, "A/F", 0., 1e2, "P_NaK" + table},
            {"Exchanger current", &k_NaCa_, "A/F", 0., 1e5, "k_NaCa" + table},
            {"Calcium uptake", &V_maxup_, "mol/(m^3 s)", 0., 1e3, "V_maxup, into the store" + table},
            {"Calcium release", &V_rel_, "1/s", 0., 1e4, "V_rel, from the store" + table},
            {"Calcium leak", &V_leak_, "1/s", 0., 1e2, "V_leak, from the store" + table},
            {"Calcium transfer", &V_xfer_, "1/s", 0., 1e3, "V_xfer, dyadic space to cytosol" + table}};
  }

  std::span<const StateInfo>
  TenTusscher2006::states() const
  {
    return state_list;
  }

  void
  TenTusscher2006::initial_state(std::span<double> state) const
  {
    std::copy(niederer_2011.begin(), niederer_2011.end(), state.begin());
  }

  ten_tusscher_2006::Constants
  TenTusscher2006::in_units_of_the_paper() const
  {
    constexpr double per_millivolt = 1e-3, per_millisecond = 1e-3;

    Constants c;
    c.temperature = temperature_;
    c.K_o         = potassium_outside_;
    c.Na_o        = sodium_outside_;
    c.Ca_o        = calcium_outside_;
    c.g_Na        = g_Na_ * per_millivolt;
    c.g_K1        = g_K1_ * per_millivolt;
    c.g_to        = g_to_ * per_millivolt;
    c.g_Kr        = g_Kr_ * per_millivolt;
    c.g_Ks        = g_Ks_ * per_millivolt;
    c.g_pK        = g_pK_ * per_millivolt;
    c.g_bNa       = g_bNa_ * per_millivolt;
    c.g_bCa       = g_bCa_ * per_millivolt;
    c.g_CaL       = g_CaL_; // 1 m^3/(F s) = 1 L/(F ms)
    c.g_pCa       = g_pCa_;
    c.P_NaK       = P_NaK_;
    c.k_NaCa      = k_NaCa_;
    c.V_maxup     = V_maxup_ * per_millisecond;
    c.V_rel       = V_rel_ * per_millisecond;
    c.V_leak      = V_leak_ * per_millisecond;
    c.V_xfer      = V_xfer_ * per_millisecond;
    if (layer_ == WallLayer::endo)
      {
        c.s_half = 28.;
        c.tau_s  = {1000., 67., 1000., 0., 8.};
      }
    else
      {
        c.s_half = 20.;
        c.tau_s  = {85., 45., 320., 5., 3.};
      }
    return c;
  }

  void
  TenTusscher2006::ionic_current(const double *__restrict potential,
                                 const double *__restrict states,
                                 double *__restrict current) const
  {
    prefetch<false>(states);
    const Constants c = in_units_of_the_paper();
#pragma GCC ivdep
    for (std::size_t lane = 0; lane < block; ++lane)
      current[lane] = membrane_currents(1e3 * potential[lane], load(states, lane), c).total();
  }

  void
  TenTusscher2006::advance(double dt,
                           const double *__restrict potential,
                           double *__restrict states,
                           double *__restrict current) const
  {
    prefetch<true>(states);
    const Constants c = in_units_of_the_paper();
#pragma GCC ivdep
    for (std::size_t lane = 0; lane < block; ++lane)
      {
        State<double> state = load(states, lane);
        current[lane]       = ten_tusscher_2006::advance(1e3 * dt, 1e3 * potential[lane], state, c);
        store(state, states, lane);
      }
  }
} // namespace vht
