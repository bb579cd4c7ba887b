#include "meshing/surface/centreline.h"

#include "meshing/surface/open_ends.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;
} // namespace

TEST(Centreline, OfATubeIsItsAxis)
{
  const Closed     closed = close_ends(tube(2 * mm, 20 * mm, 48, 120), {});
  const Centreline line   = centreline(closed.surface, {closed.caps[0].centre, closed.caps[1].centre},
                                       {closed.caps[0].patch, closed.caps[1].patch});
  double           low = 1, high = 0;
  for (std::size_t i = 0; i < line.points.size(); ++i)
    {
      EXPECT_LT(std::hypot(line.points[i][0], line.points[i][1]), 0.02 * 2 * mm);
      EXPECT_NEAR(line.radius[i], 2 * mm, 0.02 * 2 * mm);
      low  = std::min(low, line.points[i][2]);
      high = std::max(high, line.points[i][2]);
    }
  EXPECT_LT(low, 1 * mm);
  EXPECT_GT(high, 19 * mm);
  for (const double radius : inscribed_radius(closed.surface, {closed.caps[0].patch, closed.caps[1].patch}))
    EXPECT_NEAR(radius, 2 * mm, 0.03 * 2 * mm);
}

TEST(Centreline, OfAForkHasItsBranchesAndRadii)
{
  const Fork          shape;
  const TaggedSurface fork = shape.surface(0.4 * mm);
  const Centreline    line = centreline(fork, {shape.trunk, shape.left, shape.right});
  const auto          n    = line.degrees();
  EXPECT_EQ(std::count(n.begin(), n.end(), 1u), 3);
  EXPECT_EQ(std::count(n.begin(), n.end(), 3u), 1);
  EXPECT_EQ(line.edges.size() + 1, line.points.size());
  double      distance = 0, radius = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < line.points.size(); ++i)
    for (const auto &[end, r] : {std::pair{shape.trunk, shape.trunk_radius},
                                 {shape.left, shape.left_radius},
                                 {shape.right, shape.right_radius}})
      {
        const double along = dot(line.points[i], end) / norm(end);
        if (along < 5 * mm || along > norm(end) - 1 * mm || distance_to_segment(line.points[i], {}, end) > 1 * mm)
          continue;
        distance += distance_to_segment(line.points[i], {}, end) / r;
        radius += std::abs(line.radius[i] / r - 1);
        ++count;
      }
  ASSERT_GT(count, 30u);
  EXPECT_LT(distance / static_cast<double>(count), 0.04);
  EXPECT_LT(radius / static_cast<double>(count), 0.02);
}

TEST(Centreline, FilesGiveItBack)
{
  const Folder     folder;
  const Centreline line{{{0, 0, 0}, {1e-3, 0, 0}, {2e-3, 1e-3, 0}, {2e-3, -1e-3, 0}},
                        {1e-3, 0.9e-3, 0.5e-3, 0.6e-3},
                        {{0, 1}, {1, 2}, {1, 3}}};
  write_centreline(line, folder / "a.vtp");
  const Centreline vtp = read_centreline(folder / "a.vtp", 1);
  EXPECT_EQ(vtp.points, line.points);
  EXPECT_EQ(vtp.radius, line.radius);
  EXPECT_EQ(vtp.edges, line.edges);
  write_centreline(line, folder / "a.csv");
  const Centreline csv = read_centreline(folder / "a.csv", 1);
  EXPECT_EQ(csv.degrees(), (std::vector<unsigned>{1, 3, 1, 1}));
  write_centreline(line, folder / "own.swc");
  const Centreline own = read_centreline(folder / "own.swc", 1);
  EXPECT_EQ(own.degrees(), (std::vector<unsigned>{1, 3, 1, 1}));
  EXPECT_EQ(own.radius[0], line.radius[0]);
  folder.write("a.swc",
               "# id type x y z r parent\n1 7 0 0 0 1 -1\n2 0 1 0 0 0.9 1\n3 0 2 1 0 0.5 2\n4 0 2 -1 0 0.6 2\n");
  const Centreline swc = read_centreline(folder / "a.swc", 1e-3);
  EXPECT_EQ(swc.edges, line.edges);
  EXPECT_NEAR(norm(swc.points[2] - line.points[2]), 0, 1e-15);

  folder.write("b.swc", "1 7 0 0 0 1 -1\n2 0 1 0 0 0.9 5\n");
  expect_contains(message_of([&] { read_centreline(folder / "b.swc", 1); }), "b.swc:2: the parent 5");
  folder.write("c.swc", "1 7 0 0 0 1 -1\n2 0 1 0 0 0 1\n");
  expect_contains(message_of([&] { read_centreline(folder / "c.swc", 1); }), "radius of point 1");
  expect_contains(message_of([&] { read_centreline(folder / "a.dat", 1); }), "is unknown");
}

TEST(Centreline, RefusesOpenAndSeparateSurfaces)
{
  expect_contains(message_of([] { centreline(tube(1, 5, 12, 12), {{}, {0, 0, 5}}); }), "2 openings");
  expect_contains(message_of([] { find_tips(tube(1, 5, 12, 12)); }), "closed");
}
