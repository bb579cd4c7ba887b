#include "meshing/surface/surface_distance.h"

#include "meshing/surface/open_ends.h"
#include "meshing/surface/surface_remesh.h"
#include "meshing/surface/surface_repair.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;
} // namespace

TEST(SurfaceDistance, IsThatOfTheDentOnEitherSide)
{
  const TaggedSurface ball = sphere(10 * mm, 4);
  EXPECT_NEAR(displacement({ball, ball, ball}, ball, {}).distance, 0, 1e-12);
  TaggedSurface bump = ball;
  bump.points[4][2] += 1.5 * mm; // the pole
  const Displacement outward = displacement({ball, ball, ball}, bump, {});
  EXPECT_NEAR(outward.distance, 1.5 * mm, 1e-9);
  EXPECT_NEAR(norm(outward.place - bump.points[4]), 0, 1e-9);
  // Seen from the bump as the source the flat result is as far away.
  EXPECT_NEAR(displacement({bump, bump, bump}, ball, {}).distance, 1.5 * mm, 1e-9);
}

TEST(SurfaceDistance, CountsWeldingAndRemeshing)
{
  const TaggedSurface imported = sphere(10 * mm, 4);
  TaggedSurface       welded   = imported;
  // A weld pulls one point by 0.4 mm, new triangles are too large for the ball.
  welded.points[4]            = welded.points[4] + Point{0, 0, -0.4 * mm};
  const TaggedSurface fine    = remesh(welded, {.size = 0.7 * mm, .size_at_points = {}}).surface;
  const TaggedSurface rough   = remesh(welded, {.size = 5 * mm, .size_at_points = {}}).surface;
  const double        of_fine = displacement({imported, welded, welded}, fine, {}).distance;
  EXPECT_GT(of_fine, 0.3 * mm);
  EXPECT_LT(of_fine, 0.5 * mm);
  // The chord of an edge of 5 mm is 5^2 / 8 / 10 mm below the ball, the middle of a triangle twice as far.
  const double of_rough = displacement({imported, welded, welded}, rough, {}).distance;
  EXPECT_GT(of_rough, 0.45 * mm);
  EXPECT_LT(of_rough, 1.5 * mm);
}

TEST(SurfaceDistance, WhatWasCutOffAndCapsDoNotCount)
{
  const Fork             shape;
  const TaggedSurface    fork   = shape.surface(0.5 * mm);
  const TaggedSurface    opened = cut_off(fork, {0.6 * shape.trunk, 1 / norm(shape.trunk) * shape.trunk});
  const Closed           closed = close_ends(opened, {.names = {}, .extension = 3});
  const std::vector<Tag> caps{closed.caps[0].patch};
  EXPECT_LT(displacement({fork, fork, opened}, closed.surface, caps).distance, 1e-6 * mm);
  // Without knowing of the cut, 0.4 of the trunk's length is missing.
  EXPECT_GT(displacement({fork, fork, fork}, closed.surface, caps).distance, 3 * mm);
}

TEST(SurfaceDistance, FilledHolesDoNotCount)
{
  TaggedSurface     ball = sphere(10 * mm, 4);
  std::vector<bool> keep(ball.n_triangles(), true);
  for (std::size_t t = 0; t < keep.size(); ++t)
    keep[t] = centre(ball, t)[2] < 9 * mm;
  keep_triangles(ball, keep);
  const Repaired repaired = repair(ball, {.hole = 40 * mm});
  ASSERT_TRUE(border_loops(repaired.surface).empty());
  EXPECT_LT(displacement({ball, repaired.surface, repaired.surface}, repaired.surface, {}).distance, 1e-6 * mm);
}
