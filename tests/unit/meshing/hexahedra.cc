#include "meshing/hexahedra.h"

#include "meshing/check.h"
#include "meshing/curved.h"
#include "meshing/fill.h"
#include "meshing/geometry.h"
#include "meshing/quality.h"
#include "meshing/refine.h"
#include "meshing/shapes/box.h"
#include "meshing/surface/nearest_on_surface.h"
#include "tests/unit/meshing/helpers.h"
#include "tests/unit/meshing/surfaces.h"

#include <numbers>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double radius      = 10e-3;
  const double     ball_volume = 4 * std::numbers::pi / 3 * radius * radius * radius;

  TaggedMesh
  ball()
  {
    return fill(sphere(radius, 3), Filling()).mesh;
  }

  /** The nearest place on the exact sphere. */
  Point
  onto_ball(const Point &x)
  {
    return radius / norm(x) * x;
  }

  double
  error(const TaggedMesh &mesh)
  {
    return std::abs(volume(mesh) / ball_volume - 1);
  }

  void
  expect_usable(const TaggedMesh &mesh)
  {
    const Report report = check(mesh, {.dihedral_angle = 1});
    EXPECT_TRUE(report.findings.empty()) << describe(report);
  }
} // namespace

TEST(MeshHexahedra, CubeIsExact)
{
  TaggedMesh mesh      = make_box({.extent = {{2e-3, 1e-3, 1e-3}}, .size = 1e-3});
  mesh.region_names[2] = "scar";
  for (std::size_t i = 0; i < mesh.n_cells(); ++i)
    mesh.regions[i] = centre(mesh, mesh.cell(i))[0] > 1e-3 ? 2 : 1;
  mesh.cell_data.push_back({"marker", 1, {}});
  for (std::size_t i = 0; i < mesh.n_cells(); ++i)
    mesh.cell_data[0].values.push_back(static_cast<double>(i));
  mesh.point_data.push_back({"linear", 1, {}});
  for (const Point &x : mesh.points)
    mesh.point_data[0].values.push_back(x[0] - 2 * x[1] + 3 * x[2]);

  const TaggedMesh hexes = hexahedra_of(mesh);
  EXPECT_EQ(hexes.shape, CellShape::hexahedron);
  EXPECT_EQ(hexes.n_cells(), 4 * mesh.n_cells());
  EXPECT_EQ(hexes.n_faces(), 3 * mesh.n_faces());
  std::array<double, 3> volume_of{};
  for (std::size_t i = 0; i < hexes.n_cells(); ++i)
    {
      volume_of.at(hexes.regions[i]) += cell_volume(hexes, i);
      EXPECT_NEAR(cell_volume(hexes, i), cell_volume(mesh, i / 4) / 4, 1e-20);
      EXPECT_EQ(hexes.cell_data[0].values[i], static_cast<double>(i / 4));
    }
  EXPECT_NEAR(volume_of[1], 1e-9, 1e-20);
  EXPECT_NEAR(volume_of[2], 1e-9, 1e-20);
  for (const auto &[tag, name] : mesh.surface_names)
    EXPECT_NEAR(area(hexes, name), area(mesh, name), 1e-17) << name;
  for (std::size_t i = 0; i < hexes.points.size(); ++i)
    EXPECT_NEAR(hexes.point_data[0].values[i], hexes.points[i][0] - 2 * hexes.points[i][1] + 3 * hexes.points[i][2],
                1e-17);
  const Report report = check(hexes, Gates());
  EXPECT_TRUE(report.findings.empty()) << describe(report);
  EXPECT_THROW(hexahedra_of(hexes), MeshError);
}

TEST(MeshHexahedra, FlatSidesStayFlatWhenCurved)
{
  const TaggedMesh mesh = make_box({.extent = {{2e-3, 1e-3, 1e-3}}, .size = 1e-3});
  TaggedMesh       fine = hexahedra_of(mesh);
  const TaggedMesh flat = fine;
  const Curved     done = curve_smoothly(mesh, fine, 40);
  EXPECT_EQ(done.moved, 0u);
  EXPECT_EQ(fine, flat);
}

TEST(MeshHexahedra, BallBecomesRound)
{
  const TaggedMesh tets = ball();
  const TaggedMesh flat = hexahedra_of(tets);
  EXPECT_NEAR(error(flat), error(tets), 1e-12);
  TaggedMesh   smooth = flat, exact = flat;
  const Curved to_smooth = curve_smoothly(tets, smooth, 40), to_exact = curve_onto(tets, exact, onto_ball);
  EXPECT_LT(error(smooth), error(flat) / 4);
  EXPECT_LT(error(exact), error(flat) / 3.5); // bilinear faces of half the size
  EXPECT_EQ(to_smooth.held_back, 0u);
  EXPECT_EQ(to_exact.held_back, 0u);
  EXPECT_GT(assess(smooth).shape.minimum, 0.05);
  EXPECT_GT(assess(exact).shape.minimum, 0.05);
  expect_usable(smooth);
  expect_usable(exact);
}

TEST(MeshHexahedra, RefinedBallConverges)
{
  // Half the size makes the error of the volume a quarter; flat refinement does not change it.
  TaggedMesh   flat = ball(), smooth = flat, exact = flat;
  const double first = error(flat);
  for (unsigned times = 1; times <= 2; ++times)
    {
      TaggedMesh coarse = smooth;
      smooth            = refine(coarse);
      curve_smoothly(coarse, smooth, 40);
      coarse = exact;
      exact  = refine(coarse);
      curve_onto(coarse, exact, onto_ball);
      flat = refine(flat);
      EXPECT_NEAR(error(flat), first, 1e-12);
      EXPECT_LT(error(smooth), first / std::pow(3.6, times));
      EXPECT_LT(error(exact), first / std::pow(3.9, times));
      expect_usable(smooth);
      expect_usable(exact);
    }
}

TEST(MeshHexahedra, FinerTriangulationIsFollowed)
{
  const TaggedMesh       tets = ball();
  const NearestOnSurface nearest(sphere(radius, 6));
  TaggedMesh             fine = refine(tets);
  const Curved           done = curve_onto(tets, fine, [&](const Point &x) { return nearest(x).place; });
  EXPECT_GT(done.moved, 0u);
  EXPECT_EQ(done.held_back, 0u);
  EXPECT_LT(error(fine), error(tets) / 3.5);
  EXPECT_NEAR(nearest({20e-3, 0, 0}).distance, 10e-3, 1e-9);
}

TEST(MeshHexahedra, RimOfACylinderStaysSharp)
{
  // 24 sides; the ends are flat, their rims circles.
  TaggedSurface surface = tube(radius, 10e-3, 24, 4);
  for (const double z : {0., 10e-3})
    {
      const Index middle = static_cast<Index>(surface.points.size()), rim = z > 0 ? 4 * 24 : 0;
      surface.points.push_back({0, 0, z});
      for (Index i = 0; i < 24; ++i)
        z > 0 ? add(surface, middle, rim + i, rim + (i + 1) % 24) : add(surface, middle, rim + (i + 1) % 24, rim + i);
    }
  const TaggedMesh tets   = fill(surface, Filling()).mesh;
  TaggedMesh       hexes  = hexahedra_of(tets);
  const double     before = volume(hexes), exact = std::numbers::pi * radius * radius * 10e-3;
  curve_smoothly(tets, hexes, 40);
  EXPECT_LT(std::abs(volume(hexes) - exact), std::abs(before - exact) / 3.5);
  EXPECT_NEAR(bounding_box(hexes).low[2], 0, 1e-9);
  EXPECT_NEAR(bounding_box(hexes).high[2], 10e-3, 1e-9);
}

TEST(MeshHexahedra, PointsThatWouldSpoilACellAreHeldBack)
{
  // The surface lies far inside: what is within reach of it would turn thin cells over.
  TaggedMesh mesh = make_box({.extent = {{4e-3, 4e-3, 4e-3}}, .size = 1e-3});
  for (Point &x : mesh.points) // thin layers at the bottom
    x[2] *= x[2] < 3.5e-3 ? 0.02 : 1;
  TaggedMesh   fine = refine(mesh);
  const Curved done = curve_onto(mesh, fine, [](const Point &x) { return Point{x[0], x[1], std::max(x[2], 0.15e-3)}; });
  EXPECT_GT(done.held_back, 0u);
  for (std::size_t i = 0; i < fine.n_cells(); ++i)
    EXPECT_GT(cell_volume(fine, i), 0);
}
