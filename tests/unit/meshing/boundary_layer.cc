#include "meshing/surface/boundary_layer.h"

#include "meshing/check.h"
#include "meshing/fill.h"
#include "meshing/surface/open_ends.h"
#include "meshing/surface/surface_remesh.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double mm = 1e-3;

  TaggedSurface
  closed_tube(double radius, double length, double size)
  {
    const Closed closed = close_ends(tube(radius, length, 40, 60), {});
    return remesh(closed.surface, {.size = size, .size_at_points = {}, .displacement = 0.2 * mm}).surface;
  }

  Layering
  layering_of(const TaggedSurface &surface, unsigned layers, double first_height, double growth)
  {
    return {{find_tag(surface.patch_names, "wall", "patch")}, layers, first_height, growth};
  }
} // namespace

TEST(BoundaryLayer, OfATubeKeepsItsVolumeAndHasTheHeightsAsked)
{
  const TaggedSurface surface  = closed_tube(2 * mm, 20 * mm, 0.5 * mm);
  const Layering      layering = layering_of(surface, 4, 0.05 * mm, 1.3);
  const Layered       layered  = grow_layers(surface, layering);
  const TaggedMesh    plain    = fill(surface, {}).mesh;
  const TaggedMesh    mesh     = with_layers(layered, fill(layered.inner, {}).mesh);

  const Report report = check(mesh, Gates());
  EXPECT_TRUE(report.findings.empty()) << describe(report);
  EXPECT_NEAR(volume(mesh) / volume(plain), 1, 1e-9);
  for (const std::string patch : {"wall", "inlet", "outlet_1"})
    EXPECT_NEAR(area(mesh, patch) / area(plain, patch), 1, 1e-9) << patch;
  EXPECT_EQ(n_faces(mesh, "wall"), n_faces(plain, "wall"));
  EXPECT_EQ(mesh.region_names, plain.region_names);

  // The points of the layers lie on rings; at mid-length their radius is the wall's less the heights.
  const double               expected[] = {0, 0.05, 0.05 * 2.3, 0.05 * (2.3 + 1.69), 0.05 * (2.3 + 1.69 + 2.197)};
  std::array<double, 5>      sum{};
  std::array<std::size_t, 5> n{};
  std::vector<unsigned>      level(mesh.points.size(), 99);
  const std::vector<double> &layer = mesh.cell_data.at(0).values;
  for (std::size_t c = 0; c < mesh.n_cells(); ++c)
    if (layer[c] > 0)
      for (const Index i : mesh.cell(c)) // a layer's points are at its own level and at the next
        level[i] = std::min(level[i], static_cast<unsigned>(layer[c]));
  for (std::size_t i = 0; i < mesh.points.size(); ++i)
    if (const Point &p = mesh.points[i]; level[i] < 99 && std::abs(p[2] - 10 * mm) < 3 * mm)
      {
        const double depth = 2 * mm - std::hypot(p[0], p[1]);
        // The first layer of a point's cells is that above it, but for the wall, which has none above.
        const unsigned k = level[i] == 1 && depth < 0.03 * mm ? 0 : level[i];
        sum[k] += depth;
        ++n[k];
      }
  for (unsigned k = 0; k < 5; ++k)
    {
      ASSERT_GT(n[k], 100u) << k;
      EXPECT_NEAR(sum[k] / static_cast<double>(n[k]), expected[k] * mm, 0.012 * mm) << k;
    }
}

TEST(BoundaryLayer, GatesJudgeTheCoreAndTheLayersApart)
{
  const TaggedSurface surface = closed_tube(2 * mm, 10 * mm, 0.6 * mm);
  const Layered       layered = grow_layers(surface, layering_of(surface, 3, 0.01 * mm, 1.2));
  const TaggedMesh    mesh    = with_layers(layered, fill(layered.inner, {}).mesh);
  EXPECT_TRUE(usable(check(mesh, Gates()))) << describe(check(mesh, Gates()));
  TaggedMesh unmarked = mesh;
  unmarked.cell_data.clear();
  EXPECT_TRUE(check(unmarked, Gates()).has(Finding::Weight::gate)) << "the layers are flat";
  Gates strict;
  strict.layer_angle  = {20, 0};
  const Report report = check(mesh, strict);
  expect_contains(describe(report), "cells of boundary layers with an angle");
}

TEST(BoundaryLayer, IsThinnerWhereTheLumenIsNarrow)
{
  const TaggedSurface surface  = closed_tube(1 * mm, 10 * mm, 0.3 * mm);
  const Layering      layering = layering_of(surface, 3, 0.3 * mm, 1.5); // 1.4 mm together
  const Layered       layered  = grow_layers(surface, layering);
  EXPECT_NEAR(layering.height(), 0.3 * mm * 4.75, 1e-12);
  double highest = 0;
  for (std::size_t i = 0; i < layered.scale.size(); ++i)
    highest = std::max(highest, norm(layered.inner.points[i] - surface.points[i]));
  EXPECT_LT(highest, 0.43 * mm);
  EXPECT_GT(highest, 0.3 * mm);
  const TaggedMesh mesh = with_layers(layered, fill(layered.inner, {}).mesh);
  EXPECT_FALSE(check(mesh, Gates()).has(Finding::Weight::error)) << describe(check(mesh, Gates()));
}

TEST(BoundaryLayer, OfAForkAndOfAClosedSphere)
{
  TaggedSurface fork = Fork().surface(0.4 * mm);
  for (Tag &patch : fork.patches)
    patch = tag_of(fork.patch_names, "wall");
  fork                  = remesh(fork, {.size = 0.5 * mm, .size_at_points = {}, .displacement = 0.3 * mm}).surface;
  const double  inside  = enclosed_volume(fork);
  const Layered layered = grow_layers(fork, layering_of(fork, 4, 0.04 * mm, 1.3));
  EXPECT_LT(enclosed_volume(layered.inner), 0.9 * inside);
  const TaggedMesh mesh = with_layers(layered, fill(layered.inner, {}).mesh);
  EXPECT_NEAR(volume(mesh) / inside, 1, 1e-9);
  EXPECT_FALSE(check(mesh, Gates()).has(Finding::Weight::error)) << describe(check(mesh, Gates()));

  TaggedSurface ball = sphere(5 * mm, 3);
  for (Tag &patch : ball.patches)
    patch = tag_of(ball.patch_names, "wall");
  const Layered shell = grow_layers(ball, layering_of(ball, 2, 0.5 * mm, 1));
  const double  ratio = enclosed_volume(shell.inner) / enclosed_volume(ball);
  EXPECT_NEAR(ratio, 0.8 * 0.8 * 0.8, 0.005) << "a shell of 1 mm is gone from a radius of 5 mm";
}

TEST(BoundaryLayer, RefusesWhatCannotBe)
{
  const TaggedSurface surface = closed_tube(2 * mm, 10 * mm, 0.8 * mm);
  expect_contains(message_of([&] { grow_layers(surface, {{99}, 2, 0.1 * mm}); }), "No triangle has the patch 99");
  expect_contains(message_of([&] { grow_layers(surface, layering_of(surface, 0, 0.1 * mm, 1)); }), "positive");
}
