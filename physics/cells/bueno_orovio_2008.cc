#include "physics/cells/bueno_orovio_2008.h"

#include "physics/cells/fast_math.h"

#include <array>

namespace vht
{
  namespace
  {
    using Constants = BuenoOrovio2008::Constants;

    constexpr std::size_t block = CellModel::block_size;

    constexpr std::array<StateInfo, 3> state_list = {{{"gate v", "1"}, {"gate w", "1"}, {"gate s", "1"}}};

    constexpr double ms = 1e-3;

    constexpr Constants epi = {.u_o           = 0.,
                               .u_u           = 1.55,
                               .theta_v       = 0.3,
                               .theta_w       = 0.13,
                               .theta_v_minus = 0.006,
                               .theta_o       = 0.006,
                               .tau_v1_minus  = 60. * ms,
                               .tau_v2_minus  = 1150. * ms,
                               .tau_v_plus    = 1.4506 * ms,
                               .tau_w1_minus  = 60. * ms,
                               .tau_w2_minus  = 15. * ms,
                               .k_w_minus     = 65.,
                               .u_w_minus     = 0.03,
                               .tau_w_plus    = 200. * ms,
                               .tau_fi        = 0.11 * ms,
                               .tau_o1        = 400. * ms,
                               .tau_o2        = 6. * ms,
                               .tau_so1       = 30.0181 * ms,
                               .tau_so2       = 0.9957 * ms,
                               .k_so          = 2.0458,
                               .u_so          = 0.65,
                               .tau_s1        = 2.7342 * ms,
                               .tau_s2        = 16. * ms,
                               .k_s           = 2.0994,
                               .u_s           = 0.9087,
                               .tau_si        = 1.8875 * ms,
                               .tau_w_inf     = 0.07,
                               .w_inf_star    = 0.94};

    constexpr Constants endo = {.u_o           = 0.,
                                .u_u           = 1.56,
                                .theta_v       = 0.3,
                                .theta_w       = 0.13,
                                .theta_v_minus = 0.2,
                                .theta_o       = 0.006,
                                .tau_v1_minus  = 75. * ms,
                                .tau_v2_minus  = 10. * ms,
                                .tau_v_plus    = 1.4506 * ms,
                                .tau_w1_minus  = 6. * ms,
                                .tau_w2_minus  = 140. * ms,
                                .k_w_minus     = 200.,
                                .u_w_minus     = 0.016,
                                .tau_w_plus    = 280. * ms,
                                .tau_fi        = 0.1 * ms,
                                .tau_o1        = 470. * ms,
                                .tau_o2        = 6. * ms,
                                .tau_so1       = 40. * ms,
                                .tau_so2       = 1.2 * ms,
                                .k_so          = 2.,
                                .u_so          = 0.65,
                                .tau_s1        = 2.7342 * ms,
                                .tau_s2        = 2. * ms,
                                .k_s           = 2.0994,
                                .u_s           = 0.9087,
                                .tau_si        = 2.9013 * ms,
                                .tau_w_inf     = 0.0273,
                                .w_inf_star    = 0.78};

    constexpr Constants mid = {.u_o           = 0.,
                               .u_u           = 1.61,
                               .theta_v       = 0.3,
                               .theta_w       = 0.13,
                               .theta_v_minus = 0.1,
                               .theta_o       = 0.005,
                               .tau_v1_minus  = 80. * ms,
                               .tau_v2_minus  = 1.4506 * ms,
                               .tau_v_plus    = 1.4506 * ms,
                               .tau_w1_minus  = 70. * ms,
                               .tau_w2_minus  = 8. * ms,
                               .k_w_minus     = 200.,
                               .u_w_minus     = 0.016,
                               .tau_w_plus    = 280. * ms,
                               .tau_fi        = 0.078 * ms,
                               .tau_o1        = 410. * ms,
                               .tau_o2        = 7. * ms,
                               .tau_so1       = 91. * ms,
                               .tau_so2       = 0.8 * ms,
                               .k_so          = 2.1,
                               .u_so          = 0.6,
                               .tau_s1        = 2.7342 * ms,
                               .tau_s2        = 4. * ms,
                               .k_s           = 2.0994,
                               .u_s           = 0.9087,
                               .tau_si        = 3.3849 * ms,
                               .tau_w_inf     = 0.01,
                               .w_inf_star    = 0.5};

    constexpr double potential_scale = 85.7e-3, potential_rest = -84e-3;

    template <typename Number>
    struct State
    {
      Number v, w, s;
    };

    /** (1 + tanh x) / 2. */
    template <typename Number>
    [[gnu::always_inline]] inline Number
    smooth_step(const Number &x)
    {
      using fast::exp;
      return 1. / (1. + exp(-2. * x));
    }

    /** I_ion / C_m [A/F]. */
    template <typename Number>
    [[gnu::always_inline]] inline Number
    membrane_current(const Number &u, const State<Number> &y, const Constants &c)
    {
      using fast::select;

      const Number zero(0.);
      const Number tau_so       = c.tau_so1 + (c.tau_so2 - c.tau_so1) * smooth_step(c.k_so * (u - c.u_so));
      const Number leak         = (u - c.u_o) * select(u < c.theta_o, Number(1. / c.tau_o1), Number(1. / c.tau_o2));
      const Number fast_inward  = select(u < c.theta_v, zero, -y.v * (u - c.theta_v) * (c.u_u - u) * (1. / c.tau_fi));
      const Number slow_outward = select(u < c.theta_w, leak, 1. / tau_so);
      const Number slow_inward  = select(u < c.theta_w, zero, -y.w * y.s * (1. / c.tau_si));
      return potential_scale * (fast_inward + slow_outward + slow_inward);
    }

    /** Rush-Larsen: the gate relaxes to its steady value at a rate [1/s] that is frozen for the step [s]. */
    template <typename Number>
    [[gnu::always_inline]] inline void
    relax(Number &gate, const Number &steady, const Number &rate, double dt)
    {
      using fast::exp;
      gate = steady + (gate - steady) * exp(-dt * rate);
    }

    template <typename Number>
    [[gnu::always_inline]] inline void
    advance_gates(double dt, const Number &u, State<Number> &y, const Constants &c)
    {
      using fast::select;

      const Number zero(0.), one(1.);
      const auto   below = u < c.theta_v_minus;
      const Number v_up  = select(below, Number(1. / c.tau_v1_minus), Number(1. / c.tau_v2_minus));
      relax(y.v, select(u < c.theta_v, select(below, one, zero), zero),
            select(u < c.theta_v, v_up, Number(1. / c.tau_v_plus)), dt);

      const Number tau_w =
        c.tau_w1_minus + (c.tau_w2_minus - c.tau_w1_minus) * smooth_step(c.k_w_minus * (u - c.u_w_minus));
      const Number w_inf = select(u < c.theta_o, 1. - u * (1. / c.tau_w_inf), Number(c.w_inf_star));
      relax(y.w, select(u < c.theta_w, w_inf, zero), select(u < c.theta_w, 1. / tau_w, Number(1. / c.tau_w_plus)), dt);

      relax(y.s, smooth_step(c.k_s * (u - c.u_s)), select(u < c.theta_w, Number(1. / c.tau_s1), Number(1. / c.tau_s2)),
            dt);
    }

    [[gnu::always_inline]] inline State<double>
    load(const double *states, std::size_t lane)
    {
      return {states[lane], states[block + lane], states[2 * block + lane]};
    }
  } // namespace

  BuenoOrovio2008::BuenoOrovio2008(WallLayer layer)
    : layer_(layer)
    , constants_(layer == WallLayer::epi    ? epi
                 : layer == WallLayer::endo ? endo
                                            : mid)
  {
  }

  std::string_view
  BuenoOrovio2008::name() const
  {
    switch (layer_)
      {
        case WallLayer::endo:
          return "Bueno-Orovio 2008 endo";
        case WallLayer::mid:
          return "Bueno-Orovio 2008 mid";
        default:
          return "Bueno-Orovio 2008 epi";
      }
  }

  Parameters
  BuenoOrovio2008::parameters()
  {
    Constants &c = constants_;
    Parameters list;
    const auto time = [&](const char *name, double &value) {
      list.push_back({name, &value, "s", 1e-6, 10., std::string(name) + "; Bueno-Orovio et al. 2008, table 1"});
    };
    const auto number = [&](const char *name, double &value, double minimum, double maximum) {
      list.push_back({name, &value, "1", minimum, maximum, std::string(name) + "; Bueno-Orovio et al. 2008, table 1"});
    };
    number("u o", c.u_o, -1., 1.);
    number("u u", c.u_u, 0.5, 3.);
    number("theta v", c.theta_v, 0., 1.);
    number("theta w", c.theta_w, 0., 1.);
    number("theta v minus", c.theta_v_minus, 0., 1.);
    number("theta o", c.theta_o, 0., 1.);
    time("tau v1 minus", c.tau_v1_minus);
    time("tau v2 minus", c.tau_v2_minus);
    time("tau v plus", c.tau_v_plus);
    time("tau w1 minus", c.tau_w1_minus);
    time("tau w2 minus", c.tau_w2_minus);
    number("k w minus", c.k_w_minus, 0., 1000.);
    number("u w minus", c.u_w_minus, 0., 1.);
    time("tau w plus", c.tau_w_plus);
    time("tau fi", c.tau_fi);
    time("tau o1", c.tau_o1);
    time("tau o2", c.tau_o2);
    time("tau so1", c.tau_so1);
    time("tau so2", c.tau_so2);
    number("k so", c.k_so, 0., 100.);
    number("u so", c.u_so, 0., 3.);
    time("tau s1", c.tau_s1);
    time("tau s2", c.tau_s2);
    number("k s", c.k_s, 0., 100.);
    number("u s", c.u_s, 0., 3.);
    time("tau si", c.tau_si);
    number("tau w inf", c.tau_w_inf, 1e-3, 10.);
    number("w inf star", c.w_inf_star, 0., 1.);
    return list;
  }

  std::span<const StateInfo>
  BuenoOrovio2008::states() const
  {
    return state_list;
  }

  void
  BuenoOrovio2008::initial_state(std::span<double> state) const
  {
    state[0] = 1.;
    state[1] = 1.;
    state[2] = 0.;
  }

  void
  BuenoOrovio2008::ionic_current(const double *__restrict potential,
                                 const double *__restrict states,
                                 double *__restrict current) const
  {
    const Constants c = constants_;
#pragma GCC ivdep
    for (std::size_t lane = 0; lane < block; ++lane)
      {
        const double u = (potential[lane] - potential_rest) * (1. / potential_scale);
        current[lane]  = membrane_current(u, load(states, lane), c);
      }
  }

  void
  BuenoOrovio2008::advance(double dt,
                           const double *__restrict potential,
                           double *__restrict states,
                           double *__restrict current) const
  {
    const Constants c = constants_;
#pragma GCC ivdep
    for (std::size_t lane = 0; lane < block; ++lane)
      {
        const double  u     = (potential[lane] - potential_rest) * (1. / potential_scale);
        State<double> state = load(states, lane);
        current[lane]       = membrane_current(u, state, c);
        advance_gates(dt, u, state, c);
        states[lane]             = state.v;
        states[block + lane]     = state.w;
        states[2 * block + lane] = state.s;
      }
  }
} // namespace vht
