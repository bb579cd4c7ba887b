#include "meshing/surface/surface_remesh.h"

#include "meshing/surface/surface_check.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;

  struct Shape
  {
    double mean_edge      = 0; ///< [m]
    double smallest_angle = M_PI;
  };

  Shape
  shape(const TaggedSurface &surface)
  {
    Shape result;
    for (const auto &corners : surface.triangles)
      for (unsigned k = 0; k < 3; ++k)
        {
          const Point a = surface.points[corners[k]], b = surface.points[corners[(k + 1) % 3]],
                      c = surface.points[corners[(k + 2) % 3]];
          result.mean_edge += norm(b - a) / 3 / static_cast<double>(surface.n_triangles());
          result.smallest_angle =
            std::min(result.smallest_angle, std::acos(dot(b - a, c - a) / norm(b - a) / norm(c - a)));
        }
    return result;
  }
} // namespace

TEST(SurfaceRemesh, SphereKeepsItsVolumeAndHasTheWantedEdges)
{
  const TaggedSurface before = sphere(10 * mm, 5);
  for (const double size : {0.4 * mm, 0.8 * mm, 1.6 * mm})
    {
      const Remeshed after = remesh(before, {.size = size, .size_at_points = {}, .displacement = 1 * mm});
      EXPECT_TRUE(check(after.surface).defects.empty()) << describe(check(after.surface));
      EXPECT_NEAR(shape(after.surface).mean_edge / size, 1, 0.12);
      EXPECT_GT(shape(after.surface).smallest_angle, 25 * M_PI / 180);
      // The chords of even triangles are 3/8 (edge / radius)^2 short of the volume.
      EXPECT_NEAR(enclosed_volume(after.surface) / enclosed_volume(before), 1,
                  0.45 * std::pow(size / (10 * mm), 2) + 1e-3);
      EXPECT_LT(after.displacement, 0.25 * size * size / (10 * mm) + 0.02 * mm);
    }
}

TEST(SurfaceRemesh, SharpEdgesAndPatchesStay)
{
  TaggedSurface box = cube(10 * mm);
  box.patch_names   = {{1, "lid"}, {2, "rest"}};
  box.patches.assign(box.n_triangles(), 2);
  box.patches[2] = box.patches[3] = 1;
  const TaggedSurface after       = remesh(box, {.size = 1 * mm, .size_at_points = {}}).surface;
  EXPECT_TRUE(check(after).defects.empty()) << describe(check(after));
  EXPECT_NEAR(enclosed_volume(after), 1e-6, 1e-15);
  EXPECT_NEAR(area(after), 6e-4, 1e-12);
  double lid = 0;
  for (std::size_t t = 0; t < after.n_triangles(); ++t)
    if (after.patches[t] == 1)
      {
        lid += norm(area_vector(after, t));
        EXPECT_NEAR(centre(after, t)[2], 10 * mm, 1e-12);
      }
  EXPECT_NEAR(lid, 1e-4, 1e-12);
  EXPECT_NEAR(shape(after).mean_edge, 1 * mm, 0.15 * mm);
}

TEST(SurfaceRemesh, FollowsASizeThatVaries)
{
  const TaggedSurface before = sphere(10 * mm, 5);
  std::vector<double> size;
  for (const Point &p : before.points)
    size.push_back(p[2] > 0 ? 2 * mm : 0.4 * mm);
  limit_gradient(before, size, 0.2);
  const TaggedSurface after = remesh(before, {.size_at_points = size, .displacement = 1 * mm}).surface;
  EXPECT_TRUE(check(after).defects.empty()) << describe(check(after));
  double      above = 0, below = 0;
  std::size_t n_above = 0, n_below = 0;
  for (std::size_t t = 0; t < after.n_triangles(); ++t)
    {
      const double z = centre(after, t)[2], edge = std::sqrt(norm(area_vector(after, t)) * 4 / std::sqrt(3.));
      if (z > 8 * mm)
        above += edge, ++n_above;
      if (z < -1 * mm)
        below += edge, ++n_below;
    }
  EXPECT_NEAR(above / static_cast<double>(n_above), 2 * mm, 0.4 * mm);
  EXPECT_NEAR(below / static_cast<double>(n_below), 0.4 * mm, 0.06 * mm);
}

TEST(SurfaceRemesh, TellsWhenItMovesTooFar)
{
  expect_contains(message_of([] {
                    remesh(sphere(10 * mm, 4), {.size = 8 * mm, .size_at_points = {}, .displacement = 0.1 * mm});
                  }),
                  "more than the limit of 0.1 mm");
}
