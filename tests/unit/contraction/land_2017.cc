#include "physics/contraction/land_2017.h"

#include "physics/error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace vht;

namespace
{
  using Block = Contraction::Block;

  Block
  filled(double value)
  {
    Block all;
    all.fill(value);
    return all;
  }

  struct Variant
  {
    Land2017::Variant variant;
    double            k_u, n_Tm;
  };

  constexpr std::array<Variant, 2> variants = {
    {{Land2017::Variant::original, 1000., 5.}, {Land2017::Variant::tor_ord, 40., 2.4}}};

  /** One point of muscle. */
  struct Muscle
  {
    explicit Muscle(Land2017::Variant variant)
      : law(variant)
      , states(law.n_states() * Contraction::block_size)
    {
      law.fill_initial(states);
    }

    void
    advance(double dt, double calcium, double stretch = 1., double rate = 0.)
    {
      Block tensions, stiffnesses;
      law.advance(0., dt, filled(calcium), filled(stretch), filled(rate), states.data(), tensions, stiffnesses);
      tension   = tensions[0];
      stiffness = stiffnesses[0];
    }

    double
    state(std::size_t k) const
    {
      return states[k * Contraction::block_size];
    }

    Land2017            law;
    std::vector<double> states;
    double              tension = 0., stiffness = 0.;
  };

  /** The equations as the paper prints them, in uM, ms and kPa: rates of CaTRPN, B, W, S, zeta_w, zeta_s; tension. */
  struct Printed
  {
    double k_u, n_Tm;

    std::array<double, 6>
    rates(const std::array<double, 6> &y, double Ca, double l, double dl) const
    {
      const auto [CaTRPN, B, W, S, zw, zs] = y;
      const double rw = 0.5, rs = 0.25, kuw = 0.182, kws = 0.012, phi = 2.23;
      const double U   = 1. - B - W - S;
      const double kb  = k_u * std::pow(0.35, n_Tm) / (1. - rs - (1. - rs) * rw);
      const double kwu = kuw * (1. / rw - 1.) - kws, ksu = kws * rw * (1. / rs - 1.);
      const double A  = 25. * rs / ((1. - rs) * rw + rs);
      const double cw = phi * kuw * ((1. - rs) * (1. - rw)) / ((1. - rs) * rw), cs = phi * kws * ((1. - rs) * rw) / rs;
      const double gw = 0.615 * std::abs(zw), gs = 0.0085 * (zs > 0. ? zs : zs < -1. ? -zs - 1. : 0.);
      const double Ca50 = 0.805 - 2.4 * (std::min(l, 1.2) - 1.);
      return {0.1 * (std::pow(Ca / Ca50, 2.) * (1. - CaTRPN) - CaTRPN),
              kb * std::min(std::pow(CaTRPN, -n_Tm / 2.), 100.) * U - k_u * std::pow(CaTRPN, n_Tm / 2.) * B,
              kuw * U - (kwu + kws + gw) * W,
              kws * W - (ksu + gs) * S,
              A * dl - cw * zw,
              A * dl - cs * zs};
    }

    static double
    tension(const std::array<double, 6> &y, double l)
    {
      const double l1 = std::min(l, 1.2), h = std::max(0., 1. + 2.3 * (l1 + std::min(l1, 0.87) - 1.87));
      return h * 120. / 0.25 * (y[3] * (1. + y[5]) + y[2] * y[4]);
    }
  };

  using Curve = std::function<double(double)>; // of the time in s

  /** Tension [Pa] at the times k * every, by classical Runge-Kutta on the printed equations with 0.01 ms. */
  std::vector<double>
  reference(const Variant &v, const Curve &calcium, const Curve &stretch, const Curve &rate, double end, double every)
  {
    const Printed         printed{v.k_u * 1e-3, v.n_Tm};
    std::array<double, 6> y = {0., 1., 0., 0., 0., 0.};
    std::vector<double>   result;
    const double          h = 0.01; // ms
    const auto            f = [&](double t, const std::array<double, 6> &x) {
      std::array<double, 6> slope = printed.rates(x, 1e3 * calcium(1e-3 * t), stretch(1e-3 * t), 1e-3 * rate(1e-3 * t));
      return slope;
    };
    const auto plus = [](std::array<double, 6> x, double factor, const std::array<double, 6> &slope) {
      for (std::size_t k = 0; k < 6; ++k)
        x[k] += factor * slope[k];
      return x;
    };
    const int steps  = static_cast<int>(std::lround(1e3 * end / h)),
              stride = static_cast<int>(std::lround(1e3 * every / h));
    for (int step = 0; step < steps; ++step)
      {
        const double t  = step * h;
        const auto   k1 = f(t, y), k2 = f(t + h / 2., plus(y, h / 2., k1)), k3 = f(t + h / 2., plus(y, h / 2., k2)),
                   k4 = f(t + h, plus(y, h, k3));
        for (std::size_t k = 0; k < 6; ++k)
          y[k] += h / 6. * (k1[k] + 2. * k2[k] + 2. * k3[k] + k4[k]);
        if ((step + 1) % stride == 0)
          result.push_back(1e3 * Printed::tension(y, stretch(1e-3 * (t + h))));
      }
    return result;
  }

  /** Largest distance of the law's tension from the reference, in parts of the peak. */
  double
  error(const Variant             &v,
        const Curve               &calcium,
        const Curve               &stretch,
        const Curve               &rate,
        const std::vector<double> &expected,
        double                     every,
        double                     dt)
  {
    Muscle       muscle(v.variant);
    const double peak   = *std::max_element(expected.begin(), expected.end());
    const int    stride = static_cast<int>(std::lround(every / dt));
    double       worst  = 0.;
    for (int step = 0; step < stride * static_cast<int>(expected.size()); ++step)
      {
        const double t = (step + 0.5) * dt;
        muscle.advance(dt, calcium(t), stretch(t), rate(t));
        if ((step + 1) % stride == 0)
          {
            // the tension of the state at the end of the step, at the stretch of then
            const double end = (step + 1) * dt;
            muscle.advance(0., calcium(end), stretch(end), rate(end));
            worst =
              std::max(worst, std::abs(muscle.tension - expected[static_cast<std::size_t>((step + 1) / stride - 1)]));
          }
      }
    return worst / peak;
  }

  /** A calcium transient as in a human cell: 0.1 uM at rest, up to some 0.6 uM within 50 ms. */
  double
  transient(double t)
  {
    const double rise = 1. - std::exp(-t / 0.015), fall = std::exp(-t / 0.12);
    return 1e-4 + 0.9e-3 * rise * rise * fall;
  }

  double
  isometric(double)
  {
    return 1.;
  }

  double
  no_rate(double)
  {
    return 0.;
  }
} // namespace

// T_a = h T_ref / (1 + (TRPN_50 / CaTRPN)^n_Tm) with CaTRPN = x / (1 + x), x = (Ca / Ca_T50)^2.
TEST(Land2017, reaches_the_closed_form_of_its_steady_state)
{
  for (const Variant &v : variants)
    for (const double stretch : {0.85, 1., 1.15, 1.3})
      for (const double calcium : {0.6e-3, 0.8e-3, 1.2e-3, 5e-3, 1.})
        {
          Muscle muscle(v.variant);
          for (int step = 0; step < 20000; ++step)
            muscle.advance(1e-3, calcium, stretch);
          const double l     = std::min(stretch, 1.2);
          const double x     = std::pow(calcium / (0.805e-3 - 2.4e-3 * (l - 1.)), 2.);
          const double bound = x / (1. + x);
          const double h     = 1. + 2.3 * (l + std::min(l, 0.87) - 1.87);
          const double free  = 1. / (1. + std::pow(0.35 / bound, v.n_Tm));
          EXPECT_NEAR(muscle.state(0), bound, 1e-10);
          if (std::pow(bound, -v.n_Tm / 2.) < 100.)
            {
              EXPECT_NEAR(muscle.tension, h * 120e3 * free, 1e-7 * 120e3) << calcium << ' ' << stretch;
              EXPECT_NEAR(muscle.state(3), 0.25 * free, 1e-9); // the share r_s is strongly bound
              // K_a = h T_ref / r_s A (S + W) with W = r_w / (1 - r_w) U, U = (1 - r_s) (1 - r_w) of what is free
              const double A = 25. * 0.25 / (0.75 * 0.5 + 0.25);
              EXPECT_NEAR(muscle.stiffness, h * 120e3 / 0.25 * A * (0.25 + 0.375) * free, 1e-6 * 120e3 * A);
            }
        }
}

// Half of T_ref at CaTRPN = TRPN_50, so Ca = Ca_50 (0.35 / 0.65)^(1/2) = 0.59 uM; there the Hill coefficient
// dln(T / (T_ref - T)) / dln Ca is n_Tm n_TRPN (1 - TRPN_50).
TEST(Land2017, has_the_half_point_and_the_hill_coefficient_that_follow_from_its_constants)
{
  for (const Variant &v : variants)
    {
      const double half   = 0.805e-3 * std::sqrt(0.35 / 0.65);
      const auto   steady = [&](double calcium) {
        Muscle muscle(v.variant);
        for (int step = 0; step < 20000; ++step)
          muscle.advance(1e-3, calcium);
        return muscle.tension / 120e3;
      };
      EXPECT_NEAR(half, 0.5907e-3, 1e-7);
      EXPECT_NEAR(steady(half), 0.5, 1e-7);
      const double low = steady(half * 0.999), high = steady(half * 1.001);
      const double hill = (std::log(high / (1. - high)) - std::log(low / (1. - low))) / std::log(1.001 / 0.999);
      EXPECT_NEAR(hill, v.n_Tm * 2. * 0.65, 1e-3);
    }
}

TEST(Land2017, follows_the_printed_equations_at_second_order)
{
  const auto stretch = [](double t) { return 1. + 0.1 * std::sin(8. * t); }; // without the corners of h
  const auto rate    = [](double t) { return 0.8 * std::cos(8. * t); };
  for (const Variant &v : variants)
    {
      const std::vector<double> twitch  = reference(v, transient, isometric, no_rate, 0.4, 8e-3);
      const std::vector<double> working = reference(v, transient, stretch, rate, 0.4, 8e-3);
      const auto isometric_error = [&](double dt) { return error(v, transient, isometric, no_rate, twitch, 8e-3, dt); };
      const auto working_error   = [&](double dt) { return error(v, transient, stretch, rate, working, 8e-3, dt); };

      EXPECT_LT(isometric_error(1e-3), 5e-4);
      EXPECT_LT(working_error(1e-3), 5e-4);
      EXPECT_NEAR(std::log2(isometric_error(5e-4) / isometric_error(2.5e-4)), 2., 0.25);
      EXPECT_NEAR(std::log2(working_error(5e-4) / working_error(2.5e-4)), 2., 0.25);
    }
}

// Stable at every step: shares stay shares, and the steady state is the same.
TEST(Land2017, is_stable_and_positive_at_large_steps)
{
  for (const Variant &v : variants)
    for (const double dt : {1e-3, 1e-2, 1.})
      {
        Muscle muscle(v.variant);
        for (int step = 0; step < 3000; ++step)
          {
            // calcium in leaps, stretch back and forth at ten lengths a second
            const double calcium = step % 300 < 150 ? 2e-3 : 0.;
            const double rate    = step % 20 < 10 ? 10. : -10.;
            muscle.advance(dt, calcium, 1. + 0.1 * (step % 3), rate);
            double sum = 0.;
            for (std::size_t k = 0; k < 4; ++k)
              {
                ASSERT_GE(muscle.state(k), -1e-3) << "state " << k << ", step " << step << ", dt " << dt;
                ASSERT_LE(muscle.state(k), 1. + 1e-3) << "state " << k << ", step " << step << ", dt " << dt;
                sum += k > 0 ? muscle.state(k) : 0.;
              }
            ASSERT_LE(sum, 1. + 1e-3);
            ASSERT_TRUE(std::isfinite(muscle.tension));
          }
      }
}

// What K_a is: a stretch so fast that nothing lets go changes T_a by K_a times the stretch, at a frozen length factor.
TEST(Land2017, is_as_stiff_as_a_sudden_stretch_tells)
{
  for (const Variant &v : variants)
    {
      Muscle muscle(v.variant);
      for (int step = 0; step < 120; ++step)
        muscle.advance(1e-3, transient(1e-3 * (step + 0.5)));
      const double before = muscle.tension, stiffness = muscle.stiffness;
      const double dt = 1e-9, change = 1e-3;
      muscle.advance(dt, transient(0.12), 1., change / dt);
      EXPECT_NEAR((muscle.tension - before) / change, stiffness, 1e-4 * stiffness);
      EXPECT_GT(stiffness, before); // muscle is stiffer than T_a per unit stretch: why the coupling must be stabilised
    }
}

// At a constant rate of stretch the distortions are A v / c and the shares follow from three balances.
TEST(Land2017, weakens_while_it_shortens_as_its_equations_say)
{
  const double calcium = 1e-3, x = std::pow(1. / 0.805, 2.), bound = x / (1. + x);
  const double A = 10., c_w = 2.23 * 182., c_s = 2.23 * 12. * 0.75 * 0.5 / 0.25;
  double       previous = 120e3;
  for (const double rate : {0., -0.2, -1., -5.})
    {
      Muscle muscle(Land2017::Variant::original);
      for (int step = 0; step < 5000; ++step)
        muscle.advance(1e-3, calcium, 1., rate);

      const double zeta_w = A * rate / c_w, zeta_s = A * rate / c_s;
      const double torn    = 8.5 * (zeta_s > 0. ? zeta_s : zeta_s < -1. ? -zeta_s - 1. : 0.);
      const double W       = 182. / (182. + 615. * std::abs(zeta_w)); // per U; k_wu + k_ws = k_uw (1 / r_w - 1)
      const double S       = 12. * W / (12. * 0.5 * 3. + torn);
      const double B       = std::pow(0.35 / bound, 5.) / (0.75 * 0.5);
      const double U       = 1. / (1. + B + W + S);
      const double tension = 120e3 / 0.25 * ((1. + zeta_s) * S + zeta_w * W) * U;
      EXPECT_NEAR(muscle.tension, tension, 1e-7 * 120e3) << rate;
      EXPECT_LT(muscle.tension, previous);
      previous = muscle.tension;
    }
}

TEST(Land2017, shows_a_calcium_gone_astray)
{
  Land2017            law(Land2017::Variant::original);
  std::vector<double> states(law.n_states() * Contraction::block_size);
  law.fill_initial(states);
  Block calcium = filled(1e-3), tension, stiffness;
  calcium[2]    = -1e-3;
  calcium[5]    = std::nan("");
  law.advance(0., 1e-3, calcium, filled(1.), filled(0.), states.data(), tension, stiffness);
  for (std::size_t i = 0; i < Contraction::block_size; ++i)
    EXPECT_EQ(std::isfinite(tension[i]), i != 2 && i != 5) << i;
}

TEST(Land2017, refuses_constants_that_make_no_sense_together)
{
  const auto expect_error = [](const std::string &name, double value, const std::string &text) {
    Land2017 law(Land2017::Variant::original);
    for (const Parameter &parameter : law.parameters())
      if (parameter.name == name)
        *parameter.value = value;
    try
      {
        law.check();
        FAIL() << "accepted " << name << " = " << value;
      }
    catch (const InputError &error)
      {
        EXPECT_NE(std::string(error.what()).find(text), std::string::npos) << error.what();
      }
  };
  expect_error("r w", 0.95, "must not be negative: lower r w or k ws"); // 182 (1 / 0.95 - 1) - 12 < 0
  expect_error("beta 1", -4.1e-3, "must be positive: raise beta 1 or Ca 50");
}
