#include "solvers/network/components/chamber.h"
#include "solvers/network/components/source.h"
#include "solvers/network/integrator.h"
#include "tests/unit/network/build.h"

#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

namespace
{
  constexpr double resistance = 1e8, compliance = 1e-9, tau = resistance * compliance;

  /** A pressure P sin(2 pi t) before R and C: tau p' + p = P sin(w t). */
  Circuit
  low_pass()
  {
    std::vector<Circuit::Part> parts;
    auto                       source = std::make_unique<Source>(Quantity::pressure);
    std::vector<double>        times, values;
    for (int i = 0; i <= 200000; ++i) // straight lines this short do not show
      {
        times.push_back(i / 200000.);
        values.push_back(1e4 * std::sin(2. * std::numbers::pi * times.back()));
      }
    source->input().set(times, values, 0.);
    parts.push_back({"source", std::move(source), {"a"}});
    parts.push_back(part("R", "resistor", {"a", "b"}, {{"Resistance", resistance}}));
    parts.push_back(part("C", "compliance", {"b"}, {{"Compliance", compliance}, {"Initial pressure", 3000.}}));
    return {std::move(parts), 1.};
  }

  double
  exact(double time)
  {
    const double w = 2. * std::numbers::pi, size = 1e4 / (1. + w * w * tau * tau);
    return size * (std::sin(w * time) - w * tau * std::cos(w * time)) +
           (3000. + size * w * tau) * std::exp(-time / tau);
  }

  /** Error of the pressure at the compliance after 0.7 s. */
  double
  error_of(const std::string &scheme, unsigned int steps, double tolerance)
  {
    const Circuit        circuit = low_pass();
    IntegratorParameters parameters;
    parameters.scheme     = scheme;
    parameters.tolerance  = tolerance;
    const auto integrator = make_integrator(circuit, parameters);
    Values     value      = circuit.initial(), rate;
    make_consistent(integrator->solver(), 0., value, rate);
    EXPECT_NEAR(rate[circuit.pressure("C", "inlet")], -3000. / tau, 1e-3 * 3000. / tau);
    integrator->start(0., value, rate);
    for (unsigned int i = 1; i <= steps; ++i)
      integrator->advance_to(0.7 * i / steps);
    return std::abs(integrator->value()[circuit.pressure("C", "inlet")] - exact(0.7)) / 1e4;
  }
} // namespace

TEST(Integrators, generalised_alpha_is_of_second_order)
{
  const double coarse = error_of("generalised alpha", 100, 0.), fine = error_of("generalised alpha", 200, 0.);
  EXPECT_NEAR(std::log2(coarse / fine), 2., 0.1);
  EXPECT_LT(fine, 1e-4);
}

// Each of some tolerance^(-1/3) steps errs by the tolerance.
TEST(Integrators, bdf2_errs_by_its_tolerance)
{
  const double loose = error_of("BDF2", 3, 1e-5), middle = error_of("BDF2", 3, 1e-7), tight = error_of("BDF2", 3, 1e-9);
  EXPECT_NEAR(std::log(loose / middle) / std::log(100.), 2. / 3., 0.1);
  EXPECT_NEAR(std::log(middle / tight) / std::log(100.), 2. / 3., 0.1);
  EXPECT_LT(tight, 1e-6);
}

TEST(Integrators, bdf2_goes_on_from_a_saved_state_bit_by_bit)
{
  const Circuit              circuit = low_pass();
  const IntegratorParameters parameters;
  const auto first = make_integrator(circuit, parameters), second = make_integrator(circuit, parameters);
  Values     value = circuit.initial(), rate;
  make_consistent(first->solver(), 0., value, rate);
  first->start(0., value, rate);
  first->advance_to(0.3);
  second->load(first->save());
  first->advance_to(0.7);
  second->advance_to(0.7);
  EXPECT_EQ(first->value(), second->value());
  EXPECT_EQ(first->n_steps(), second->n_steps());
}

TEST(Integrators, a_steady_state_does_not_move)
{
  std::vector<Circuit::Part> parts;
  auto                       source = std::make_unique<Source>(Quantity::flow);
  source->input().set({0., 0.5, 1.}, {0., 2e-4, 0.}, 1e-4);
  parts.push_back({"source", std::move(source), {"a"}});
  parts.push_back(part("bed", "RCR", {"a"}, {{"Distal pressure", 1000.}}));
  Circuit     circuit(std::move(parts), 1.);
  StageSolver solver(circuit, {});
  Values      value = circuit.initial();
  make_steady(solver, circuit, 0., value);
  EXPECT_NEAR(value[circuit.internal("bed", "pressure inside")], 1000. + 1e-4 * 1.33322387e8, 1e-3);
}

TEST(Integrators, a_closed_loop_keeps_its_blood)
{
  // A chamber that pumps through two valves and a bed back into itself.
  std::vector<Circuit::Part> parts;
  parts.push_back(part("V", std::make_unique<Chamber>(), {"in", "out"}, {{"Initial volume", 150e-6}}));
  parts.push_back(part("first", "valve", {"out", "artery"}));
  parts.push_back(part("bed", "RCR", {"artery", "vein"}, {{"Initial pressure", 1e4}}));
  parts.push_back(part("reservoir", "compliance", {"vein"}, {{"Compliance", 1e-7}, {"Initial pressure", 1e3}}));
  parts.push_back(part("second", "valve", {"vein", "in"}));
  const Circuit              circuit(std::move(parts), 1.);
  const IntegratorParameters parameters;
  const auto                 integrator = make_integrator(circuit, parameters);
  Values                     value      = circuit.initial(), rate;
  const double               before     = circuit.stored_volume(value);
  make_consistent(integrator->solver(), 0., value, rate);
  integrator->start(0., value, rate);
  double highest = 0.;
  for (int i = 1; i <= 300; ++i)
    {
      integrator->advance_to(0.01 * i);
      highest = std::max(highest, integrator->value()[circuit.flow("first", "inlet")]);
    }
  EXPECT_NEAR(circuit.stored_volume(integrator->value()), before, 1e-12 * before);
  EXPECT_GT(highest, 1e-5); // it pumps
}
