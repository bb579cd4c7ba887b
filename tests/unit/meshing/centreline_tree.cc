#include "meshing/surface/centreline_tree.h"

#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;

  /** From beyond the trunk's tip through the fork to beyond its two others; the branches begin with a point anew. */
  Centreline
  tracing(const Fork &shape)
  {
    Centreline line{{1.4 * shape.trunk, 1.2 * shape.trunk, 0.5 * shape.trunk, {}}, {}, {{0, 1}, {1, 2}, {2, 3}}};
    for (const Point &end : {shape.left, shape.right})
      {
        const auto n = static_cast<Index>(line.points.size());
        for (const double s : {0., 0.5, 1.2, 1.4})
          line.points.push_back(s * end);
        for (Index k = 0; k < 3; ++k)
          line.edges.push_back({n + k, n + k + 1});
      }
    line.radius.assign(line.points.size(), 5 * mm);
    return line;
  }
} // namespace

TEST(CentrelineTree, MergesTrimsAndFindsEnds)
{
  const Fork shape;
  Centreline line = tracing(shape);
  EXPECT_EQ(tips_of(line).size(), 6u);
  merge_points(line, 1e-6 * mm);
  EXPECT_EQ(line.points.size(), 10u);
  EXPECT_EQ(tips_of(line).size(), 3u);
  EXPECT_EQ(trim_outside(line, shape.surface(0.5 * mm)), 3u);
  const auto ends = tips_of(line);
  ASSERT_EQ(ends.size(), 3u);
  for (const Point &tip : {shape.trunk, shape.left, shape.right})
    EXPECT_TRUE(std::any_of(ends.begin(), ends.end(), [&](const Point &p) {
      // On the wall straight behind the tip, a radius of 1.4 to 2 mm from it.
      return norm(cross(p, tip)) < 1e-12 && norm(p - tip) > 1.3 * mm && norm(p - tip) < 2.1 * mm;
    }));
}

TEST(CentrelineTree, APointOutsideBetweenOthersStays)
{
  const Fork shape;
  Centreline line{{0.9 * shape.trunk, 0.5 * shape.trunk + Point{5 * mm, 0, 0}, 0.2 * shape.trunk},
                  {1 * mm, 1 * mm, 1 * mm},
                  {{0, 1}, {1, 2}}};
  EXPECT_EQ(trim_outside(line, shape.surface(0.5 * mm)), 0u);
}

TEST(CentrelineTree, MeasuresTheVesselsRadiusBesideItsMiddle)
{
  const Fork          shape;
  const TaggedSurface fork = shape.surface(0.4 * mm);
  const Point         side{0.6 * mm, 0, 0};
  Centreline          line{{0.8 * shape.trunk + side, 0.5 * shape.trunk}, {9 * mm, 9 * mm}, {{0, 1}}};
  measure_radius(line, fork);
  for (const double radius : line.radius)
    EXPECT_NEAR(radius, shape.trunk_radius, 0.06 * shape.trunk_radius);
}

TEST(CentrelineTree, RadiusAlongALineIsLinear)
{
  const Centreline    line{{{}, {0, 0, 20 * mm}}, {1 * mm, 3 * mm}, {{0, 1}}};
  const TaggedSurface wall   = tube(2 * mm, 20 * mm, 12, 10);
  const auto          radius = radius_along(line, wall);
  for (std::size_t i = 0; i < radius.size(); ++i)
    EXPECT_NEAR(radius[i], 1 * mm + 0.1 * wall.points[i][2], 1e-12);
}
