// Arteries whose ends are ports of a circuit.

#include "solvers/coupling/artery_circuit.h"

#include "physics/error.h"
#include "solvers/arteries/integrator.h"
#include "solvers/core/run.h"
#include "solvers/network/components/chamber.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <numbers>

using namespace vht;
using namespace vht::test;
using network::test::part;

namespace
{
  /** A network, a circuit at its ends, and all that it takes to go on in time. */
  struct Coupled
  {
    Coupled(const Network                      &network,
            std::vector<network::Circuit::Part> parts,
            NodeConditions                      conditions,
            std::vector<ConnectionParameters>   connections,
            double                              initial_pressure,
            const DiscretisationParameters     &cells = {})
      : run({.tool = "test"})
      , discretisation(network, {}, cells)
      , parameters([&] {
        ArteriesParameters result;
        result.connections = connections;
        result.draw        = false;
        return result;
      }())
      , circuit({.parts = std::move(parts), .newton = {}}, parameters, run)
      , equations(discretisation, add(network, std::move(conditions)))
      , integrator(equations, state_at_rest(discretisation, initial_pressure))
      , initial_blood(blood())
    {
    }

    NodeConditions
    add(const Network &network, NodeConditions conditions)
    {
      conditions.coupling = &circuit;
      for (const ConnectionParameters &each : parameters.connections)
        conditions.coupled.push_back({network.vessel(each.vessel, "test"), each.end == "end"});
      return conditions;
    }

    /** In vessels and circuit [m^3]. */
    double
    blood() const
    {
      return equations.volume(integrator.state()) + circuit.volume();
    }

    vht::Run           run;
    Discretisation     discretisation;
    ArteriesParameters parameters;
    ArteryCircuit      circuit;
    ArteryOperator     equations;
    ArteryIntegrator   integrator;
    double             initial_blood;
  };

  /** The bifurcation of the other tests with free ends at "a" and "b", and at "in" if wanted. */
  Network
  open_bifurcation(bool open_inlet)
  {
    std::vector<Vessel> vessels = make_bifurcation().vessels();
    for (Vessel &vessel : vessels)
      vessel.terminal = {};
    if (open_inlet)
      return Network(vessels, {}, {}, {"in", "a", "b"});
    return Network(vessels, {"in"}, {}, {"a", "b"});
  }

  const std::vector<ConnectionParameters> outlets = {{"left", "left", "end", "left", "test"},
                                                     {"right", "right", "end", "right", "test"}};

  /** What make_bifurcation() has as terminals. */
  std::vector<network::Circuit::Part>
  beds(double pressure, bool closed)
  {
    std::vector<network::Circuit::Part> parts;
    for (const std::string name : {"left", "right"})
      {
        std::map<std::string, double> constants = {{"Proximal resistance", 4e8},
                                                   {"Distal resistance", 2e9},
                                                   {"Compliance", 1e-10},
                                                   {"Initial pressure", pressure}};
        if (!closed)
          constants["Distal pressure"] = 0.;
        parts.push_back(part(name + " bed", "RCR",
                             closed ? std::vector<std::string>{name, "vein"} : std::vector<std::string>{name},
                             constants));
      }
    return parts;
  }

  double
  heart(double time)
  {
    return 1e-5 * (1. - std::cos(2. * std::numbers::pi * time));
  }

  double
  largest_difference(const ArteryState &first, const ArteryState &second, const Discretisation &cells)
  {
    double largest = 0.;
    for (const VesselCells &vessel : cells.vessels())
      for (std::size_t i = vessel.first; i < vessel.first + vessel.n; ++i)
        largest = std::max(largest, std::abs(first.area[i] / second.area[i] - 1.));
    return largest;
  }
} // namespace

// Two schemes for one windkessel: the trapezoidal rule of the terminal, and the circuit's.
TEST(ArteryCircuit, beds_as_components_are_the_terminals_to_second_order)
{
  double difference[2];
  for (int i = 0; i < 2; ++i)
    {
      const DiscretisationParameters cells  = {.cell_size = 1e-2, .courant_number = i == 0 ? 0.8 : 0.4};
      const Network                  closed = make_bifurcation(), open = open_bifurcation(false);
      const Discretisation           discretisation(closed, {}, cells);
      ArteryOperator                 equations(discretisation, flow_at("in", heart, 10e3));
      ArteryIntegrator               integrator(equations, state_at_rest(discretisation, 10e3));
      Coupled                        coupled(open, beds(10e3, false), flow_at("in", heart, 10e3), outlets, 10e3, cells);
      integrator.advance_to(0.4);
      coupled.integrator.advance_to(0.4);
      difference[i] = largest_difference(coupled.integrator.state(), integrator.state(), discretisation);
      EXPECT_LT(std::abs(coupled.integrator.mass_error()), 1e-12);
    }
  EXPECT_LT(difference[1], 1e-5);
  EXPECT_GT(difference[1], 1e-12); // they are two schemes
  EXPECT_NEAR(std::log2(difference[0] / difference[1]), 2., 0.3);
}

// Cells stay, steps become shorter: the distance between three solutions.
TEST(ArteryCircuit, is_of_second_order_in_time)
{
  const Network            network = open_bifurcation(true);
  std::vector<ArteryState> states;
  DiscretisationParameters cells = {.cell_size = 1e-2, .limited = false};
  for (const double courant : {0.8, 0.4, 0.2})
    {
      cells.courant_number                      = courant;
      std::vector<network::Circuit::Part> parts = beds(10e3, false);
      auto                                pump  = std::make_unique<network::Chamber>("elastance", "twitch");
      for (const Parameter &each : pump->parameters())
        if (each.name == "Onset")
          *each.value = 0.;
      // The chamber ejects through a resistance and an inertance at the open port: no valve, no kink.
      parts.push_back(part("pump", std::move(pump), {"valve", "ventricle"}, {{"Initial volume", 150e-6}}));
      parts.push_back(part("root", "resistor", {"ventricle", "aorta"}, {{"Resistance", 5e7}, {"Inertance", 1e6}}));
      parts.push_back(part("filling", "resistor", {"vein", "valve"}, {{"Resistance", 5e8}}));
      parts.push_back(part("vein", "compliance", {"vein"}, {{"Compliance", 1e-8}, {"Initial pressure", 8e3}}));
      auto connections = outlets;
      connections.push_back({"aorta", "parent", "start", "aorta", "test"});
      NodeConditions conditions;
      conditions.initial_pressure = 10e3;
      Coupled coupled(network, std::move(parts), conditions, connections, 10e3, cells);
      coupled.integrator.advance_to(0.25);
      states.push_back(coupled.integrator.state());
    }
  const Discretisation discretisation(network, {}, cells);
  const double         coarse = largest_difference(states[0], states[1], discretisation),
               fine           = largest_difference(states[1], states[2], discretisation);
  EXPECT_NEAR(std::log2(coarse / fine), 2., 0.3);
  EXPECT_GT(coarse, 1e-9);
}

// A ventricle with valves fills from a vein into which the beds return.
TEST(ArteryCircuit, a_closed_circulation_keeps_its_blood_and_becomes_periodic)
{
  const Network                       network = open_bifurcation(true);
  std::vector<network::Circuit::Part> parts   = beds(10e3, true);
  parts.push_back(part("LV", std::make_unique<network::Chamber>("elastance", "twitch"), {"inflow", "outflow"},
                       {{"Initial volume", 60e-6}, {"Onset", 0.1}, {"Active elastance", 3e8}}));
  parts.push_back(part("mitral", "valve", {"vein", "inflow"}));
  parts.push_back(part("aortic", "valve", {"outflow", "aorta"}));
  parts.push_back(part("veins", "compliance", {"vein"}, {{"Compliance", 5e-9}, {"Initial pressure", 1.2e3}}));
  auto connections = outlets;
  connections.push_back({"aorta", "parent", "start", "aorta", "test"});
  NodeConditions conditions;
  conditions.initial_pressure = 10e3;
  Coupled coupled(network, std::move(parts), conditions, connections, 10e3, {.cell_size = 2e-2});

  const auto volume = [&] {
    return coupled.circuit.boundary().value()[coupled.circuit.boundary().circuit().internal("LV", "volume")];
  };
  double largest = 0., smallest = 1., before = 0., last = 0.;
  for (int beat = 0; beat < 16; ++beat)
    {
      before   = last;
      largest  = 0.;
      smallest = 1.;
      for (int i = 1; i <= 50; ++i)
        {
          coupled.integrator.advance_to(beat + i / 50.);
          largest  = std::max(largest, volume());
          smallest = std::min(smallest, volume());
        }
      last = volume();
    }
  EXPECT_GT(largest - smallest, 2e-6);    // it pumps
  EXPECT_NEAR(last, before, 1e-4 * last); // periodic
  EXPECT_LT(std::abs(coupled.blood() / coupled.initial_blood - 1.), 1e-12);
  EXPECT_LT(std::abs(coupled.integrator.mass_error()), 1e-12);

  // Every rank computes the same.
  EXPECT_EQ(dealii::Utilities::MPI::max(last, MPI_COMM_WORLD), dealii::Utilities::MPI::min(last, MPI_COMM_WORLD));
}

TEST(ArteryCircuit, a_loss_at_the_end_stands_between_vessel_and_node)
{
  const EndLoss       loss = {1e7, 1e13};
  const EndCurve::Law law  = {5e-3, 2e7, 500., 1060., 1., -1.};
  const EndCurve      end(law, 9e3, 1e-5);
  const double        pressure = 8.7e3, step = 1.;
  const auto          at = end_flow(end, loss, pressure);
  // The node's pressure is the vessel's less the loss of what flows into the node.
  double low = 0.5 * end.root(), high = 2. * end.root();
  for (int i = 0; i < 200; ++i)
    {
      const double middle = 0.5 * (low + high), into = -end.at(middle).flow;
      (end.at(middle).pressure - (1e7 + 1e13 * std::abs(into)) * into < pressure ? low : high) = middle;
    }
  EXPECT_NEAR(at.flow, -end.at(low).flow, 1e-10 * std::abs(at.flow));
  const double difference =
    (end_flow(end, loss, pressure + step).flow - end_flow(end, loss, pressure - step).flow) / (2. * step);
  EXPECT_NEAR(at.slope, difference, 1e-5 * std::abs(difference));
}

TEST(ArteryCircuit, a_vessel_that_is_drawn_empty_is_told)
{
  const Network                       network = open_bifurcation(false);
  std::vector<network::Circuit::Part> parts   = beds(10e3, false);
  parts[0] = part("left bed", "resistor", {"left"}, {{"Resistance", 1e3}, {"Distal pressure", -3e6}});
  Coupled coupled(network, std::move(parts), flow_at("in", heart, 10e3), outlets, 10e3);
  expect_error<ConvergenceError>([&] { coupled.integrator.advance_to(0.1); }, {"joined to the circuit", "time"});
}
