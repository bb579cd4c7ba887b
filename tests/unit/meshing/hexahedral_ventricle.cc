#include "meshing/check.h"
#include "meshing/formats/formats.h"
#include "meshing/quality.h"
#include "meshing/shapes/ventricles.h"
#include "meshing/transform.h"
#include "tests/unit/meshing/helpers.h"

#include <cmath>
#include <numbers>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;
using std::numbers::pi;

namespace
{
  /** The ventricle of Arostica et al. 2025 (doi:10.1016/j.cma.2024.117485), its axis along z: a conical base. */
  Ventricles
  arostica(double size)
  {
    Ventricles shape;
    shape.lv_endo.radii = {25e-3, 25e-3, 90e-3};
    shape.lv_epi.radii  = {35e-3, 35e-3, 97e-3};
    shape.base          = 90e-3 * 5 / 17;
    shape.outer_base    = 97e-3 * 5 / 20;
    shape.size          = size;
    return shape;
  }

  /** Below 1 inside, 1 on the ellipsoid. */
  double
  level(const Ellipsoid &e, const Point &x)
  {
    return std::hypot(x[0] / e.radii[0], x[1] / e.radii[1], x[2] / e.radii[2]);
  }

  /** Turn the profile about the axis: below the epicardium, the base and the endocardium there, the integrals of
   * pi r^2 dz along the three lines. */
  double
  exact_volume(const Ventricles &v)
  {
    const double r = radius_at(v.lv_endo, v.base), s = radius_at(v.lv_epi, v.outer_rim());
    return volume_below(v.lv_epi, v.outer_rim()) + pi / 3 * (v.base - v.outer_rim()) * (r * r + r * s + s * s) -
           volume_below(v.lv_endo, v.base);
  }

  /** Of the frustum between the rims. */
  double
  exact_base(const Ventricles &v)
  {
    const double r = radius_at(v.lv_endo, v.base), s = radius_at(v.lv_epi, v.outer_rim());
    return pi * (r + s) * std::hypot(s - r, v.outer_rim() - v.base);
  }

  void
  expect_usable(const TaggedMesh &mesh)
  {
    const Report report = check(mesh, Gates());
    EXPECT_TRUE(usable(report)) << describe(report);
  }

  /** How far the nodes are from their surfaces, relative to the half axes. */
  double
  largest_distance(const TaggedMesh &mesh, const Ventricles &v)
  {
    double largest = 0;
    for (std::size_t i = 0; i < mesh.n_faces(); ++i)
      for (const Index k : mesh.face(i))
        {
          const Point      &x    = mesh.points[k];
          const std::string name = mesh.surface_names.at(mesh.surfaces[i]);
          const double      on_base =
            v.base + v.base_slope() * (std::hypot(x[0], x[1]) - radius_at(v.lv_endo, v.base)) - x[2];
          const double distance =
            name == "base" ? on_base / v.lv_epi.radii[2] : level(name == "epi" ? v.lv_epi : v.lv_endo, x) - 1;
          largest = std::max(largest, std::abs(distance));
        }
    return largest;
  }
} // namespace

TEST(HexahedralVentricle, ConvergesToItsVolumeAndBaseWithOrderTwo)
{
  for (const Ventricles &shape : {land_left_ventricle(0), arostica(0)})
    {
      std::array<double, 3> volumes, bases;
      Ventricles            v = shape;
      v.grid                  = {.across = 2, .around = 32};
      for (unsigned i = 0; i < 3; ++i)
        {
          const TaggedMesh mesh = make_hexahedral_ventricle(v);
          expect_usable(mesh);
          volumes[i] = std::abs(volume(mesh) / exact_volume(v) - 1);
          bases[i]   = std::abs(area(mesh, "base") / exact_base(v) - 1);
          v.grid     = {.across = 2 * v.grid.across, .around = 2 * v.grid.around};
        }
      for (unsigned i = 0; i < 2; ++i)
        {
          EXPECT_NEAR(std::log2(volumes[i] / volumes[i + 1]), 2, 0.15);
          EXPECT_NEAR(std::log2(bases[i] / bases[i + 1]), 2, 0.15);
        }
      EXPECT_LT(volumes[0], 0.01);
    }
}

TEST(HexahedralVentricle, NodesAreOnTheSurfaces)
{
  for (const Ventricles &shape : {land_left_ventricle(1e-3), arostica(3e-3)})
    EXPECT_LT(largest_distance(make_hexahedral_ventricle(shape), shape), 1e-13);
  Ventricles flat     = land_left_ventricle(1e-3);
  flat.lv_endo.radii  = {{5e-3, 8e-3, 17e-3}};
  const TaggedMesh it = make_hexahedral_ventricle(flat);
  expect_usable(it);
  EXPECT_LT(largest_distance(it, flat), 1e-13);
}

TEST(HexahedralVentricle, LayersLieOnEllipsoidsBetween)
{
  Ventricles v          = arostica(0);
  v.grid                = {.across = 4, .around = 24};
  const TaggedMesh mesh = make_hexahedral_ventricle(v);
  EXPECT_EQ(n_faces(mesh, "base"), 4u * 24u);
  EXPECT_EQ(mesh.n_cells(), 4 * n_faces(mesh, "epi"));
  EXPECT_EQ(n_faces(mesh, "epi"), n_faces(mesh, "endo_lv"));

  std::array<std::size_t, 5> on_layer{};
  std::size_t                on_axis = 0;
  for (const Point &x : mesh.points)
    on_axis += std::hypot(x[0], x[1]) < 1e-15;
  EXPECT_EQ(on_axis, 5u);
  for (const Point &x : mesh.points)
    for (unsigned k = 0; k <= 4; ++k)
      {
        const double    t = k / 4.;
        const Ellipsoid layer{.radii = {{25e-3 + t * 10e-3, 25e-3 + t * 10e-3, 90e-3 + t * 7e-3}}};
        on_layer[k] += std::abs(level(layer, x) - 1) < 1e-13;
      }
  for (const std::size_t n : on_layer)
    EXPECT_EQ(n, mesh.points.size() / 5);
}

TEST(HexahedralVentricle, CellsAreAlikeOnAnyLevel)
{
  for (const auto &[shape, worst] : {std::pair(land_left_ventricle(1.5e-3), 0.7), std::pair(arostica(4.5e-3), 0.66)})
    for (const double part : {1., 0.5, 0.3})
      {
        Ventricles v = shape;
        v.size *= part;
        const Quality quality = assess(make_hexahedral_ventricle(v));
        EXPECT_GT(quality.shape.minimum, worst);
        EXPECT_GT(quality.shape.median, 0.9);
        EXPECT_NEAR(quality.edges.mean / v.size, 1, 0.1);
        EXPECT_LT(quality.edges.maximum / quality.edges.minimum, 2.5);
        EXPECT_LT(quality.gradation, 1.2);
      }
}

TEST(HexahedralVentricle, TetrahedraMayHaveAConicalBaseToo)
{
  std::array<double, 2> error;
  Ventricles            v = arostica(6e-3);
  for (double &e : error)
    {
      const TaggedMesh mesh = make_ventricles(v);
      expect_usable(mesh);
      EXPECT_LT(largest_distance(mesh, v), 1e-6);
      EXPECT_NEAR(area(mesh, "base") / exact_base(v), 1, 0.01);
      e = std::abs(volume(mesh) / exact_volume(v) - 1);
      v.size /= 2;
    }
  EXPECT_LT(error[1], 1e-3);
  EXPECT_GT(std::log2(error[0] / error[1]), 1.6);

  v                     = arostica(6e-3);
  v.outer_base          = v.base + 5e-3; // the outer rim above the inner one
  const TaggedMesh mesh = make_ventricles(v);
  expect_usable(mesh);
  EXPECT_LT(largest_distance(mesh, v), 1e-6);
  EXPECT_NEAR(volume(mesh) / exact_volume(v), 1, 3e-3);
  EXPECT_NEAR(volume(make_hexahedral_ventricle(v)) / exact_volume(v), 1, 0.02);
}

TEST(HexahedralVentricle, TheBenchmarksOwnMeshLiesOnTheSameSurfaces)
{
  const auto file = std::filesystem::path(VHT_ANATOMY) / "heart" / "mono_arostica2025" / "ellipsoid_0.005.xdmf";
  if (!std::filesystem::exists(file))
    GTEST_SKIP() << file.string() << " is missing; set VHT_ANATOMY to the folder of anatomies";
  const Ventricles v    = arostica(5e-3);
  TaggedMesh       mesh = read_mesh(file, 1);
  EXPECT_EQ(mesh.n_cells(), 17625u);
  transform(mesh, rotation({{0, 1, 0}}, -90)); // from the axis x to z
  mesh.surface_names = {{1, "endo_lv"}, {2, "epi"}, {3, "base"}};
  EXPECT_LT(largest_distance(mesh, v), 1e-9);
  EXPECT_NEAR(volume(mesh) / exact_volume(v), 1, 5e-3);
  EXPECT_NEAR(area(mesh, "base") / exact_base(v), 1, 5e-3);
}

TEST(HexahedralVentricle, RefusesWhatDoesNotFit)
{
  const auto refusal = [](const Ventricles &v) {
    return message_of<InputError>([&] { make_hexahedral_ventricle(v); });
  };
  Ventricles v  = land_left_ventricle(1e-3);
  v.grid.around = 18;
  expect_contains(refusal(v), "8, 16, 24, ... in number, not 18");
  v                 = land_left_ventricle(1e-3);
  v.lv_epi.radii[2] = 16e-3;
  expect_contains(refusal(v), "no wall");
  v                  = arostica(4e-3);
  v.lv_endo.radii[0] = 20e-3;
  expect_contains(refusal(v), "conical base");
  v            = arostica(4e-3);
  v.outer_base = 90e-3; // the epicardium is narrower there than the inner rim
  expect_contains(refusal(v), "does not lead through the wall");
  v.base       = -60e-3; // the epicardium is straight above the inner rim's wall: through the cavity
  v.outer_base = 30e-3;
  expect_contains(refusal(v), "does not lead through the wall");
  expect_contains(refusal(arostica(0)), "must be given");
  expect_contains(refusal(arostica(5e-6)), "Is the unit of the size right?");
}
