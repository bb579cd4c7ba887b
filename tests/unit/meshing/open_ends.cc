#include "meshing/surface/open_ends.h"

#include "meshing/surface/surface_check.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;

  const Cap &
  cap_named(const Closed &closed, const std::string &name)
  {
    const auto found =
      std::find_if(closed.caps.begin(), closed.caps.end(), [&](const Cap &cap) { return cap.name == name; });
    if (found == closed.caps.end())
      throw std::runtime_error("no cap " + name);
    return *found;
  }
} // namespace

TEST(OpenEnds, CapsOfATubeAreExact)
{
  const unsigned n       = 40;
  const Closed   closed  = close_ends(tube(2 * mm, 20 * mm, n, 60), {.names = {{"inlet", {0, 0, 20 * mm}}}});
  const double   section = 0.5 * n * std::sin(2 * M_PI / n) * 4e-6;
  ASSERT_EQ(closed.caps.size(), 2u);
  const Cap &inlet = cap_named(closed, "inlet"), &outlet = cap_named(closed, "outlet_1");
  EXPECT_NEAR(inlet.area, section, 1e-12 * section + 1e-18);
  EXPECT_NEAR(inlet.radius, std::sqrt(section / M_PI), 1e-12);
  EXPECT_NEAR(norm(inlet.normal - Point{0, 0, 1}), 0, 1e-12);
  EXPECT_NEAR(norm(outlet.normal - Point{0, 0, -1}), 0, 1e-12);
  EXPECT_NEAR(norm(inlet.centre - Point{0, 0, 20 * mm}), 0, 1e-12);
  EXPECT_NEAR(inlet.unflatness, 0, 1e-12);
  EXPECT_TRUE(check(closed.surface).defects.empty()) << describe(check(closed.surface));
  double area = 0;
  for (std::size_t t = 0; t < closed.surface.n_triangles(); ++t)
    if (closed.surface.patches[t] == inlet.patch)
      area += norm(area_vector(closed.surface, t));
  EXPECT_NEAR(area, section, 1e-15);
  EXPECT_EQ(closed.surface.patch_names.size(), 3u);
}

TEST(OpenEnds, ExtensionsAddTheirVolume)
{
  const TaggedSurface open  = tube(2 * mm, 20 * mm, 40, 60);
  const Closed        plain = close_ends(open, {}), extended = close_ends(open, {.names = {}, .extension = 3});
  const double        expected = 2 * 3 * plain.caps[0].radius * plain.caps[0].area;
  EXPECT_NEAR(enclosed_volume(extended.surface) - enclosed_volume(plain.surface), expected, 1e-9 * expected);
  EXPECT_NEAR(extended.caps[0].area, plain.caps[0].area, 1e-15);
  EXPECT_TRUE(check(extended.surface).defects.empty()) << describe(check(extended.surface));
}

TEST(OpenEnds, APlaneCutsOneBranchAlone)
{
  const TaggedSurface fork = Fork().surface(0.4 * mm);
  // The plane through the left branch crosses the right one at the same height, and must leave it alone.
  const Point  normal{0, 0, 1};
  const Cut    cut    = cut_and_measure(fork, {{-5 * mm, 0, 10 * mm}, normal});
  const auto   loops  = border_loops(cut.surface);
  const double across = M_PI * 1.6e-3 * 1.6e-3 * std::sqrt(5.) / 2; // the branch rises by 2 for every 1 sideways
  ASSERT_EQ(loops.size(), 1u);
  EXPECT_NEAR(loops[0].area / across, 1, 0.03);
  EXPECT_NEAR(std::abs(dot(loops[0].normal, normal)), 1, 1e-9);
  EXPECT_NEAR(bounding_box(cut.surface).high[2], 15e-3 + 1.4e-3, 0.3e-3);

  expect_contains(message_of([&] { cut_off(fork, {{-5 * mm, 0, 10 * mm}, {0, 0, -1}}); }), "would cut off");
  expect_contains(message_of([&] { cut_off(fork, {{0, 0, 90 * mm}, normal}); }), "does not cut the surface");
}

TEST(OpenEnds, AForkIsOpenedAtItsThreeEnds)
{
  const Fork    shape;
  TaggedSurface fork = shape.surface(0.4 * mm);
  const auto    tips = find_tips(fork);
  ASSERT_EQ(tips.size(), 3u);
  std::string account;
  const auto  planes = planes_at_ends(fork, centreline(fork, tips), account);
  ASSERT_EQ(planes.size(), 3u) << account;
  for (const CutPlane &plane : planes)
    fork = cut_off(fork, plane);
  const Closed closed = close_ends(fork, {});
  EXPECT_TRUE(check(closed.surface).defects.empty()) << describe(check(closed.surface));
  EXPECT_EQ(check(closed.surface).euler_characteristic, 2);
  EXPECT_NEAR(cap_named(closed, "inlet").radius, shape.trunk_radius, 0.04 * shape.trunk_radius);
  EXPECT_NEAR(cap_named(closed, "outlet_1").radius, shape.left_radius, 0.04 * shape.left_radius);
  EXPECT_NEAR(cap_named(closed, "outlet_2").radius, shape.right_radius, 0.04 * shape.right_radius);
  EXPECT_GT(-cap_named(closed, "inlet").normal[2], 0.98);
  EXPECT_GT(dot(cap_named(closed, "outlet_1").normal, shape.left) / norm(shape.left), 0.98);
}

TEST(OpenEnds, LidsAreTheSameAgain)
{
  // All lids of a round rim are equally good.
  const TaggedSurface                   open  = tube(2 * mm, 20 * mm, 96, 40);
  const Closed                          first = close_ends(open, {});
  std::vector<std::vector<std::size_t>> litter; // so that the next objects lie elsewhere
  for (std::size_t i = 1; i < 2000; ++i)
    litter.emplace_back(i % 97);
  for (std::size_t i = 0; i < litter.size(); i += 2)
    std::vector<std::size_t>().swap(litter[i]);
  EXPECT_EQ(close_ends(open, {}).surface, first.surface);
}

TEST(OpenEnds, RefusesWhatCannotBe)
{
  expect_contains(message_of([] { close_ends(sphere(1 * mm, 2), {}); }), "no opening");
  const TaggedSurface open = tube(2 * mm, 20 * mm, 20, 20);
  expect_contains(message_of([&] { close_ends(open, {.names = {{"a", {}}, {"b", {}}}}); }), "\"a\" and \"b\"");
  expect_contains(message_of([&] { close_ends(open, {.names = {{"a", {0, 0, 1}}}}); }), "far from every opening");
}
