#include "physics/circulation/chamber_law.h"
#include "physics/circulation/drop_law.h"
#include "physics/circulation/valve_law.h"
#include "physics/error.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

using namespace vht;

namespace
{
  template <typename Law>
  void
  set(Law &law, const std::string &name, double value)
  {
    bool found = false;
    for (const Parameter &parameter : law.parameters())
      if (parameter.name == name)
        {
          *parameter.value = value;
          found            = true;
        }
    EXPECT_TRUE(found) << name;
  }

  /** The central difference of f at x comes near the slope at second order, or is exact. */
  void
  expect_slope(const std::function<double(double)> &f, double x, double slope, double step, const std::string &what)
  {
    const auto   error = [&](double h) { return std::abs((f(x + h) - f(x - h)) / (2. * h) - slope); };
    const double size  = std::max({std::abs(slope), std::abs(f(x)) / std::max(std::abs(x), step), 1e-30});
    if (error(step) < 1e-7 * size)
      return;
    EXPECT_NEAR(std::log2(error(step) / error(0.5 * step)), 2., 0.1) << what;
  }

  double &
  member(ValveLaw::State &state, int i)
  {
    double *const members[] = {&state.drop, &state.flow, &state.flow_rate, &state.opening, &state.opening_rate};
    return *members[i];
  }
} // namespace

TEST(DropLaw, values_are_those_of_the_formulas)
{
  const auto quadratic = make_drop_law("quadratic");
  set(*quadratic, "Resistance", 100.);
  set(*quadratic, "Separation", 100.);
  EXPECT_DOUBLE_EQ(quadratic->evaluate({3600., 600., 5.}).residual, 0.);
  EXPECT_DOUBLE_EQ(quadratic->evaluate({-3600., -600., -5.}).residual, 0.);

  // Poiseuille is left of a stenosis that does not narrow: K_v mu U / D with 32 l / D for 0.83 l + 1.64 D = l.
  const auto stenosis = make_drop_law("stenosis");
  set(*stenosis, "Severity", 0.);
  set(*stenosis, "Length", 1.64 * 3e-3 / 0.17);
  const double length = 1.64 * 3e-3 / 0.17, radius = 1.5e-3;
  const double poiseuille = 8. * 3.5e-3 * length / (M_PI * std::pow(radius, 4));
  EXPECT_NEAR(stenosis->evaluate({poiseuille * 1e-6, 0., 1e-6}).residual, 0., 1e-9 * poiseuille * 1e-6);
}

TEST(DropLaw, a_collapsed_vessel_does_not_feel_the_pressure_behind_it)
{
  const auto starling = make_drop_law("Starling");
  set(*starling, "External pressure", 1000.);
  set(*starling, "Rounding", 1.);
  const auto flow = [&](double before, double behind) { return starling->evaluate({before, behind, 0.}).residual; };
  EXPECT_NEAR(flow(2000., 0.), 1000., 0.01);
  EXPECT_NEAR(flow(2000., -500.), flow(2000., 0.), 0.01);
  EXPECT_NEAR(flow(2000., 1500.), 500., 0.01);
  EXPECT_NEAR(flow(500., 0.), 0., 0.01);
}

TEST(DropLaw, derivatives_are_approached_at_second_order)
{
  for (const std::string &name : drop_law_names())
    {
      const auto law = make_drop_law(name);
      if (name == "quadratic")
        set(*law, "Separation", 1e13);
      if (name == "pump")
        set(*law, "Quadratic fall", 1e11);
      if (name == "Starling")
        set(*law, "Rounding", 4000.);
      const DropLaw::State at = {9e3, 2e3, 3e-5};
      for (int i = 0; i < 3; ++i)
        {
          const auto f = [&](double x) {
            DropLaw::State state                                         = at;
            (i == 0 ? state.before : i == 1 ? state.behind : state.flow) = x;
            return law->evaluate(state).residual;
          };
          expect_slope(f,
                       i == 0   ? at.before
                       : i == 1 ? at.behind
                                : at.flow,
                       law->evaluate(at).by[i], i == 2 ? 1e-6 : 500., name + " by " + std::to_string(i));
        }
    }
}

TEST(ChamberLaw, values_and_derivatives)
{
  const auto elastance = make_chamber_law("elastance");
  // 0.17 + 4.482 mmHg/mL, 42 mL, the left ventricle of Regazzoni et al. 2022
  EXPECT_NEAR(elastance->pressure(100e-6, 1.).value, 4.652 * 58. * 133.322387415, 1e-4);
  EXPECT_NEAR(elastance->pressure(142e-6, 0.).value, 17. * 133.322387415, 1e-5);
  for (const std::string &name : chamber_law_names())
    {
      const auto law = make_chamber_law(name);
      expect_slope([&](double e) { return law->pressure(1e-4, e).value; }, 0.3, law->pressure(1e-4, 0.3).by_activation,
                   0.1, name + " by activation");
      expect_slope([&](double v) { return law->pressure(v, 0.3).value; }, 1e-4, law->pressure(1e-4, 0.3).by_volume,
                   2e-5, name);
      EXPECT_EQ(law->name(), name);
    }
}

TEST(ValveLaw, open_and_shut)
{
  const auto diode = make_valve_law("diode"), smooth = make_valve_law("tanh");
  EXPECT_NEAR(diode->evaluate({999.917906, 1e-3, 0., 1., 0.}).momentum.residual, 0., 1e-9);
  EXPECT_DOUBLE_EQ(diode->evaluate({-10., 0., 0., 0., 0.}).opening.residual, 0.);
  EXPECT_NEAR(smooth->evaluate({2000., 2e-3, 0., 1., 0.}).momentum.residual, 0., 0.01); // 1e6 Pa s/m^3 when open
  EXPECT_NEAR(smooth->evaluate({0., 0., 0., 0.5, 0.}).opening.residual, 0., 1e-15);

  // An open orifice of 4 cm^2 needs rho v^2 / 2 for 400 mL/s: v = 1 m/s.
  const auto orifice = make_valve_law("orifice");
  EXPECT_NEAR(orifice->evaluate({530., 4e-4, 0., 1., 0.}).momentum.residual, 0., 1e-9);
  EXPECT_DOUBLE_EQ(orifice->evaluate({1000., 0., 0., 0., 100.}).opening.residual, 0.);   // opens at 0.1 * 1000
  EXPECT_DOUBLE_EQ(orifice->evaluate({-1000., 0., 0., 1., -100.}).opening.residual, 0.); // and shuts
}

TEST(ValveLaw, derivatives_are_approached_at_second_order)
{
  const double steps[] = {20., 1e-5, 1e-3, 0.02, 0.5};
  for (const std::string &name : valve_law_names())
    for (const double drop : {150., -150.})
      {
        const auto            law = make_valve_law(name);
        const ValveLaw::State at  = {drop, 1e-4, 0.01, 0.6, 2.};
        const auto            all = law->evaluate(at);
        for (int i = 0; i < 5; ++i)
          for (const bool momentum : {true, false})
            {
              const auto f = [&](double x) {
                ValveLaw::State state = at;
                member(state, i)      = x;
                const auto result     = law->evaluate(state);
                return momentum ? result.momentum.residual : result.opening.residual;
              };
              ValveLaw::State here = at;
              expect_slope(f, member(here, i), (momentum ? all.momentum : all.opening).by[i], steps[i],
                           name + (momentum ? " momentum" : " opening") + " by " + std::to_string(i));
            }
      }
}

TEST(CirculationLaws, a_mistyped_name_is_answered_with_the_closest)
{
  test::expect_error<InputError>([] { make_valve_law("diod"); },
                                 {"Did you mean \"diode\"?", "Known: diode, orifice, tanh."});
  test::expect_error<InputError>([] { make_drop_law("starling"); }, {"Did you mean \"Starling\"?"});
  test::expect_error<InputError>([] { make_chamber_law("elastence"); }, {"Did you mean \"elastance\"?"});
}
