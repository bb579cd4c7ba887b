// The whole network in files, and a run that goes on from its checkpoint.

#include "solvers/arteries/finite_volumes.h"
#include "solvers/arteries/network_fields.h"
#include "solvers/arteries/recorder.h"
#include "solvers/core/polylines.h"
#include "solvers/core/run.h"
#include "tests/component/arteries/small_networks.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <numbers>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  double
  heart(double time)
  {
    return 1e-5 * (1. + std::sin(2. * std::numbers::pi * time));
  }

  std::filesystem::path
  fresh_folder(const std::string &name)
  {
    const auto folder = std::filesystem::path(testing::TempDir()) / ("vht_arteries_" + name);
    std::filesystem::remove_all(folder);
    return folder;
  }
} // namespace

TEST(ArteryOutput, the_whole_network_is_written_as_lines_over_time)
{
  const Network        network = make_bifurcation();
  const Discretisation discretisation(network, {}, {.cell_size = 0.02});
  FiniteVolumeMethod   method(discretisation, flow_at("in", heart, 10e3));
  const auto           folder = fresh_folder("fields");
  vht::Run             run({.tool = "test", .output = folder});

  const NetworkFieldParameters parameters = {.interval = 0.1};
  NetworkFields                fields(parameters, discretisation, run);
  fields.begin_cycle();
  for (int i = 0; i <= 20; ++i)
    {
      method.advance_to(0.02 * i);
      fields.record(0.02 * i, method);
    }
  fields.write(3.);

  std::ostringstream collection;
  collection << std::ifstream(folder / "network.pvd").rdbuf();
  EXPECT_NE(collection.str().find("timestep=\"3.4\" part=\"0\" file=\"fields/network_0004.vtp\""), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(folder / "fields/network_0005.vtp"));

  const Polylines lines = read_polylines(folder / "fields/network_0004.vtp");
  ASSERT_EQ(lines.lines.size(), 3u);
  EXPECT_EQ(lines.lines[2].size(), discretisation.vessels()[2].n + 1);
  const auto at = [&](const std::string &name, std::size_t point) { return lines.at_points(name, "")[point]; };
  for (std::size_t i = 0; i < lines.points.size(); ++i)
    {
      EXPECT_NEAR(at("velocity", i) * at("area", i), at("flow", i), 1e-12);
      EXPECT_NEAR(std::numbers::pi * at("radius", i) * at("radius", i), at("area", i), 1e-12);
    }
  const PlaceValues middle = method.at(0, 0.5);
  EXPECT_NEAR(at("pressure", lines.lines[0][5]), middle.pressure, 1e-9 * middle.pressure); // ten cells
}

// The state that is saved is the whole state: what comes after it is the same, bit by bit.
TEST(ArteryOutput, a_run_that_goes_on_from_its_state_is_an_uninterrupted_one)
{
  const Network        network = make_bifurcation();
  const Discretisation discretisation(network, {}, {});
  const NodeConditions conditions = flow_at("in", heart, 10e3);
  ArteryOperator       equations(discretisation, conditions), others(discretisation, conditions);
  ArteryIntegrator     whole(equations, state_at_rest(discretisation, 10e3));
  ArteryIntegrator     parts(others, state_at_rest(discretisation, 10e3));
  whole.advance_to(0.3);
  const auto saved = whole.save();
  whole.advance_to(0.6);
  parts.load(saved);
  parts.advance_to(0.6);
  EXPECT_EQ(parts.steps(), whole.steps());
  EXPECT_EQ(parts.mass_error(), whole.mass_error());
  EXPECT_EQ(others.outflow_volume(), equations.outflow_volume());
  for (const VesselCells &cells : discretisation.vessels())
    for (std::size_t i = cells.first; i < cells.first + cells.n; ++i)
      {
        EXPECT_EQ(parts.state().area[i], whole.state().area[i]);
        EXPECT_EQ(parts.state().flow[i], whole.state().flow[i]);
      }
}

TEST(ArteryOutput, curves_come_back_from_a_checkpoint)
{
  const Network        network = make_bifurcation();
  const Discretisation discretisation(network, {}, {});
  FiniteVolumeMethod   method(discretisation, flow_at("in", heart, 10e3));
  Recorder             recorder({{"middle", 0, 0.5}, {"end", 2, 1.}});
  for (int cycle = 0; cycle < 2; ++cycle)
    {
      recorder.begin_cycle();
      for (int i = 0; i <= 10; ++i)
        {
          method.advance_to(cycle + 0.1 * i);
          recorder.record(0.1 * i, method);
        }
    }
  Recorder other(recorder.places());
  other.load(recorder.save());
  EXPECT_EQ(other.change(2).value, recorder.change(2).value);
  EXPECT_GT(other.change(2).value, 0.);
  EXPECT_EQ(other.curve(1, &PlaceValues::flow), recorder.curve(1, &PlaceValues::flow));
  EXPECT_EQ(other.statistics(0).mean_area, recorder.statistics(0).mean_area);
}
