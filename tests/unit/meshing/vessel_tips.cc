#include "meshing/surface/centreline.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

#include <numeric>
#include <random>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;

  /** The same surface with its points and triangles in another order. */
  TaggedSurface
  shuffled(const TaggedSurface &surface, unsigned seed)
  {
    std::mt19937       random(seed);
    std::vector<Index> number(surface.points.size());
    std::iota(number.begin(), number.end(), Index(0));
    std::shuffle(number.begin(), number.end(), random);
    TaggedSurface result = surface;
    for (Index i = 0; i < number.size(); ++i)
      result.points[number[i]] = surface.points[i];
    for (auto &corners : result.triangles)
      {
        for (Index &corner : corners)
          corner = number[corner];
        std::rotate(corners.begin(), corners.begin() + random() % 3, corners.end());
      }
    std::shuffle(result.triangles.begin(), result.triangles.end(), random);
    return result;
  }

  /** The tip nearest to a place. */
  double
  distance(const std::vector<Point> &tips, const Point &place)
  {
    double least = 1;
    for (const Point &tip : tips)
      least = std::min(least, norm(tip - place));
    return least;
  }

  /** A vessel along x with a ball of 3 mm at a height over its axis, joined by a neck of half its width. */
  TaggedSurface
  vessel_with_dome(double height)
  {
    return zero_level(
      [&](const Point &p) {
        return std::min({distance_to_segment(p, {-15 * mm, 0, 0}, {15 * mm, 0, 0}) - 2 * mm,
                         distance_to_segment(p, {}, {0, 0, height}) - 1.5 * mm,
                         norm(p - Point{0, 0, height}) - 3 * mm});
      },
      {-18.1 * mm, -3.3 * mm, -2.7 * mm}, {18.2 * mm, 3.4 * mm, height + 3.7 * mm}, 0.4 * mm);
  }
} // namespace

TEST(VesselTips, OfATubeAndAFork)
{
  const Fork shape;
  const auto tips = find_tips(shape.surface(0.4 * mm));
  ASSERT_EQ(tips.size(), 3u);
  EXPECT_LT(norm(tips[0] - shape.trunk), 0.6 * shape.trunk_radius);
  EXPECT_LT(distance(tips, shape.left), 0.6 * shape.left_radius);
  EXPECT_LT(distance(tips, shape.right), 0.6 * shape.right_radius);

  const TaggedSurface bent = zero_level(
    [](const Point &p) {
      return std::min(distance_to_segment(p, {}, {10 * mm, 0, 0}), distance_to_segment(p, {}, {0, 10 * mm, 0})) -
             1.5 * mm;
    },
    {-1.9 * mm, -1.8 * mm, -1.7 * mm}, {11.9 * mm, 11.8 * mm, 1.9 * mm}, 0.3 * mm);
  const auto ends = find_tips(bent);
  ASSERT_EQ(ends.size(), 2u);
  EXPECT_LT(distance(ends, {10 * mm, 0, 0}), 0.9 * mm);
  EXPECT_LT(distance(ends, {0, 10 * mm, 0}), 0.9 * mm);
}

TEST(VesselTips, AreTheSameForAnyOrderAndAgain)
{
  const TaggedSurface fork  = Fork().surface(0.5 * mm);
  const auto          first = find_tips(fork);
  EXPECT_EQ(find_tips(fork), first);
  for (const unsigned seed : {1u, 2u, 3u})
    {
      const auto other = find_tips(shuffled(fork, seed));
      ASSERT_EQ(other.size(), first.size());
      for (std::size_t i = 0; i < first.size(); ++i)
        EXPECT_LT(norm(other[i] - first[i]), 1e-3 * mm);
    }
}

TEST(VesselTips, ALowDomeIsNoEndAHighOneIs)
{
  EXPECT_EQ(find_tips(vessel_with_dome(2 * mm)).size(), 2u);
  EXPECT_EQ(find_tips(vessel_with_dome(7 * mm)).size(), 3u);
}

TEST(VesselTips, ARingHasNoneOnItsFarSide)
{
  // A ring of 8 mm in the xy plane with one vessel that leaves it along -x.
  const TaggedSurface ring = zero_level(
    [](const Point &p) {
      const double to_ring = std::hypot(std::hypot(p[0], p[1]) - 8 * mm, p[2]);
      return std::min(to_ring, distance_to_segment(p, {-8 * mm, 0, 0}, {-20 * mm, 0, 0})) - 1.5 * mm;
    },
    {-21.9 * mm, -9.9 * mm, -1.9 * mm}, {9.9 * mm, 9.8 * mm, 1.8 * mm}, 0.35 * mm);
  const auto tips = find_tips(ring);
  ASSERT_EQ(tips.size(), 1u);
  EXPECT_LT(norm(tips[0] - Point{-20 * mm, 0, 0}), 0.9 * mm);
}
