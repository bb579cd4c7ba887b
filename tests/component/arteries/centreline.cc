// Centrelines with radii: what is read, what is refused with the right words, and where vessels are drawn.

#include "physics/error.h"
#include "solvers/arteries/centreline_tree.h"
#include "solvers/arteries/layout.h"
#include "solvers/arteries/segment_table.h"
#include "solvers/core/polylines.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

using namespace vht;
using namespace vht::test;

namespace
{
  std::filesystem::path
  swc(const std::string &text)
  {
    const auto file = std::filesystem::path(testing::TempDir()) / "vht_tree.swc";
    std::ofstream(file) << text;
    return file;
  }

  // A stem of 30 mm that narrows from 3 to 2 mm; an arm of 50 mm with a bend, an arm of 10 mm.
  const std::string stem = "# a tree\n1 0 0 0 0 3.0 -1\n2 0 0 0 10 2.6667 1\n3 0 0 0 30 2 2\n";
  const std::string tree = stem + "4 0 0 30 30 1 3\n5 0 0 30 50 1 4\n6 0 0 0 40 0.5 3\n";

  Network
  read(const std::filesystem::path &file, const std::string &inlet, const CentrelineParameters &parameters = {})
  {
    return Network(read_centrelines(file, parameters, {inlet}), {inlet}, {});
  }

  void
  refused(const std::string &text, const std::vector<std::string> &words, const std::string &inlet = "1")
  {
    expect_error<InputError>([&] { read(swc(text), inlet); }, words);
  }
} // namespace

TEST(ArteryCentreline, vessels_go_from_branching_to_branching)
{
  const Network network = read(swc(tree), "1");
  ASSERT_EQ(network.vessels().size(), 3u);
  const Vessel &first = network.vessels()[network.vessel("1-3", "")];
  EXPECT_NEAR(first.length, 0.03, 1e-12);
  EXPECT_NEAR(first.proximal_radius, 3e-3, 1e-6);
  EXPECT_NEAR(first.distal_radius, 2e-3, 1e-6);
  EXPECT_FALSE(first.terminal.given());
  const Vessel &bent = network.vessels()[network.vessel("3-5", "")];
  EXPECT_NEAR(bent.length, 0.05, 1e-12);
  // Radii 1 and 0.5 to the power of three: 8 to 1. Least squares between 2, 1, 1 mm ends at the smallest of them.
  EXPECT_NEAR(bent.distal_radius, 1e-3, 1e-9);
  const Vessel &straight = network.vessels()[network.vessel("3-6", "")];
  EXPECT_NEAR(straight.terminal.total_resistance / bent.terminal.total_resistance, 8., 1e-9);
  EXPECT_NEAR(1. / straight.terminal.total_resistance + 1. / bent.terminal.total_resistance, 1e-9, 1e-18);
  EXPECT_NEAR(straight.terminal.compliance + bent.terminal.compliance, 1e-10, 1e-19);
}

TEST(ArteryCentreline, vessels_run_away_from_the_inlet_that_is_named)
{
  const Network network = read(swc(tree), "5");
  EXPECT_EQ(network.vessels()[network.vessel("5-3", "")].end, "3");
  EXPECT_TRUE(network.vessels()[network.vessel("3-1", "")].terminal.given());
}

TEST(ArteryCentreline, lines_of_vtk_that_meet_at_a_place_are_joined)
{
  Polylines lines;
  lines.points       = {{0, 0, 0}, {0, 0, 30}, {0, 0, 30}, {0, 40, 30}, {0, 0, 30}, {0, -20, 30}};
  lines.lines        = {{0, 1}, {3, 2}, {4, 5}}; // the second one against the flow
  lines.point_fields = {{"Radius", {2, 2, 1.5, 1.5, 1, 1}}};
  const auto file    = std::filesystem::path(testing::TempDir()) / "vht_tree.vtp";
  write_polylines(file, lines);
  const Network network = read(file, "0");
  EXPECT_EQ(network.vessels().size(), 3u);
  EXPECT_NEAR(network.vessels()[network.vessel("1-3", "")].length, 0.04, 1e-12);
  expect_error<InputError>([&] { read(file, "0", {.radius_field = "radius"}); },
                           {"no field \"radius\"", "Did you mean \"Radius\""});
}

TEST(ArteryCentreline, mistakes_are_named_with_their_point)
{
  refused(stem + "4 0 0 30 30 0 3\n6 0 0 0 40 1 3\n",
          {"vht_tree.swc: point 4", "0.03", "radius of 0 m", "Smallest radius"});
  refused(tree + "7 0 90 0 0 1 -1\n8 0 99 0 0 1 7\n", {"point 7", "and 1 more", "no inlet reaches"});
  refused(tree, {"Inlet \"3\"", "no free end", "thickest free ends: 1 (radius 0.003 m)"}, "3");
  refused(tree, {"Inlet \"heart\"", "no point of this number"}, "heart");
  refused(stem + "4 0 0 30 30 1 9\n", {"point 4 has the parent 9"});
  refused(stem + "3 0 0 30 30 1 3\n", {"vht_tree.swc:5", "second point 3"});
  refused(stem + "4 0 0 30 thirty 1 3\n", {"vht_tree.swc:5", "number type x y z radius parent"});
}

TEST(ArteryCentreline, a_smallest_radius_is_a_choice)
{
  const Network network = read(swc(stem + "4 0 0 30 30 0 3\n6 0 0 0 40 1 3\n"), "1", {.smallest_radius = 1e-3});
  EXPECT_GE(network.vessels()[network.vessel("3-4", "")].distal_radius, 1e-3);
}

// A loop in a file of lines: two ways between the same points.
TEST(ArteryCentreline, loops_are_read_and_refused_where_they_are_not_wanted)
{
  Polylines lines;
  lines.points       = {{0, 0, 0}, {0, 0, 30}, {0, 20, 50}, {0, -20, 50}, {0, 0, 70}, {0, 0, 99}};
  lines.lines        = {{0, 1}, {1, 2, 4}, {1, 3, 4}, {4, 5}};
  lines.point_fields = {{"Radius", std::vector<double>(6, 1.5)}};
  const auto file    = std::filesystem::path(testing::TempDir()) / "vht_loop.vtp";
  write_polylines(file, lines);
  EXPECT_EQ(read(file, "0").vessels().size(), 4u);
  expect_error<InputError>([&] { Network(read_centrelines(file, {}, {"0"}), {"0"}, {.loops = false}); },
                           {"closes a loop", "Network/Loops", "points 1 to 4"});
}

TEST(ArteryCentreline, walls_by_the_radius)
{
  Vessel vessel    = make_vessel("a", "in", "out");
  vessel.stiffness = StiffnessByRadius();
  // 2e6 exp(-2253 * 0.005) + 8.65e4 = 86525.6 Pa at 5 mm
  EXPECT_NEAR(vessel.youngs_modulus * vessel.thickness(0.3) / vessel.radius(0.3), 86525.6, 0.5);
  EXPECT_NEAR(StiffnessByRadius()(0.), 2.0865e6, 1e-6);
}

TEST(ArteryLayout, centrelines_stay_where_they_are)
{
  const Network network = read(swc(tree), "1");
  const Layout  layout(network);
  EXPECT_FALSE(layout.is_planar());
  const std::size_t bent = network.vessel("3-5", "");
  const auto        half = layout.at(bent, 0.8); // 40 of 50 mm: 10 mm behind the bend
  EXPECT_NEAR(half[1], 0.03, 1e-12);
  EXPECT_NEAR(half[2], 0.04, 1e-12);
}

TEST(ArteryLayout, a_table_is_laid_out_in_a_plane_with_true_lengths)
{
  const Network network = make_bifurcation();
  const Layout  layout(network);
  EXPECT_TRUE(layout.is_planar());
  for (std::size_t v = 0; v < 3; ++v)
    {
      const auto begin = layout.at(v, 0.), end = layout.at(v, 1.);
      EXPECT_NEAR(std::hypot(end[0] - begin[0], end[1] - begin[1]), network.vessels()[v].length, 1e-12);
      EXPECT_EQ(end[2], 0.);
    }
  EXPECT_EQ(layout.at(0, 1.), layout.at(1, 0.)); // joined at the fork
  EXPECT_EQ(layout.at(0, 1.), layout.at(2, 0.));
  EXPECT_GT(std::abs(layout.at(1, 1.)[0] - layout.at(2, 1.)[0]), 0.05); // and apart at the ends
}
