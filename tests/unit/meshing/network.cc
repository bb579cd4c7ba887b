#include "meshing/check.h"
#include "meshing/network/network_surface.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/surface/surface_check.h"
#include "meshing/surface/surface_geometry.h"
#include "tests/unit/meshing/helpers.h"

#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3, pi = std::numbers::pi;

  void
  ignore(const std::string &)
  {
  }

  const std::string heading = "x,y,z,radius,parent\n";

  TaggedMesh
  mesh_of(const Folder      &folder,
          const std::string &rows,
          double             elements_across,
          NetworkCase        network = {},
          CellShape          cells   = CellShape::tetrahedron,
          const LayerCase   &layers  = {})
  {
    network.file            = folder.write("network.csv", heading + rows);
    network.length_unit     = "mm";
    network.elements_across = elements_across;
    network.check();
    return in_one_go(steps_of(network, {}, layers, 10 * mm, cells, Mesher::automatic, {}, ignore)).mesh;
  }

  void
  expect_sound(const TaggedMesh &mesh)
  {
    const Report report = check(mesh, Gates());
    EXPECT_TRUE(usable(report)) << describe(report);
  }

  double
  total_area(const TaggedMesh &mesh)
  {
    double sum = 0;
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      sum += face_area(mesh, mesh.face(i));
    return sum;
  }
} // namespace

TEST(Network, AStraightTubeConverges)
{
  const Folder        folder;
  const std::string   rows = "0,0,0,2,-1\n3,4,0,2,0\n9,12,0,2,1\n";
  const double        v = pi * 4 * 15 * mm * mm * mm, a = 2 * pi * 2 * 15 * mm * mm, lid = pi * 4 * mm * mm;
  std::vector<double> drift;
  for (const double across : {4., 8., 16.})
    {
      const TaggedMesh mesh = mesh_of(folder, rows, across);
      expect_sound(mesh);
      // An inscribed polygon of n = pi * across edges has 1 - (2 pi / n)^2 / 6 of its circle's area.
      const double bound = 4 / (6 * across * across);
      drift.push_back(1 - volume(mesh) / v);
      EXPECT_GT(drift.back(), 0);
      EXPECT_LT(drift.back(), bound) << across;
      EXPECT_NEAR(area(mesh, "wall") / a, 1, bound);
      EXPECT_NEAR(area(mesh, "inlet") / lid, 1, 1.5 * bound);
      EXPECT_NEAR(area(mesh, "outlet_1") / lid, 1, 1.5 * bound);
    }
  EXPECT_LT(drift[1], drift[0] / 2.5);
  EXPECT_LT(drift[2], drift[1] / 2.5);
}

TEST(Network, ATaperIsTheHullOfItsSpheres)
{
  const Folder folder;
  // Spheres of radius r(z) touch a cone whose section at z has the radius r(z) / cos(a), with sin(a) = 1.5 / 15. The
  // inlet lies where its sphere has its equator; what it bulges beyond its section is the extension's, of radius 3.
  const TaggedMesh mesh = mesh_of(folder, "0,0,0,3,-1\n0,0,15,1.5,0\n", 16);
  expect_sound(mesh);
  const double cosine = std::sqrt(1 - 0.01);
  const double cone   = pi * 15 / 3 * (9 + 4.5 + 2.25) / (cosine * cosine) * mm * mm * mm;
  EXPECT_NEAR(volume(mesh) / cone, 1, 0.012);
  EXPECT_NEAR(area(mesh, "outlet_1") / (pi * 2.25 / (cosine * cosine) * mm * mm), 1, 0.02);
}

TEST(Network, AForkHasThreeCapsAndOneRegion)
{
  const Folder      folder;
  const std::string rows = "0,0,-15,2,-1\n0,0,0,2,0\n9,0,12,1.5,1\n-6,0,8,1.4,1\n";
  NetworkCase       plain;
  plain.smoothing         = 0;
  const TaggedMesh smooth = mesh_of(folder, rows, 8), sharp = mesh_of(folder, rows, 8, plain);
  expect_sound(smooth);
  expect_sound(sharp);
  EXPECT_EQ(smooth.surface_names.size(), 4u);
  EXPECT_NEAR(area(smooth, "inlet") / (pi * 4 * mm * mm), 1, 0.03);
  EXPECT_NEAR(area(smooth, "outlet_1") / (pi * 2.25 * mm * mm), 1, 0.03);
  EXPECT_NEAR(area(smooth, "outlet_2") / (pi * 1.96 * mm * mm), 1, 0.03);
  // Fillets add to the volume, a little, and take away from the wall. What the branches have in common is there once.
  const Centreline line = read_centreline(folder / "network.csv", mm);
  EXPECT_GT(volume(smooth), volume(sharp));
  EXPECT_LT(volume(smooth), 1.05 * volume(sharp));
  EXPECT_LT(total_area(smooth), total_area(sharp));
  EXPECT_LT(volume(smooth), volume_of_cones(line));
  EXPECT_GT(volume(smooth), 0.85 * volume_of_cones(line));
  const NetworkWall wall;
  EXPECT_EQ(network_surface(line, wall).surface, network_surface(line, wall).surface) << "not the same twice";
}

TEST(Network, APointAlongALineDoesNotBulge)
{
  // The line is divided by a branching; far from the thin branch the level is that of the tube.
  const Centreline  line{{{0, 0, -10 * mm}, {0, 0, 0}, {0, 0, 10 * mm}, {8 * mm, 0, 0}},
                        {2 * mm, 2 * mm, 2 * mm, 0.5 * mm},
                        {{0, 1}, {1, 2}, {1, 3}}};
  const TubeNetwork tubes(line, 1);
  for (const double z : {-3., -1., 0., 0.5, 4.})
    EXPECT_NEAR(tubes.at({-2.1 * mm, 0, z * mm}).level, 0.1 * mm, 1e-9) << z;
  EXPECT_LT(tubes.at({2.1 * mm, 0, 0.6 * mm}).level, 0.1 * mm - 1e-6) << "a fillet";
  const Point wall = tubes.on_wall({0.1 * mm, -2.3 * mm, 5 * mm});
  EXPECT_NEAR(std::hypot(wall[0], wall[1]), 2 * mm, 1e-9);
  EXPECT_TRUE(std::isinf(tubes.at({50 * mm, 0, 0}).level));
}

TEST(Network, LayersAlongTheWallOfAFork)
{
  const Folder      folder;
  const std::string rows = "0,0,-15,2,-1\n0,0,0,2,0\n9,0,12,1.5,1\n-6,0,8,1.4,1\n";
  LayerCase         layers;
  layers.layers            = 4;
  layers.first_height      = 0.04 * mm;
  const TaggedMesh with    = mesh_of(folder, rows, 8, {}, CellShape::tetrahedron, layers),
                   without = mesh_of(folder, rows, 8);
  expect_sound(with);
  EXPECT_NEAR(volume(with) / volume(without), 1, 1e-9);
  EXPECT_NEAR(area(with, "outlet_2") / area(without, "outlet_2"), 1, 1e-9);
  EXPECT_EQ(n_faces(with, "wall"), n_faces(without, "wall"));
  expect_contains(message_of<InputError>(
                    [&] { mesh_of(folder, "0,0,0,1,-1\n0,0,9,1,0\n", 4, {}, CellShape::hexahedron, layers); }),
                  "tetrahedra only");
}

TEST(Network, EntriesThatWouldNotCountAreRefused)
{
  const auto complaint = [](const auto &change) {
    MeshCase mesh_case;
    mesh_case.source              = "network";
    mesh_case.network.file        = "a.csv";
    mesh_case.network.length_unit = "mm";
    change(mesh_case);
    return message_of<InputError>([&] { mesh_case.check(); });
  };
  expect_contains(complaint([](MeshCase &c) { c.network.length_unit = ""; }), "Network/Length unit is not set");
  expect_contains(complaint([](MeshCase &c) { c.network.file = ""; }), "Network/File is not set");
  expect_contains(complaint([](MeshCase &c) { c.network.around = {1, 0, 0}; }), "Network/Within is not");
  expect_contains(complaint([](MeshCase &c) { c.triangulation.layers.layers = 2; }), "First height is not set");
  expect_contains(complaint([](MeshCase &c) {
                    c.source               = "slab";
                    c.triangulation.layers = {{}, 2, 1e-3, 1.2, 0.4};
                  }),
                  "for the sources surface and network only");
  expect_contains(complaint([](MeshCase &c) { c.triangulation.sizes.places = {{.name = "a", .size = 1e-3}}; }),
                  "Refine a");
}

TEST(Network, VesselsThatPassByDoNotGrowTogether)
{
  const Folder     folder;
  const TaggedMesh mesh = mesh_of(folder, "0,0,0,1,-1\n10,0,0,1,0\n10,10,0,1,1\n5,10,0,1,2\n5,2.3,0,1,3\n", 8);
  expect_sound(mesh);
  EXPECT_EQ(mesh.surface_names.size(), 3u);
}

TEST(Network, ThinBranchesStubsAndPiecesAreLeftOut)
{
  const Folder folder;
  Centreline   line =
    read_centreline(folder.write("a.csv", heading + "0,0,0,2,-1\n0,0,5,2,0\n0,0,10,2,1\n9,0,10,0.3,2\n"
                                                    "-9,0,10,1,2\n1,0,5,1,1\n90,0,0,3,-1\n95,0,0,3,6\n"),
                    mm);
  std::string      account;
  const Centreline part = part_of(line, {0.5 * mm, {}, 0}, account);
  // The thin branch's mean is 1.15 mm; the stub at z = 5 mm does not come out; the piece at x = 90 mm is shorter.
  EXPECT_EQ(part.points.size(), 5u);
  expect_contains(account, "1 pieces that do not hang together");
  expect_contains(account, "1 ends that do not come out");
  EXPECT_EQ(part_of(line, {1.2 * mm, {}, 0}, account).points.size(), 4u);
  EXPECT_EQ(part_of(line, {0, {92 * mm, 0, 0}, 10 * mm}, account).points.size(), 2u);
  expect_contains(message_of([&] { part_of(line, {9 * mm, {}, 0}, account); }), "Nothing remains");

  line.edges.push_back({3, 4});
  account.clear();
  part_of(line, {0, {}, 0}, account);
  expect_contains(account, "1 loops");
  EXPECT_EQ(join_equal_points(line), 0u);
  line.points.push_back(line.points[2]);
  line.radius.push_back(1);
  line.edges.push_back({8, 3});
  const std::size_t edges = line.edges.size();
  EXPECT_EQ(join_equal_points(line), 1u);
  EXPECT_EQ(line.edges.size(), edges - 1);
}

TEST(Network, MissingRadiiAreRefusedOrFilled)
{
  const Folder folder;
  expect_contains(message_of([&] { mesh_of(folder, "0,0,0,2,-1\n0,0,5,0,0\n0,0,20,1,1\n", 4); }),
                  "network.csv: the radius of point 1");
  Centreline line = read_centreline(folder / "network.csv", mm, false);
  EXPECT_EQ(fill_missing_radii(line), 1u);
  EXPECT_NEAR(line.radius[1], 1.75 * mm, 1e-12);
  line.radius = {0, 0, 0};
  expect_contains(message_of([&] { fill_missing_radii(line); }), "has no radius");
}

TEST(Network, LinesAreSmoothedAlongABranch)
{
  Centreline line{{{0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {0, 0, 3}}, {1, 2, 1, 1}, {{0, 1}, {1, 2}, {2, 3}}};
  smooth(line, 0, 1);
  EXPECT_EQ(line.radius, (std::vector<double>{1, 1.5, 1.25, 1}));
  EXPECT_EQ(line.points[1], (Point{0, 0, 1}));
  line.points[1][0] = 1;
  smooth(line, 1, 0);
  EXPECT_EQ(line.points[1], (Point{0.5, 0, 1}));
  EXPECT_EQ(line.radius, (std::vector<double>{1, 1.5, 1.25, 1}));
}

TEST(Network, HexahedraAlongABentLine)
{
  // A quarter of a ring of radius 20 mm, its section growing from 2 to 3 mm with the angle.
  const Folder  folder;
  constexpr int n = 24;
  std::string   rows;
  const auto    angle = [](int k) { return 0.5 * pi * k / n; };
  for (int k = 0; k <= n; ++k)
    rows += std::to_string(20 * std::cos(angle(k))) + "," + std::to_string(20 * std::sin(angle(k))) + ",0," +
            std::to_string(2 + static_cast<double>(k) / n) + "," + std::to_string(k - 1) + "\n";
  std::vector<double> error;
  // Pappus: the section's centre moves along the line, so the volume is the integral of pi r^2 ds.
  const double exact = pi * 0.5 * pi * 20 * (27. - 8.) / 3 * mm * mm * mm;
  for (const double across : {6., 12.})
    {
      const TaggedMesh mesh = mesh_of(folder, rows, across, {}, CellShape::hexahedron);
      expect_sound(mesh);
      const Quality quality = assess(mesh);
      EXPECT_GT(quality.shape.minimum, 0.6);
      EXPECT_GT(quality.dihedral_angle.minimum, 40);
      error.push_back(std::abs(volume(mesh) / exact - 1));
      EXPECT_NEAR(area(mesh, "inlet") / (pi * 9 * mm * mm), 1, 2.2 / (across * across)) << "the wider end";
      EXPECT_NEAR(area(mesh, "outlet_1") / (pi * 4 * mm * mm), 1, 2.2 / (across * across));
    }
  EXPECT_LT(error[0], 0.06);
  EXPECT_LT(error[1], error[0] / 3);
}

TEST(Network, HexahedraNeedOneLineThatIsNotBentTooMuch)
{
  const Folder folder;
  const auto   message = [&](const std::string &rows) {
    return message_of([&] { mesh_of(folder, rows, 6, {}, CellShape::hexahedron); });
  };
  expect_contains(message("0,0,0,1,-1\n0,0,9,1,0\n9,0,9,1,1\n-9,0,9,1,1\n"), "3 ends");
  expect_contains(message("0,0,0,3,-1\n0,0,10,3,0\n1,0,11,3,1\n0,0,12,3,2\n-10,0,12,3,3\n"), "bent too sharply");
}

#define SKIP_WITHOUT(file)            \
  if (!std::filesystem::exists(file)) \
  GTEST_SKIP() << (file).string() << " is missing; set VHT_ANATOMY to the folder of anatomies"

namespace
{
  const std::filesystem::path trees = std::filesystem::path(VHT_ANATOMY) / "vascular_brain" / "brava_centerlines";
} // namespace

TEST(Network, ZeroRadiusOfARealTreeIsNamed)
{
  const auto file = trees / "BG0002.vtp";
  SKIP_WITHOUT(file);
  expect_contains(message_of([&] { read_centreline(file, mm); }), "BG0002.vtp: the radius of point 1561 is 0");
}

TEST(Network, TheCircleOfWillisOfARealTree)
{
  const auto file = trees / "BG0014.vtp";
  SKIP_WITHOUT(file);
  NetworkCase network;
  network.file             = file;
  network.length_unit      = "mm";
  network.radius_smoothing = 4;
  network.smallest_radius  = 1 * mm;
  network.elements_across  = 4;
  const LayerCase  none;
  const StageState state =
    in_one_go(steps_of(network, {}, none, 1 * mm, CellShape::tetrahedron, Mesher::automatic, {}, ignore));
  const TaggedMesh &mesh = state.mesh;
  EXPECT_FALSE(check(mesh, Gates()).has(Finding::Weight::error));
  EXPECT_GT(mesh.surface_names.size(), 4u);
  EXPECT_NEAR(volume(mesh) / volume_of_cones(state.line), 1, 0.1);
}
