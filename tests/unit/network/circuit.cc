#include "solvers/network/circuit.h"

#include "physics/error.h"
#include "solvers/network/circuit_plan.h"
#include "solvers/network/components/source.h"
#include "solvers/network/integrator.h"
#include "solvers/network/parameters.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

namespace
{
  Circuit::Part
  flow_source(const std::string &node, double flow)
  {
    auto source = std::make_unique<Source>(Quantity::flow);
    source->input().set(flow);
    return {"source", std::move(source), {node}};
  }

  /** 5 through 300, then 400 and 500 beside each other into 100 against 50 and 1000 against 200. */
  Circuit
  bifurcation()
  {
    std::vector<Circuit::Part> parts;
    parts.push_back(flow_source("a", 5.));
    parts.push_back(part("trunk", "resistor", {"a", "j"}, {{"Resistance", 300.}}));
    parts.push_back(part("left", "resistor", {"j", "b"}, {{"Resistance", 400.}}));
    parts.push_back(part("right", "resistor", {"j", "c"}, {{"Resistance", 500.}}));
    parts.push_back(part("bed left", "resistor", {"b"}, {{"Resistance", 100.}, {"Distal pressure", 50.}}));
    parts.push_back(part("bed right", "resistor", {"c"}, {{"Resistance", 1000.}, {"Distal pressure", 200.}}));
    return {std::move(parts), 1.};
  }
} // namespace

TEST(Circuit, flows_divide_as_by_hand)
{
  Circuit     circuit = bifurcation();
  StageSolver solver(circuit, {});
  Values      value = circuit.initial(), rate;
  make_consistent(solver, 0., value, rate);
  EXPECT_NEAR(value[circuit.flow("left", "inlet")], 3.825, 1e-9);
  EXPECT_NEAR(value[circuit.flow("right", "outlet")], 1.175, 1e-9);
  EXPECT_NEAR(value[circuit.pressure("trunk", "inlet")], 3462.5, 1e-6);
  EXPECT_NEAR(value[circuit.pressure("trunk", "outlet")], 1962.5, 1e-6);
  EXPECT_NEAR(value[circuit.pressure("bed left", "inlet")], 432.5, 1e-6);
  EXPECT_EQ(circuit.size(), 4u + 1 + 2 + 2 + 2 + 1 + 1);
}

TEST(Circuit, mistakes_are_named)
{
  const auto join = [](std::vector<Circuit::Part> parts) { const Circuit circuit(std::move(parts), 1.); };
  const auto two  = [](Circuit::Part first, Circuit::Part second) {
    std::vector<Circuit::Part> parts;
    parts.push_back(std::move(first));
    parts.push_back(std::move(second));
    return parts;
  };
  vht::test::expect_error<InputError>([&] { join({}); }, {"no components"});
  vht::test::expect_error<InputError>(
    [&] {
      join(two(flow_source("aorta", 1.), part("artery", "resistor", {"aorta", "arteriole"})));
    },
    {"\"artery\"", "port \"outlet\" is alone at the node \"arteriole\"", "Distal pressure"});
  vht::test::expect_error<InputError>(
    [&] { join(two(flow_source("aorta", 1.), part("artery", "resistor", {"aorta"}))); },
    {"\"artery\"", "port \"outlet\" is not connected"});
  vht::test::expect_error<InputError>(
    [&] {
      join(two(flow_source("aorta", 1.), part("bed", "RCR", {"aota"}, {{"Distal pressure", 0.}})));
    },
    {"\"aorta\"", "Did you mean \"aota\"?"});
  vht::test::expect_error<InputError>([&] { join(two(flow_source("a", 1.), flow_source("a", 2.))); },
                                      {"Two components are called \"source\""});
  vht::test::expect_error<InputError>([&] { bifurcation().flow("lefd", "inlet"); }, {"Did you mean \"left\"?"});
  vht::test::expect_error<InputError>([&] { bifurcation().flow("left", "side"); }, {"no port \"side\""});
}

TEST(Circuit, what_the_equations_leave_open_is_named)
{
  // A flow that is given, round a loop without a pressure: nothing tells the pressure.
  std::vector<Circuit::Part> parts;
  parts.push_back(part("one", "resistor", {"a", "b"}));
  parts.push_back(part("two", "resistor", {"b", "a"}));
  const Circuit circuit(std::move(parts), 1.);
  StageSolver   solver(circuit, {});
  Values        value = circuit.initial();
  vht::test::expect_error<ConvergenceError>([&] { solver.solve(0., 1., Values::Zero(value.size()), value); },
                                            {"leave \"pressure ", "open", "a compliance or a chamber"});
}

TEST(Circuit, constants_of_another_unit_are_told)
{
  std::vector<Circuit::Part> parts;
  parts.push_back(flow_source("a", 1e-4));
  parts.push_back(part("bed", "RCR", {"a"}, {{"Compliance", 7.5e-6}, {"Distal pressure", 0.}})); // mL/mmHg, times 1000
  const Circuit circuit(std::move(parts), 1.);
  const auto    lines = unusual_constants(circuit);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("Component bed: Compliance = "), std::string::npos) << lines[0];
  EXPECT_NE(lines[0].find("published"), std::string::npos) << lines[0];
}

TEST(Circuit, the_plan_shows_every_component)
{
  const std::string svg = plan_svg(bifurcation());
  for (const std::string name : {"source", "trunk", "left", "right", "bed left", "bed right"})
    EXPECT_NE(svg.find(">" + name + "</text>"), std::string::npos) << name;
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}
