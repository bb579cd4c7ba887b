// What acts on other components through the unknowns that they read.

#include "physics/error.h"
#include "solvers/network/components/autoregulation.h"
#include "solvers/network/components/baroreflex.h"
#include "solvers/network/components/chamber.h"
#include "solvers/network/components/coronary.h"
#include "solvers/network/components/source.h"
#include "solvers/network/components/windkessel.h"
#include "solvers/network/integrator.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

#include <cmath>

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

namespace
{
  constexpr double mmhg = 133.322387415;

  Circuit::Part
  pressure(const std::string &name, const std::string &node, double value)
  {
    auto source = std::make_unique<Source>(Quantity::pressure);
    source->input().set(value);
    return {name, std::move(source), {node}};
  }

  Values
  after(const Circuit &circuit, double time)
  {
    const IntegratorParameters parameters;
    const auto                 integrator = make_integrator(circuit, parameters);
    Values                     value      = circuit.initial(), rate;
    make_consistent(integrator->solver(), 0., value, rate);
    integrator->start(0., value, rate);
    integrator->advance_to(time);
    return integrator->value();
  }
} // namespace

TEST(Baroreflex, nerves_at_the_set_point_are_those_of_the_paper)
{
  const Baroreflex reflex;
  const double     felt = reflex.afferent(92. * mmhg).value;
  EXPECT_NEAR(felt, 0.5 * (2.52 + 47.78), 1e-12);
  const double sympathetic = reflex.sympathetic(felt).value;
  EXPECT_NEAR(sympathetic, 2.1 + 14.01 * std::exp(-0.0675 * 25.15), 1e-12);
  EXPECT_NEAR(reflex.vagal(felt).value, 4.766, 1e-3);
  EXPECT_NEAR(reflex.drive(sympathetic).value, 1.1004, 1e-3);
  EXPECT_EQ(reflex.drive(2.).value, 0.); // below the threshold
  EXPECT_NEAR(reflex.afferent(20. * mmhg).value, 2.52, 0.2);
  EXPECT_NEAR(reflex.afferent(200. * mmhg).value, 47.78, 0.1);
}

TEST(Baroreflex, an_open_loop_goes_to_its_static_curve)
{
  for (const double sensed : {92., 120., 60.})
    {
      std::vector<Circuit::Part> parts;
      parts.push_back(pressure("neck", "carotid", sensed * mmhg));
      parts.push_back(part("reflex", "baroreflex", {"carotid"}));
      const Circuit    circuit(std::move(parts), 0.8);
      const Values     value = after(circuit, 200.);
      const Baroreflex law;
      const double     felt   = law.afferent(sensed * mmhg).value;
      const double     drive  = law.drive(law.sympathetic(felt).value).value;
      const double     period = 0.58 - 0.13 * drive + 0.09 * law.vagal(felt).value;
      EXPECT_NEAR(value[circuit.internal("reflex", "heart period")], period, 1e-5);
      const double normal = law.drive(law.sympathetic(law.afferent(92. * mmhg).value).value).value;
      EXPECT_NEAR(value[circuit.internal("reflex", "contractility")],
                  (2.392 + 0.475 * drive) / (2.392 + 0.475 * normal), 1e-5);
      EXPECT_NEAR(value[circuit.internal("reflex", "resistance")], (2.49 + 0.695 * drive) / (2.49 + 0.695 * normal),
                  1e-5);
      if (sensed == 120.)
        {
          EXPECT_GT(period, 0.95); // 63 beats a minute and fewer
        }
      if (sensed == 92.) // it starts there: beats that are early add up from the beginning
        {
          EXPECT_NEAR(value[circuit.internal("reflex", "lead")], 200. * (1. / period - 1. / 0.8), 1e-3);
        }
    }
}

namespace
{
  /** A ventricle, a bed and a vein; mean pressure, and heart period, after forty seconds. */
  std::pair<double, double>
  circulation(double filling, bool reflex)
  {
    std::vector<Circuit::Part> parts;
    auto                       heart = std::make_unique<Chamber>("elastance", "cosine");
    auto                       bed   = std::make_unique<Windkessel>();
    if (reflex)
      {
        heart->control("contractility reflex", "lead reflex");
        bed->control("resistance reflex");
      }
    parts.push_back(part("LV", std::move(heart), {"in", "out"}, {{"Initial volume", 110e-6}}));
    parts.push_back(part("aortic", "valve", {"out", "aorta"}));
    parts.push_back(
      part("bed", std::move(bed), {"aorta", "vein"}, {{"Initial pressure", 92. * mmhg}, {"Compliance", 1.2e-8}}));
    parts.push_back(part("veins", "compliance", {"vein"}, {{"Compliance", 4e-7}, {"Initial pressure", filling}}));
    parts.push_back(part("mitral", "valve", {"vein", "in"}));
    parts.push_back(part("reflex", "baroreflex", {"aorta"}));
    const Circuit              circuit(std::move(parts), 0.866);
    const IntegratorParameters parameters;
    const auto                 integrator = make_integrator(circuit, parameters);
    Values                     value      = circuit.initial(), rate;
    make_consistent(integrator->solver(), 0., value, rate);
    integrator->start(0., value, rate);
    integrator->advance_to(40.);
    double    mean = 0.;
    const int n    = 200;
    for (int i = 1; i <= n; ++i)
      {
        integrator->advance_to(40. + 4. * i / n);
        mean += integrator->value()[circuit.pressure("bed", "inlet")] / n;
      }
    return {mean, integrator->value()[circuit.internal("reflex", "heart period")]};
  }
} // namespace

TEST(Baroreflex, holds_the_pressure_where_blood_is_lost)
{
  const auto [full, slow]        = circulation(1.6e3, true);
  const auto [bled, fast]        = circulation(1.1e3, true);
  const auto [full_alone, none]  = circulation(1.6e3, false);
  const auto [bled_alone, none2] = circulation(1.1e3, false);
  EXPECT_LT(bled, full);
  EXPECT_LT(bled_alone, full_alone);
  EXPECT_LT((full - bled) / full, 0.8 * (full_alone - bled_alone) / full_alone);
  EXPECT_LT(fast, slow - 0.02);
}

namespace
{
  struct Regulated
  {
    double flow, tone, dilation, resistance;
  };

  /** A bed of 100 mmHg s/mL behind an artery, regulated to 1 mL/s, after ten minutes. */
  Regulated
  brain(double arterial, double carbon_dioxide)
  {
    std::vector<Circuit::Part> parts;
    auto                       controller = std::make_unique<Autoregulation>();
    controller->keep("flow bed inlet");
    controller->carbon_dioxide().set(carbon_dioxide * mmhg);
    auto bed = std::make_unique<Windkessel>();
    bed->control("resistance control");
    parts.push_back(pressure("heart", "artery", arterial * mmhg));
    parts.push_back(part("bed", std::move(bed), {"artery"},
                         {{"Proximal resistance", 1e6 * mmhg},
                          {"Distal resistance", 99e6 * mmhg},
                          {"Compliance", 1e-10},
                          {"Initial pressure", arterial * mmhg},
                          {"Distal pressure", 0.}}));
    parts.push_back(part("control", std::move(controller), {}, {{"Wanted flow", 1e-6}}));
    const Circuit circuit(std::move(parts), 1.);
    const Values  value = after(circuit, 600.);
    return {value[circuit.flow("bed", "inlet")] / 1e-6, value[circuit.internal("control", "tone")],
            value[circuit.internal("control", "dilation")], value[circuit.internal("control", "resistance")]};
  }
} // namespace

TEST(Autoregulation, keeps_the_flow_within_its_range)
{
  const Regulated normal = brain(100., 40.);
  EXPECT_NEAR(normal.flow, 1., 1e-6);
  EXPECT_NEAR(normal.resistance, 1., 1e-6);
  for (const double arterial : {85., 120., 150.})
    {
      const Regulated state = brain(arterial, 40.);
      EXPECT_NEAR(state.flow * (0.01 + 0.99 * state.resistance), arterial / 100., 1e-6);
      EXPECT_NEAR(state.tone, 9. * (state.flow - 1.), 1e-5);
      EXPECT_LT(std::abs(state.flow - 1.), 0.16 * std::abs(arterial / 100. - 1.)) << arterial;
    }
  EXPECT_GT(brain(300., 40.).flow, 1.15);             // breakthrough
  EXPECT_NEAR(brain(300., 40.).resistance, 2.5, 0.2); // as narrow as it gets
  EXPECT_LT(brain(30., 40.).flow, 0.8);               // as wide as it gets
}

TEST(Autoregulation, carbon_dioxide_raises_the_flow)
{
  const Regulated state = brain(100., 50.);
  EXPECT_NEAR(state.dilation, 0.3, 1e-6);
  EXPECT_NEAR(state.tone, 9. * (state.flow * std::exp(-0.3) - 1.), 1e-5);
  EXPECT_NEAR(state.flow, std::exp(0.3), 0.05); // less what the gain leaves
  EXPECT_LT(brain(100., 30.).flow, 0.8);
}

// The pressure of a ventricle as a table and as an unknown of the circuit.
TEST(Readings, a_coronary_bed_is_squeezed_by_the_ventricle)
{
  const std::vector<double> times = {0., 0.2, 0.35, 0.5, 1.}, ventricle = {1e3, 16e3, 15e3, 1e3, 1e3};
  std::vector<double>       muscle;
  for (const double value : ventricle)
    muscle.push_back(0.75 * value);
  double flow[2];
  for (const bool read : {false, true})
    {
      std::vector<Circuit::Part> parts;
      auto                       bed = std::make_unique<Coronary>();
      if (read)
        bed->squeeze_by("pressure ventricle");
      else
        bed->muscle_pressure().set(times, muscle, 0.);
      auto source = std::make_unique<Source>(Quantity::pressure);
      source->input().set(times, ventricle, 0.);
      parts.push_back({"LV", std::move(source), {"ventricle"}});
      parts.push_back(part("wall", "resistor", {"ventricle"}, {{"Distal pressure", 0.}}));
      parts.push_back(pressure("root", "aorta", 12e3));
      parts.push_back(part("coronary", std::move(bed), {"aorta"}, {{"Distal pressure", 800.}}));
      const Circuit circuit(std::move(parts), 1.);
      flow[read] = after(circuit, 3.25)[circuit.flow("coronary", "inlet")];
    }
  EXPECT_NEAR(flow[0], flow[1], 1e-4 * std::abs(flow[0]));
  EXPECT_GT(std::abs(flow[0]), 1e-8);
}

TEST(Readings, an_unknown_that_the_circuit_has_not_is_named)
{
  auto bed = std::make_unique<Windkessel>();
  bed->control("resistance refelx");
  std::vector<Circuit::Part> parts;
  parts.push_back(pressure("heart", "aorta", 1e4));
  parts.push_back(part("bed", std::move(bed), {"aorta"}, {{"Distal pressure", 0.}}));
  parts.push_back(part("reflex", "baroreflex", {"aorta"}));
  vht::test::expect_error<InputError>([&] { Circuit(std::move(parts), 1.); },
                                      {"\"bed\" reads \"resistance refelx\"", "Did you mean \"resistance reflex\"?"});
}
