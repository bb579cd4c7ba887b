// Tables of vessels: what is read, and what is refused with the right words.

#include "solvers/arteries/network.h"

#include "physics/error.h"
#include "solvers/arteries/drive.h"
#include "solvers/arteries/openbf_file.h"
#include "solvers/arteries/segment_table.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace vht;
using namespace vht::test;

namespace
{
  const std::string head = "vessel,start node,end node,length [mm],proximal radius [mm],distal radius [mm],"
                           "Young's modulus [MPa],R1 [Pa s/m^3]\n";

  std::filesystem::path
  table(const std::string &text)
  {
    const auto file = std::filesystem::path(testing::TempDir()) / "vht_segments.csv";
    std::ofstream(file) << text;
    return file;
  }

  Network
  network(const std::string &rows, const NetworkRules &rules = {})
  {
    return Network(read_segments(table(head + rows)), {"in"}, rules);
  }

  void
  refused(const std::string &rows, const std::vector<std::string> &texts, const NetworkRules &rules = {})
  {
    expect_error<InputError>([&] { network(rows, rules); }, texts);
  }
} // namespace

TEST(ArteryNetwork, units_of_the_columns_are_converted)
{
  const Network read   = network("a,in,m,50,3,2.5,0.4,\nb,m,out,20,2,2,0.8,1e9\n");
  const Vessel &vessel = read.vessels()[0];
  EXPECT_DOUBLE_EQ(vessel.length, 0.05);
  EXPECT_DOUBLE_EQ(vessel.radius(0.5), 2.75e-3);
  EXPECT_DOUBLE_EQ(vessel.youngs_modulus, 4e5);
  EXPECT_TRUE(std::isnan(vessel.terminal.proximal_resistance));
  EXPECT_DOUBLE_EQ(read.vessels()[1].terminal.proximal_resistance, 1e9);
  EXPECT_EQ(read.nodes().size(), 3u);
  // r (0.2802 exp(-505.3 r) + 0.1324 exp(-11.14 r)) at 2.75 mm
  EXPECT_NEAR(vessel.thickness(0.5), 5.45e-4, 5e-6);
}

TEST(ArteryNetwork, openbf_writes_vessels_in_yaml)
{
  const auto        file = std::filesystem::path(testing::TempDir()) / "vht_network.yaml";
  const std::string good =
    "project_name: fork\n"
    "network:\n"
    "  - {label: stem, sn: 1, tn: 2, L: 0.05, E: 4e5, Rp: 3e-3, Rd: 2e-3, M: 20, gamma profile: 9}\n"
    "  - {label: left, sn: 2, tn: 3, L: 0.04, E: 5e5, R0: 2e-3, h0: 4e-4, R1: 1e8, R2: 2e9, Cc: 1e-10}\n"
    "  - {label: mid, sn: 2, tn: 4, L: 0.04, E: 5e5, R0: 2e-3, R1: 2e9, Cc: 1e-10, Pext: 1e4}\n"
    "  - {label: right, sn: 2, tn: 5, L: 0.04, E: 5e5, R0: 2e-3, Rt: 0.3}\n";
  const auto read = [&](std::string text, const std::string &from = "", const std::string &to = "") {
    if (!from.empty())
      text.replace(text.find(from), from.size(), to);
    std::ofstream(file) << text;
    return read_openbf(file);
  };
  std::vector<Vessel> vessels;
  try
    {
      vessels = read(good);
    }
  catch (const InputError &error)
    {
      if (std::string(error.what()).find("without yaml-cpp") != std::string::npos)
        GTEST_SKIP() << error.what();
      throw;
    }
  const Network fork(vessels, {"1"}, {});
  EXPECT_EQ(fork.nodes().size(), 5u);
  EXPECT_DOUBLE_EQ(vessels[0].radius(0.5), 2.5e-3);
  EXPECT_DOUBLE_EQ(vessels[0].profile_order, 9.);
  EXPECT_DOUBLE_EQ(vessels[1].thickness(0.5), 4e-4);
  EXPECT_DOUBLE_EQ(vessels[1].terminal.distal_resistance, 2e9);
  EXPECT_DOUBLE_EQ(vessels[2].terminal.total_resistance, 2e9);
  EXPECT_DOUBLE_EQ(vessels[2].reference_pressure, 1e4);
  EXPECT_DOUBLE_EQ(vessels[3].terminal.reflection, 0.3);

  expect_error<InputError>([&] { read(good, "E: 4e5", "e: 4e5"); }, {"vht_network.yaml:3", "unknown key \"e\""});
  expect_error<InputError>([&] { read(good, "L: 0.05", "L: long"); }, {"vht_network.yaml:3", "\"L\" is \"long\""});
  expect_error<InputError>([&] { read(good, "Rp: 3e-3, Rd: 2e-3, ", ""); }, {"\"stem\"", "either R0, or Rp and Rd"});
  expect_error<InputError>([&] { read(good, "network:", "net work: ["); }, {"vht_network.yaml:"});
  expect_error<InputError>([&] { read(good, "network:", "vessels:"); }, {"no list \"network\""});
  expect_error<InputError>([&] { read_openbf("gone.yaml"); }, {"gone.yaml cannot be read"});
}

TEST(ArteryNetwork, sizes_that_no_vessel_has_are_refused)
{
  refused("a,in,out,50,-3,2.5,0.4,1e9\n", {"vht_segments.csv:2", "proximal radius", "\"a\"", "-0.003 m"});
  refused("a,in,out,50,3,0,0.4,1e9\n", {"distal radius", "is 0 m"});
  refused("a,in,out,50000,3,2.5,0.4,1e9\n", {"length", "50 m", "Is the unit"});      // m taken for mm
  refused("a,in,out,0.05,3,2.5,0.4,1e9\n", {"length", "5e-05 m", "Is the unit"});    // m in a column of mm
  refused("a,in,out,50,0.003,0.0025,0.4,1e9\n", {"proximal radius", "Is the unit"}); // the same
  refused("a,in,out,50,3,2.5,400,1e9\n", {"Young's modulus", "400 MPa", "Is the unit"});
  refused("a,in,out,50,3,2.5,0.0004,1e9\n", {"Young's modulus", "400 Pa"});
}

TEST(ArteryNetwork, mistakes_in_the_joins_are_named)
{
  refused("a,in,m,50,3,2.5,0.4,\n", {"\"a\" ends at node \"m\" without a terminal", "vht_segments.csv:2"});
  refused("a,in,m,50,3,2.5,0.4,1e9\nb,m,out,50,3,2.5,0.4,1e9\n", {"\"a\" has a terminal", "not free"});
  refused("a,in,out,50,3,2.5,0.4,1e9\nb,m,n,50,3,2.5,0.4,\nc,n,o,50,3,2.5,0.4,1e9\nd,n,m,50,3,2.5,0.4,\n",
          {"no inlet reaches \"b\", \"c\", \"d\"", "vht_segments.csv:3"});
  refused("a,in,m,50,3,2.5,0.4,\nb,m,o,50,3,2.5,0.4,1e9\nc,x,m,50,3,2.5,0.4,\n",
          {"\"c\" begins at node \"x\"", "exchanged"});
  refused("a,in,m,50,3,2.5,0.4,\nb,n,m,50,3,2.5,0.4,\nc,n,out,50,3,2.5,0.4,1e9\n",
          {"all vessels at node \"m\" end there", "\"a\", \"b\"", "the wrong way round"});
  refused("a,in,in,50,3,2.5,0.4,\n", {"begins and ends at node \"in\""});
  refused("a,in,m,50,3,2.5,0.4,\na,m,out,50,3,2.5,0.4,1e9\n", {"a second vessel \"a\""});
}

TEST(ArteryNetwork, loops_are_found_where_they_are_not_wanted)
{
  const std::string loop = "a,in,m,50,3,2.5,0.4,\nb,m,n,50,3,2.5,0.4,\nc,m,n,50,3,2.5,0.4,\nd,n,out,50,3,2.5,0.4,1e9\n";
  EXPECT_EQ(network(loop).vessels().size(), 4u);
  refused(loop, {"closes a loop", "Network/Loops"}, {.loops = false});
}

TEST(ArteryNetwork, tables_that_cannot_be_meant_are_refused)
{
  expect_error<InputError>([] { read_segments(table("vessel,start node,end node,lenght [mm]\n")); },
                           {"\"lenght [mm]\" is unknown", "Did you mean \"length\"?"});
  expect_error<InputError>(
    [] {
      read_segments(
        table("vessel,start node,end node,length,proximal radius [mm],distal radius [mm],Young's modulus [MPa]\n"
              "a,in,out,50,3,3,0.4\n"));
    },
    {"\"length\" has no unit", "length [m]"});
  refused("a,in,out,fifty,3,3,0.4,1e9\n", {"vht_segments.csv:2", "length [mm]", "fifty"});
}

TEST(ArteryDrive, curves_come_in_the_units_of_their_columns)
{
  const auto      file = table("# a heart\ntime [ms],flow [L/min],comment\n0,0,\n100,6,systole\n");
  const TimeTable read(file, "case.prm:3, Inlet in/Flow", "flow", "m^3/s");
  EXPECT_DOUBLE_EQ(read.times()[1], 0.1);
  EXPECT_DOUBLE_EQ(read.values()[1], 1e-4);
  EXPECT_DOUBLE_EQ(read.at(0.05), 5e-5);
  expect_error<InputError>([&] { TimeTable(file, "", "pressure", "Pa"); }, {"no column \"pressure\""});
  expect_error<InputError>([&] { TimeTable(file, "", "flow", "Pa"); }, {"vht_segments.csv:3", "flow [L/min]"});
  expect_error<InputError>([] { TimeTable(table("time [s],flow [L/min]\n0,0\n0,1\n"), "here", "flow", "m^3/s"); },
                           {"here: ", "do not increase", "vht_segments.csv:3"});
  expect_error<InputError>([] { TimeTable(table("time [s],flow [L/min]\n0,\n"), "here", "flow", "m^3/s"); },
                           {"here: ", "vht_segments.csv:2", "empty"});
}

TEST(ArteryDrive, curves_repeat_with_the_period)
{
  const TimeTable series = {{0., 0.1, 0.2, 0.5, 0.8, 1.}, {0., 1., 3., 2., 1., 0.}};
  for (const char *interpolation : {"linear", "makima", "pchip"})
    {
      const auto drive = make_drive(series, interpolation, 1., 2.);
      for (std::size_t i = 0; i < series.times().size(); ++i)
        for (const double cycle : {0., 1., 7.})
          EXPECT_NEAR(drive(series.times()[i] + cycle), 2. * series.values()[i], 1e-12)
            << interpolation << " row " << i;
      EXPECT_NEAR(drive(1. - 1e-9), drive(1. + 1e-9), 1e-6); // no jump between cycles
    }
  EXPECT_NEAR(make_drive(series, "linear", 1., 1.)(0.35), 2.5, 1e-12);
  EXPECT_NEAR(make_drive(series, "linear", 0., 1.)(5.), 0., 1e-12); // constant after the last row
  expect_error<InputError>([&] { make_drive(series, "linear", 0.8, 1.); }, {"lasts 1 s", "Time/Period is 0.8 s"});
}
