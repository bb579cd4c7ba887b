#include "solvers/network/components/tree.h"

#include "solvers/network/components/source.h"
#include "solvers/network/integrator.h"
#include "tests/unit/network/build.h"

#include <array>
#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

TEST(Tree, its_ladder_has_the_impedance_of_the_law)
{
  // From arteries of the skin to those of a forearm; a resistance alone would be off by 0.04, 0.11, 0.37.
  using Limits = std::array<double, 3>;
  for (const auto &[radius, least, allowed] :
       {Limits{5e-4, 5e-5, 0.02}, Limits{1e-3, 1e-4, 0.04}, Limits{2e-3, 1e-4, 0.07}})
    {
      Tree tree;
      for (const Parameter &parameter : tree.parameters())
        if (parameter.name == "Root radius")
          *parameter.value = radius;
        else if (parameter.name == "Least radius")
          *parameter.value = least;
        else if (parameter.name == "Distal pressure")
          *parameter.value = 0.;
      tree.prepare(0.9);
      const double resistance = tree.law().impedance(0.).real();
      EXPECT_NEAR(tree.impedance(0.).real(), resistance, 1e-9 * resistance);
      EXPECT_LT(tree.fit_error(), allowed) << radius;
      EXPECT_GE(tree.internals().size(), 2u);
    }
}

// What the equations do is what impedance() says: a flow that swings, after the start is forgotten.
TEST(Tree, a_flow_that_swings_meets_the_impedance)
{
  std::vector<Circuit::Part> parts;
  auto                       source = std::make_unique<Source>(Quantity::flow);
  std::vector<double>        times, values;
  for (int i = 0; i <= 20000; ++i)
    {
      times.push_back(i / 20000.);
      values.push_back(1e-6 * std::sin(2. * std::numbers::pi * times.back()));
    }
  source->input().set(times, values, 0.);
  parts.push_back({"source", std::move(source), {"a"}});
  parts.push_back(part("tree", "structured tree", {"a"}, {{"Distal pressure", 0.}}));
  const Circuit        circuit(std::move(parts), 1.);
  IntegratorParameters parameters;
  parameters.tolerance  = 1e-7;
  const auto integrator = make_integrator(circuit, parameters);
  Values     value      = circuit.initial(), rate;
  make_consistent(integrator->solver(), 0., value, rate);
  integrator->start(0., value, rate);
  const auto   z     = dynamic_cast<const Tree &>(*circuit.parts()[1].component).impedance(2. * std::numbers::pi);
  const double beats = 60.;
  for (int i = 1; i <= 4; ++i)
    {
      const double time = beats + 0.25 * i, phase = 2. * std::numbers::pi * time;
      integrator->advance_to(time);
      EXPECT_NEAR(integrator->value()[circuit.pressure("tree", "inlet")], 1e-6 * (z * std::polar(1., phase)).imag(),
                  1e-3 * 1e-6 * std::abs(z));
    }
}

TEST(Tree, keeps_the_blood_that_flows_through)
{
  std::vector<Circuit::Part> parts;
  auto                       source = std::make_unique<Source>(Quantity::flow);
  source->input().set(2e-6);
  parts.push_back({"source", std::move(source), {"a"}});
  parts.push_back(part("tree", "structured tree", {"a", "vein"}, {{"Initial pressure", 3e3}}));
  parts.push_back(part("veins", "compliance", {"vein"}, {{"Compliance", 1e-8}}));
  const Circuit              circuit(std::move(parts), 1.);
  const IntegratorParameters parameters;
  const auto                 integrator = make_integrator(circuit, parameters);
  Values                     value      = circuit.initial(), rate;
  const double               before     = circuit.stored_volume(value);
  make_consistent(integrator->solver(), 0., value, rate);
  integrator->start(0., value, rate);
  // Between two instants: to find the first flows takes a step of Euler's method that counts for nothing.
  const auto stored_at = [&](double time) {
    integrator->advance_to(time);
    return circuit.stored_volume(integrator->value());
  };
  const double first = stored_at(1.), last = stored_at(3.);
  EXPECT_NEAR(last - first, 4e-6, 1e-8 * 4e-6);
  EXPECT_GT(first, before);
  EXPECT_GT(integrator->value()[circuit.flow("tree", "outlet")], 1e-8);
}
