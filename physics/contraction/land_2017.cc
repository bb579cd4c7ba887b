#include "physics/contraction/land_2017.h"

#include "physics/error.h"
#include "physics/pack.h"
#include "physics/quantity_text.h"

#include <limits>

namespace vht
{
  namespace
  {
    using Constants = Land2017::Constants;

    constexpr std::array<StateInfo, 6> state_list = {{{"troponin with calcium", "1"},
                                                      {"blocked", "1"},
                                                      {"weakly bound", "1"},
                                                      {"strongly bound", "1"},
                                                      {"distortion of the weakly bound", "1"},
                                                      {"distortion of the strongly bound", "1"}}};

    struct State
    {
      Pack CaTRPN, B, W, S, zeta_w, zeta_s;
    };

    /** Rates that follow from the constants. */
    struct Rates
    {
      explicit Rates(const Constants &c)
        : k_b(c.k_u * std::pow(c.TRPN_50, c.n_Tm) / ((1. - c.r_s) * (1. - c.r_w)))
        , k_wu(c.k_uw * (1. / c.r_w - 1.) - c.k_ws)
        , k_su(c.k_ws * c.r_w * (1. / c.r_s - 1.))
        , A(c.A_eff * c.r_s / ((1. - c.r_s) * c.r_w + c.r_s))
        , c_w(c.phi * c.k_uw * (1. - c.r_w) / c.r_w)
        , c_s(c.phi * c.k_ws * (1. - c.r_s) * c.r_w / c.r_s)
      {
      }

      double k_b, k_wu, k_su, A, c_w, c_s;
    };

    [[gnu::always_inline]] inline Pack
    smaller(const Pack &a, const Pack &b)
    {
      return select(a < b, a, b);
    }

    /** What relaxes to a steady value, when of the distance to it the share @p left remains. */
    [[gnu::always_inline]] inline Pack
    relaxed(const Pack &value, const Pack &steady, const Pack &left)
    {
      return steady + (value - steady) * left;
    }

    /** One step of B, W and S with the troponin and the distortions of its middle. */
    [[gnu::always_inline]] inline void
    advance_cross_bridges(double dt, const State &middle, State &y, const Constants &c, const Rates &rates)
    {
      // no calcium at all would be an infinite power, which the limit of 100 cuts anyway
      const Pack power      = pow(select(middle.CaTRPN < 1e-12, 1e-12, middle.CaTRPN), 0.5 * c.n_Tm);
      const Pack block      = rates.k_b * smaller(1. / power, 100.);
      const Pack unblock    = c.k_u * power;
      const Pack gamma_w    = c.gamma_w * select(middle.zeta_w < 0., -middle.zeta_w, middle.zeta_w);
      const Pack zeta       = middle.zeta_s;
      const Pack gamma_s    = c.gamma_s * select(zeta > 0., zeta, select(zeta < -1., -1. - zeta, 0.));
      const Pack weak_off   = rates.k_wu + c.k_ws + gamma_w;
      const Pack strong_off = rates.k_su + gamma_s;

      // y' = M y + g for y = (B, W, S), all times dt
      const double uw = dt * c.k_uw, ws = dt * c.k_ws;
      const Pack   b = dt * block, m00 = -(b + dt * unblock), m11 = -(uw + dt * weak_off), m22 = -dt * strong_off;

      // N = 1 - M + M^2 / 2 and r = y + g - M g / 2
      const Pack n00 = 1. - m00 + 0.5 * (m00 * m00 + b * uw);
      const Pack n01 = b + 0.5 * (-b * m00 - b * m11 - b * ws);
      const Pack n02 = b + 0.5 * (-b * m00 + b * uw - b * m22);
      const Pack n10 = uw + 0.5 * (-uw * m00 - uw * m11);
      const Pack n11 = 1. - m11 + 0.5 * (b * uw + m11 * m11 - uw * ws);
      const Pack n12 = uw + 0.5 * (b * uw - uw * m11 - uw * m22);
      const Pack n20 = 0.5 * (-ws * uw);
      const Pack n21 = -ws + 0.5 * (ws * m11 + ws * m22);
      const Pack n22 = 1. - m22 + 0.5 * (-ws * uw + m22 * m22);
      const Pack r0  = y.B + b - 0.5 * (m00 * b - b * uw);
      const Pack r1  = y.W + uw - 0.5 * (-uw * b + m11 * uw);
      const Pack r2  = y.S - 0.5 * (ws * uw);

      // Cramer's rule; N = ((1 - M)^2 + 1) / 2 is singular for no M that decays
      const Pack c00 = n11 * n22 - n12 * n21, c01 = n12 * n20 - n10 * n22, c02 = n10 * n21 - n11 * n20;
      const Pack scale = 1. / (n00 * c00 + n01 * c01 + n02 * c02);
      y.B              = scale * (c00 * r0 + (n02 * n21 - n01 * n22) * r1 + (n01 * n12 - n02 * n11) * r2);
      y.W              = scale * (c01 * r0 + (n00 * n22 - n02 * n20) * r1 + (n02 * n10 - n00 * n12) * r2);
      y.S              = scale * (c02 * r0 + (n01 * n20 - n00 * n21) * r1 + (n00 * n11 - n01 * n10) * r2);
    }

    [[gnu::always_inline]] inline void
    advance_state(double           dt,
                  const Pack      &calcium,
                  const Pack      &stretch,
                  const Pack      &stretch_rate,
                  State           &y,
                  const Constants &c,
                  const Rates     &rates)
    {
      const Pack Ca_T50 = c.Ca_50 + c.beta_1 * (smaller(stretch, 1.2) - 1.);
      // the tiny number keeps a calcium of zero from the logarithm
      const Pack binding = pow(calcium / Ca_T50 + std::numeric_limits<double>::min(), c.n_TRPN);
      const Pack left    = exp(-0.5 * dt * c.k_TRPN * (1. + binding)); // after half a step

      State      middle = y;
      const Pack bound = binding / (1. + binding), drag = rates.A * stretch_rate;
      const Pack left_w = std::exp(-0.5 * dt * rates.c_w), left_s = std::exp(-0.5 * dt * rates.c_s);
      for (State *state : {&middle, &y}) // two halves of a step
        {
          state->CaTRPN = relaxed(middle.CaTRPN, bound, left);
          state->zeta_w = relaxed(middle.zeta_w, drag / rates.c_w, left_w);
          state->zeta_s = relaxed(middle.zeta_s, drag / rates.c_s, left_s);
        }
      advance_cross_bridges(dt, middle, y, c, rates);
    }
  } // namespace

  Land2017::Land2017(Variant variant)
    : variant_(variant)
  {
    if (variant_ == Variant::tor_ord)
      {
        constants_.k_u  = 40.;
        constants_.n_Tm = 2.4;
      }
  }

  Parameters
  Land2017::parameters()
  {
    Constants  &c = constants_;
    Parameters  list;
    const char *tuned = variant_ == Variant::original ? "; Land 2017" : "; Margara 2021";

    const auto add = [&](const char *name, double &value, const char *unit, double minimum, double maximum,
                         const std::string &source) -> Parameter & {
      return list.emplace_back(Parameter{name, &value, unit, minimum, maximum, source});
    };
    const auto published = [](Parameter &parameter, double minimum, double maximum) {
      parameter.published = {minimum, maximum};
      parameter.source +=
        ". Published: " + quantity_text(minimum, parameter.unit) + " to " + quantity_text(maximum, parameter.unit);
    };
    published(add("Ca 50", c.Ca_50, "mol/m^3", 1e-6, 1., "calcium that binds to half of the troponin; Land 2017"),
              0.805e-3, 0.86e-3);
    add("n TRPN", c.n_TRPN, "1", 0.5, 10., "cooperativity of troponin; Land 2017");
    add("k TRPN", c.k_TRPN, "1/s", 1., 1e5, "rate of troponin; Land 2017");
    add("TRPN 50", c.TRPN_50, "1", 0.01, 0.99, "bound troponin that frees half of the actin; Land 2017");
    published(add("k u", c.k_u, "1/s", 1., 1e5, std::string("rate at which actin is freed") + tuned), 40., 1000.);
    published(add("n Tm", c.n_Tm, "1", 0.5, 10., std::string("cooperativity of tropomyosin") + tuned), 2.4, 5.);
    add("k uw", c.k_uw, "1/s", 0.1, 1e4, "unbound to weak; Land 2017");
    add("k ws", c.k_ws, "1/s", 0.01, 1e4, "weak to strong; Land 2017");
    add("r w", c.r_w, "1", 0.01, 0.99, "share of weak among unbound and weak, steady; Land 2017");
    add("r s", c.r_s, "1", 0.01, 0.99, "share of strong among all that are free, steady; Land 2017");
    add("A eff", c.A_eff, "1", 0., 1e3, "distortion by stretch; Land 2017");
    add("phi", c.phi, "1", 0.01, 100., "decay of the distortion; Land 2017");
    add("gamma w", c.gamma_w, "1/s", 0., 1e5, "weak bonds torn by distortion; Land 2017");
    add("gamma s", c.gamma_s, "1/s", 0., 1e5, "strong bonds torn by distortion; Land 2017");
    published(add("beta 0", c.beta_0, "1", 0., 100., "tension by length; Land 2017"), 0.7, 2.3);
    published(add("beta 1", c.beta_1, "mol/m^3", -1., 0., "sensitivity to calcium by length; Land 2017"), -2.4e-3,
              -1.2e-3);
    published(add("T ref", c.T_ref, "Pa", 0., 1e9, "largest tension at rest length; Land 2017"), 120e3, 440e3);
    return list;
  }

  std::span<const StateInfo>
  Land2017::states() const
  {
    return state_list;
  }

  void
  Land2017::initial_state(std::span<double> state) const
  {
    for (double &value : state)
      value = 0.;
    state[1] = 1.;
  }

  void
  Land2017::check() const
  {
    const Constants &c    = constants_;
    const double     k_wu = Rates(c).k_wu;
    if (k_wu < 0.)
      throw InputError(std::string(name()) + ": with k uw = " + quantity_text(c.k_uw, "1/s") +
                       ", k ws = " + quantity_text(c.k_ws, "1/s") + " and r w = " + quantity_text(c.r_w, "1") +
                       " the rate from weak to unbound, k uw (1 / r w - 1) - k ws, is " + quantity_text(k_wu, "1/s") +
                       ". It must not be negative: lower r w or k ws.");
    if (!(c.Ca_50 + 0.2 * c.beta_1 > 0.))
      throw InputError(std::string(name()) +
                       ": at the stretch of 1.2 the muscle would be infinitely sensitive to calcium, " +
                       "because Ca 50 + 0.2 beta 1 = " + quantity_text(c.Ca_50 + 0.2 * c.beta_1, "mol/m^3") +
                       ". It must be positive: raise beta 1 or Ca 50.");
  }

  void
  Land2017::advance(double /*time*/,
                    double       dt,
                    const Block &drive,
                    const Block &stretch,
                    const Block &stretch_rate,
                    double      *states,
                    Block       &tension,
                    Block       &stiffness) const
  {
    const Constants &c = constants_;
    const Rates      rates(c);
    const Pack       lambda = Pack::load(stretch.data());

    State y;
    for (std::size_t k = 0; Pack * each : {&y.CaTRPN, &y.B, &y.W, &y.S, &y.zeta_w, &y.zeta_s})
      *each = Pack::load(states + block_size * k++);
    advance_state(dt, Pack::load(drive.data()), lambda, Pack::load(stretch_rate.data()), y, c, rates);
    for (std::size_t k = 0; const Pack *each : {&y.CaTRPN, &y.B, &y.W, &y.S, &y.zeta_w, &y.zeta_s})
      each->store(states + block_size * k++);

    const Pack l      = smaller(lambda, 1.2);
    const Pack length = 1. + c.beta_0 * (l + smaller(l, 0.87) - 1.87);
    const Pack scale  = c.T_ref / c.r_s * select(length < 0., 0., length);
    (scale * ((1. + y.zeta_s) * y.S + y.zeta_w * y.W)).store(tension.data());
    (scale * rates.A * (y.S + y.W)).store(stiffness.data());
  }
} // namespace vht
