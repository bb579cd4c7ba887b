#include "meshing/image/label_surface.h"

#include "meshing/check.h"
#include "meshing/fill.h"
#include "meshing/geometry.h"
#include "meshing/shells.h"
#include "tests/unit/meshing/image_files.h"

#include <cmath>
#include <numbers>
#include <set>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  constexpr double pi = std::numbers::pi;

  /** Triangles that bound a region, or all for 0. */
  TaggedSurface
  boundary_of(const TaggedSurface &surface, Tag region)
  {
    TaggedSurface part = surface;
    part.triangles.clear();
    for (std::size_t t = 0; t < surface.n_triangles(); ++t)
      if (surface.sides[t].behind == region || surface.sides[t].front == region)
        part.triangles.push_back(surface.triangles[t]);
    return part;
  }

  int
  euler_characteristic(const TaggedSurface &surface)
  {
    std::set<Index>                   points;
    std::set<std::pair<Index, Index>> edges;
    for (const auto &corners : surface.triangles)
      for (unsigned k = 0; k < 3; ++k)
        {
          points.insert(corners[k]);
          edges.insert(std::minmax(corners[k], corners[(k + 1) % 3]));
        }
    return static_cast<int>(points.size()) - static_cast<int>(edges.size()) + static_cast<int>(surface.n_triangles());
  }

  double
  area_of(const TaggedSurface &surface)
  {
    double sum = 0;
    for (const auto &[a, b, c] : surface.triangles)
      sum += 0.5 * norm(cross(surface.points[b] - surface.points[a], surface.points[c] - surface.points[a]));
    return sum;
  }

  /** Meshes what it is given and expects a mesh without any defect, with each region's volume as in the voxels. */
  TaggedMesh
  sound_mesh(const LabelImage &image, const TaggedSurface &surface, double tolerance)
  {
    TaggedMesh   mesh   = fill(surface, {}).mesh;
    const Report report = check(mesh, {.dihedral_angle = 3});
    EXPECT_TRUE(usable(report)) << describe(report);
    std::map<Tag, double> volumes;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      volumes[mesh.regions[i]] += cell_volume(mesh, i);
    for (const auto &[tag, voxels] : label_volumes(image))
      EXPECT_NEAR(volumes[tag] / voxels, 1, tolerance) << image.names.at(tag);
    return mesh;
  }

  int
  two_halves(const Point &x)
  {
    return norm(x) > 10e-3 ? 0 : x[0] < 0 ? 1 : 2;
  }
} // namespace

TEST(LabelSurface, SphereConvergesWithTheVoxels)
{
  const double radius = 10e-3, exact_volume = 4. / 3 * pi * std::pow(radius, 3), exact_area = 4 * pi * radius * radius;
  double       previous = 0.2;
  for (const std::size_t n : {14, 26, 50})
    {
      const double        voxel = 24e-3 / static_cast<double>(n - 2);
      const auto          image = synthetic(n, voxel, {{1, "ball"}}, [&](const Point &x) { return norm(x) < radius; });
      const TaggedSurface surface = surface_of_labels(image, {});
      const double        volume = enclosed_volumes(surface).at(1), error = std::abs(area_of(surface) / exact_area - 1);
      EXPECT_EQ(euler_characteristic(surface), 2);
      EXPECT_NEAR(volume / label_volumes(image).at(1), 1, 0.01);
      EXPECT_NEAR(volume / exact_volume, 1, n < 20 ? 0.07 : 0.02); // counting voxels errs, too
      EXPECT_LT(error, n < 20 ? 0.05 : n < 40 ? 0.02 : 0.01) << n; // staircases would have 50 %
      EXPECT_LT(error, previous);
      previous     = error;
      double worst = 0;
      for (const Point &x : surface.points)
        worst = std::max(worst, std::abs(norm(x) - radius));
      EXPECT_LT(worst, 0.5 * voxel) << n;
    }
}

TEST(LabelSurface, NestedEllipsoids)
{
  const auto level = [](const Point &x, double a, double b, double c) {
    return std::hypot(x[0] / a, x[1] / b, x[2] / c);
  };
  const auto          image   = synthetic(44, 0.75e-3, {{1, "shell"}, {2, "core"}}, [&](const Point &x) {
    return level(x, 8e-3, 6e-3, 9e-3) < 1 ? 2 : level(x, 14e-3, 11e-3, 12e-3) < 1 ? 1 : 0;
  });
  const TaggedSurface surface = surface_of_labels(image, {});
  EXPECT_EQ(euler_characteristic(boundary_of(surface, 2)), 2);
  EXPECT_EQ(euler_characteristic(boundary_of(surface, 0)), 2);
  EXPECT_EQ(euler_characteristic(boundary_of(surface, 1)), 4);
  const TaggedMesh mesh = sound_mesh(image, surface, 0.01);
  EXPECT_NEAR(enclosed_volumes(surface).at(2), 4. / 3 * pi * 8e-3 * 6e-3 * 9e-3, 0.02 * 1.81e-6);
  EXPECT_EQ(mesh.surface_names.size(), 2u);
  EXPECT_GT(n_faces(mesh, "shell"), n_faces(mesh, "shell_core"));
}

TEST(LabelSurface, TouchingLabelsShareTheirFaces)
{
  const auto          image   = synthetic(26, 1e-3, {{1, "left"}, {2, "right"}}, two_halves);
  const TaggedSurface surface = surface_of_labels(image, {});
  EXPECT_EQ(euler_characteristic(boundary_of(surface, 1)), 2);
  EXPECT_EQ(euler_characteristic(boundary_of(surface, 2)), 2);
  const TaggedMesh mesh = sound_mesh(image, surface, 0.01);
  EXPECT_NEAR(area(mesh, "left_right"), pi * 100e-6, 0.08 * pi * 100e-6);
  // The plane between the voxels is met within a tenth of a voxel, but for the rim.
  const Tag tag = find_tag(mesh.surface_names, "left_right", "surface");
  for (std::size_t f = 0; f < mesh.n_faces(); ++f)
    if (mesh.surfaces[f] == tag)
      for (const Index corner : mesh.face(f))
        if (const Point &x = mesh.points[corner]; std::hypot(x[1], x[2]) < 8e-3)
          {
            EXPECT_NEAR(x[0], 0, 0.1e-3);
          }
}

TEST(LabelSurface, RimWhereThreeLabelsMeetIsASmoothCircle)
{
  const double                                  voxel   = 1e-3;
  const auto                                    image   = synthetic(26, voxel, {{1, "left"}, {2, "right"}}, two_halves);
  const TaggedSurface                           surface = surface_of_labels(image, {});
  std::map<std::array<Index, 2>, std::set<Tag>> around;
  for (std::size_t t = 0; t < surface.n_triangles(); ++t)
    for (std::size_t k = 0; k < 3; ++k)
      {
        const auto [a, b] = std::minmax(surface.triangles[t][k], surface.triangles[t][(k + 1) % 3]);
        around[{a, b}].insert({surface.sides[t].behind, surface.sides[t].front});
      }
  double length = 0, flat = 0, low = 1, high = 0;
  for (const auto &[edge, labels] : around)
    if (labels.size() == 3)
      {
        length += norm(surface.points[edge[1]] - surface.points[edge[0]]);
        for (const Index end : edge)
          {
            const Point &x = surface.points[end];
            flat           = std::max(flat, std::abs(x[0]));
            low            = std::min(low, std::hypot(x[1], x[2]));
            high           = std::max(high, std::hypot(x[1], x[2]));
          }
      }
  // Where three smoothed indicators are equal there is a groove, 0.43 widths of the Gaussian deep.
  EXPECT_NEAR(0.5 * (low + high), 10e-3 - 0.43 * voxel, 0.2 * voxel);
  EXPECT_LT(high - low, 0.4 * voxel);
  EXPECT_LT(flat, 0.1 * voxel);
  EXPECT_NEAR(length / (pi * (low + high)), 1, 0.02) << "a jagged line is longer";

  const TaggedSurface without = surface_of_labels(image, {.sharp_lines = false});
  EXPECT_NE(without.n_triangles(), surface.n_triangles());
}

TEST(LabelSurface, WallOfOneVoxelStays)
{
  const auto          image   = synthetic(24, 1e-3, {{1, "left"}, {2, "wall"}, {3, "right"}}, [](const Point &x) {
    const double y = std::max(std::abs(x[1]), std::abs(x[2]));
    return std::abs(x[0]) > 8e-3 || y > 8e-3 ? 0 : x[0] < 0 ? 1 : x[0] < 1e-3 ? 2 : 3;
  });
  const TaggedSurface surface = surface_of_labels(image, {.size = 1.5e-3});
  const TaggedMesh    mesh    = sound_mesh(image, surface, 0.02);
  for (const auto &[tag, name] : mesh.surface_names)
    EXPECT_NE(name, "left_right") << "the wall has a hole";
  EXPECT_EQ(euler_characteristic(boundary_of(surface, 2)), 2);
}

TEST(LabelSurface, FindsEveryPiece)
{
  // A large ball and six small ones around it, the smallest of 33 voxels.
  const auto          image            = synthetic(48, 1e-3, {{1, "balls"}}, [](const Point &x) {
    if (norm(x) < 8e-3)
      return 1;
    for (unsigned d = 0; d < 3; ++d)
      for (const double side : {-18e-3, 18e-3})
        {
          Point centre{};
          centre[d] = side;
          if (norm(x - centre) < 2e-3)
            return 1;
        }
    return 0;
  });
                      const TaggedSurface surface = surface_of_labels(image, {.size = 1.5e-3});
  EXPECT_EQ(parts_of(surface).region.size(), 1u + 7u);
  EXPECT_EQ(euler_characteristic(surface), 14);
}

TEST(LabelSurface, SizesByLabelAndTurnedImages)
{
  auto                image = synthetic(26, 1e-3, {{1, "left"}, {2, "right"}}, two_halves);
  const TaggedSurface even  = surface_of_labels(image, {.size = 4e-3, .distance = 1e-3});
  const TaggedSurface again = surface_of_labels(image, {.size = 4e-3, .distance = 1e-3});
  const TaggedSurface graded =
    surface_of_labels(image, {.size = 4e-3, .size_of_label = {{2, 0.7e-3}}, .distance = 1e-3});
  EXPECT_EQ(even, again) << "not the same twice";
  const auto n = [](const TaggedSurface &surface, Tag region) { return boundary_of(surface, region).n_triangles(); };
  EXPECT_GT(n(graded, 2), 2 * n(even, 2));
  EXPECT_LT(n(graded, 1), n(graded, 2)); // the face between them has the smaller size, its own outside the larger

  // A quarter turn with one axis reflected: volumes stay positive and where they are.
  image.to_world.columns     = {{{{0, 1e-3, 0}}, {{1e-3, 0, 0}}, {{0, 0, 1e-3}}}};
  const TaggedSurface turned = surface_of_labels(image, {.size = 4e-3, .distance = 1e-3});
  EXPECT_LT(image.to_world.determinant(), 0);
  EXPECT_NEAR(enclosed_volumes(turned).at(1), enclosed_volumes(even).at(1), 0.03 * enclosed_volumes(even).at(1));
  double mean = 0;
  for (const auto &corners : boundary_of(turned, 1).triangles)
    mean += turned.points[corners[0]][1];
  EXPECT_LT(mean, 0) << "the half that was at negative x is now at negative y";
}

TEST(LabelSurface, RefusesTrianglesLargerThanTheOrgan)
{
  const auto image = synthetic(20, 1e-3, {{1, "organ"}}, [](const Point &x) { return norm(x) < 8e-3; });
  EXPECT_NE(message_of([&] { surface_of_labels(image, {.size = 17e-3}); }).find("larger than the label organ"),
            std::string::npos);
  const LabelSurfacing own{.size = 3e-3, .size_of_label = {{1, 1.}}};
  EXPECT_NE(message_of([&] { surface_of_labels(image, own); }).find("larger than the label organ"), std::string::npos);
}
