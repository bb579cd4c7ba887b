#include "meshing/surface/surface_sizes.h"

#include "meshing/fill.h"
#include "meshing/surface/open_ends.h"
#include "meshing/surface/surface_remesh.h"
#include "meshing/topology.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

#include <numbers>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3, pi = std::numbers::pi;

  /** Around the z axis; grid of n around the axis and m around the tube. */
  TaggedSurface
  torus(double large, double small, Index n, Index m)
  {
    TaggedSurface surface;
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < m; ++j)
        {
          const double a = 2 * pi * i / n, b = 2 * pi * j / m, r = large + small * std::cos(b);
          surface.points.push_back({r * std::cos(a), r * std::sin(a), small * std::sin(b)});
        }
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < m; ++j)
        {
          const Index i2 = (i + 1) % n, j2 = (j + 1) % m;
          add(surface, i * m + j, i2 * m + j, i2 * m + j2);
          add(surface, i * m + j, i2 * m + j2, i * m + j2);
        }
    return surface;
  }
} // namespace

TEST(SurfaceSizes, CurvatureOfASphereAndATorus)
{
  for (const double curvature : largest_curvature(sphere(4 * mm, 4)))
    EXPECT_NEAR(curvature * 4 * mm, 1, 0.05);
  // The larger principal curvature of a torus is that of the tube where it is not bent the other way more strongly.
  for (const double curvature : largest_curvature(torus(10 * mm, 2 * mm, 120, 32)))
    EXPECT_NEAR(curvature * 2 * mm, 1, 0.05);
}

TEST(SurfaceSizes, CapsAreFlatAndDoNotBendTheWall)
{
  const Closed              closed = close_ends(tube(2 * mm, 20 * mm, 40, 60), {});
  const std::vector<Tag>    lids{closed.caps[0].patch, closed.caps[1].patch};
  const std::vector<double> with = largest_curvature(closed.surface, lids), without = largest_curvature(closed.surface);
  double                    worst = 0;
  for (std::size_t i = 0; i < with.size(); ++i)
    {
      EXPECT_NEAR(with[i] * 2 * mm, 1, 0.1);
      worst = std::max(worst, without[i]);
    }
  EXPECT_GT(worst * 2 * mm, 1.2) << "across the rim it is bent";
  const std::vector<double> sizes = sizes_by_curvature(closed.surface, 20, lids);
  for (const double size : sizes)
    EXPECT_NEAR(size / (2 * pi * 2 * mm / 20), 1, 0.12);
}

TEST(SurfaceSizes, GrowWithTheDistanceFromAPatchAndFromAPoint)
{
  const Closed closed = close_ends(tube(2 * mm, 20 * mm, 40, 60), {.names = {{"inlet", {0, 0, 0}}}});
  NearbySizes  nearby(0.25);
  EXPECT_TRUE(nearby.empty());
  EXPECT_TRUE(std::isinf(nearby({0, 0, 0})));
  nearby.add(closed.surface, find_tag(closed.surface.patch_names, "inlet", "patch"), 0.2 * mm, 1 * mm);
  EXPECT_NEAR(nearby({0, 0, 0.5 * mm}), 0.2 * mm, 1e-9);
  EXPECT_NEAR(nearby({1 * mm, 0, 5 * mm}), 0.2 * mm + 0.25 * 4 * mm, 1e-9);
  nearby.add({0, 0, 20 * mm}, 0.1 * mm, 0);
  EXPECT_NEAR(nearby({0, 0, 18 * mm}), 0.1 * mm + 0.25 * 2 * mm, 1e-9);
  expect_contains(message_of([&] { nearby.add(closed.surface, 77, 1, 1); }), "no triangle of the patch 77");

  // On the surface: no size may grow faster than the gradient, and edges follow.
  std::vector<double> sizes;
  for (const Point &p : closed.surface.points)
    sizes.push_back(std::min(1 * mm, nearby(p)));
  limit_gradient(closed.surface, sizes, 0.25);
  for (const auto &corners : closed.surface.triangles)
    for (unsigned k = 0; k < 3; ++k)
      {
        const Index a = corners[k], b = corners[(k + 1) % 3];
        EXPECT_LE(std::abs(sizes[a] - sizes[b]),
                  0.25 * norm(closed.surface.points[a] - closed.surface.points[b]) * (1 + 1e-9));
      }
  const TaggedSurface surface =
    remesh(closed.surface, {.size = 0, .size_at_points = sizes, .displacement = 0.3 * mm}).surface;
  // And inside: cells near the inlet's middle are small, those in the middle of the tube are not.
  const TaggedMesh mesh = fill(surface, {.size_at = [&](const Point &p) { return nearby(p); }}).mesh;
  double           near = 0, far = 0;
  std::size_t      n_near = 0, n_far = 0;
  for (const auto &[a, b] : unique_edges(mesh))
    {
      const Point  p      = 0.5 * (mesh.points[a] + mesh.points[b]);
      const double length = norm(mesh.points[a] - mesh.points[b]);
      if (std::hypot(p[0], p[1]) > 1.5 * mm)
        continue;
      if (p[2] < 1 * mm)
        {
          near += length;
          ++n_near;
        }
      else if (std::abs(p[2] - 10 * mm) < 2 * mm)
        {
          far += length;
          ++n_far;
        }
    }
  ASSERT_GT(n_near, 100u);
  ASSERT_GT(n_far, 10u);
  EXPECT_LT(near / static_cast<double>(n_near), 0.3 * mm);
  EXPECT_GT(far / static_cast<double>(n_far), 0.6 * mm);
}
