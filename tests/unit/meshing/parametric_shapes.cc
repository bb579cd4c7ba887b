#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/shapes/channels.h"
#include "meshing/shapes/organs.h"
#include "meshing/shapes/vessels.h"
#include "tests/unit/meshing/helpers.h"

#include <cmath>
#include <numbers>
#include <set>

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;
using std::numbers::pi;

namespace
{
  const Gates any_size{.smallest_size = 0, .largest_size = 0};

  void
  expect_valid(const TaggedMesh &mesh)
  {
    const Report report = check(mesh, any_size);
    EXPECT_TRUE(usable(report)) << describe(report);
  }

  double
  volume(const TaggedMesh &mesh, const std::string &region)
  {
    const Tag tag = find_tag(mesh.region_names, region, "region");
    double    sum = 0;
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      if (mesh.regions[i] == tag)
        sum += cell_volume(mesh, i);
    return sum;
  }

  using test::volume;

  constexpr CellShape tetrahedra = CellShape::tetrahedron, hexahedra = CellShape::hexahedron;
} // namespace

// A circle of n edges has the area of a circle times sin(2 pi / n) / (2 pi / n), which is 1 - 6.6 / n^2.
TEST(ParametricShapes, TubeHasItsVolumeAndAreas)
{
  Tube tube;
  tube.length        = 20e-3;
  tube.outlet_radius = 3e-3;
  const double exact = pi * tube.length / 3 * (16e-6 + 12e-6 + 9e-6), slant = std::hypot(20e-3, 1e-3);
  double       coarse_error = 0;
  for (const double size : {1e-3, 0.5e-3})
    {
      const TaggedMesh mesh = tube.make(size, hexahedra);
      expect_valid(mesh);
      const double n = 8 * std::lround(4e-3 / size) / 2.; // edges around
      EXPECT_NEAR(area(mesh, "inlet"), n / 2 * 16e-6 * std::sin(2 * pi / n), 1e-12);
      EXPECT_NEAR(area(mesh, "wall") / (pi * 7e-3 * slant), 1., 3 / (n * n));
      const double error = 1 - volume(mesh) / exact;
      if (coarse_error > 0)
        {
          EXPECT_NEAR(std::log2(coarse_error / error), 2, 0.1);
        }
      coarse_error = error;
    }
  const TaggedMesh mesh = tube.make(0.8e-3, tetrahedra);
  expect_valid(mesh);
  EXPECT_NEAR(volume(mesh) / exact, 1., 0.015);
  EXPECT_NEAR(area(mesh, "inlet") / (pi * 16e-6), 1., 0.015);
  EXPECT_NEAR(area(mesh, "outlet_1") / (pi * 9e-6), 1., 0.02);
}

TEST(ParametricShapes, BifurcationHasItsOpenings)
{
  Bifurcation      vessel;
  const TaggedMesh mesh = vessel.make(0.8e-3, tetrahedra);
  expect_valid(mesh);
  EXPECT_NEAR(area(mesh, "inlet") / (pi * 9e-6), 1., 0.03);
  for (const char *outlet : {"outlet_1", "outlet_2"})
    EXPECT_NEAR(area(mesh, outlet) / (pi * std::pow(vessel.first_radius, 2)), 1., 0.03) << outlet;
  // Murray's law
  EXPECT_NEAR(2 * std::pow(vessel.first_radius, 3) / std::pow(vessel.parent_radius, 3), 1., 1e-3);
  vessel.branch_length = 5e-3;
  EXPECT_THROW(vessel.make(0.8e-3, tetrahedra), InputError);
}

TEST(ParametricShapes, AneurysmHasItsSac)
{
  SaccularAneurysm aneurysm;
  const TaggedMesh mesh = aneurysm.make(0.5e-3, tetrahedra);
  expect_valid(mesh);
  const double r = aneurysm.sac_radius(), height = aneurysm.neck * aneurysm.aspect_ratio;
  EXPECT_NEAR(r, (6.4 * 6.4 + 4) / 12.8 * 1e-3, 1e-12);
  // The cap of the sphere above the neck's plane; the neck's rim dips below it, where the round wall falls away.
  EXPECT_GT(area(mesh, "sac"), 0.98 * 2 * pi * r * height);
  EXPECT_LT(area(mesh, "sac"), 1.15 * 2 * pi * r * height);
  const double vessel = pi * 4e-6 * (2 * 10e-3 + 8e-3 * aneurysm.bend);
  const double cap    = pi * height * height * (r - height / 3);
  EXPECT_NEAR(volume(mesh) / (vessel + cap), 1., 0.05);
}

TEST(ParametricShapes, FdaNozzleIsExact)
{
  const FdaNozzle  nozzle;
  const TaggedMesh mesh = nozzle.make(2.5e-3, tetrahedra);
  expect_valid(mesh);
  const double exact = pi * (36e-6 * (48e-3 + 120e-3) + 22.685e-3 / 3 * (36e-6 + 12e-6 + 4e-6) + 4e-6 * 40e-3);
  EXPECT_NEAR(volume(mesh) / exact, 1., 0.06);
  const BoundingBox box = bounding_box(mesh);
  EXPECT_NEAR(box.low[2], -(48 + 22.685 + 40) * 1e-3, 1e-9);
  EXPECT_NEAR(box.high[2], 120e-3, 1e-9);
  for (const Point &x : mesh.points) // in the throat nothing is wider than it
    if (x[2] > -39.99e-3 && x[2] < -1e-5)
      {
        ASSERT_LT(std::hypot(x[0], x[1]), 2e-3 * (1 + 1e-6));
      }
}

TEST(ParametricShapes, ChannelsHaveTheirFlatSides)
{
  const TaggedMesh channel = CylinderChannel().make(0.1, tetrahedra);
  expect_valid(channel);
  EXPECT_NEAR(area(channel, "inlet"), 0.41 * 0.41, 1e-9);
  EXPECT_NEAR(area(channel, "outlet_1"), 0.41 * 0.41, 1e-9);
  EXPECT_NEAR(area(channel, "cylinder") / (pi * 0.1 * 0.41), 1., 0.02);
  EXPECT_NEAR(volume(channel), 0.41 * (2.5 * 0.41 - pi * 0.0025), 2e-4);

  for (const CellShape cells : {tetrahedra, hexahedra})
    {
      const TaggedMesh mesh = Microchannel().make(0.1e-3, cells);
      expect_valid(mesh);
      EXPECT_NEAR(area(mesh, "inlet"), 0.2e-6, 1e-15);
      EXPECT_NEAR(area(mesh, "floor"), 10e-6, 1e-14);
      EXPECT_NEAR(area(mesh, "wall"), 4e-6, 1e-14);
    }
}

TEST(ParametricShapes, AtriumHasAValveFourVeinsAndAnAppendage)
{
  const LeftAtrium atrium;
  const TaggedMesh mesh = atrium.make(2.5e-3, tetrahedra);
  expect_valid(mesh);
  const double part = 1 - std::pow(19. / 25, 2);
  EXPECT_NEAR(area(mesh, "mitral") / (pi * 26e-3 * 21e-3 * part), 1., 0.02);
  for (const char *vein : {"vein_left_superior", "vein_left_inferior", "vein_right_superior", "vein_right_inferior"})
    EXPECT_NEAR(area(mesh, vein) / (pi * 36e-6), 1., 0.04) << vein;
  EXPECT_NEAR(volume(mesh), 67e-6, 2e-6);
}

TEST(ParametricShapes, LobuleIsTwelveSectors)
{
  LiverLobule whole(false), sector(true);
  const auto  full = whole.make(60e-6, tetrahedra), part = sector.make(30e-6, tetrahedra);
  expect_valid(full);
  expect_valid(part);
  const double hexagon = 1.5 * std::sqrt(3.) * 0.36e-6, vessels = pi * (2500e-12 + 2 * 1600e-12);
  EXPECT_NEAR(volume(full) / ((hexagon - vessels) * 0.2e-3), 1., 2e-3);
  EXPECT_NEAR(12 * volume(part) / volume(full), 1., 2e-3);
  EXPECT_NEAR(area(full, "side") / (6 * (0.6e-3 - 80e-6) * 0.2e-3), 1., 1e-6);
  EXPECT_NEAR(area(full, "central_vein") / (2 * pi * 50e-6 * 0.2e-3), 1., 0.02);
  EXPECT_NEAR(area(full, "portal") / (4 * pi * 40e-6 * 0.2e-3), 1., 0.02);
}

TEST(ParametricShapes, OrgansFallIntoTerritories)
{
  using Organ = EllipsoidalOrgan::Organ;
  for (const Organ organ : {Organ::liver, Organ::brain})
    {
      const EllipsoidalOrgan shape(organ);
      const TaggedMesh       mesh = shape.make(9e-3, tetrahedra);
      expect_valid(mesh);
      EXPECT_EQ(mesh.region_names.size(), organ == Organ::liver ? 8u : 6u);
      EXPECT_NEAR(volume(mesh) / (4 * pi / 3 * shape.half_width * shape.half_depth * shape.half_height), 1., 0.02);
      for (const auto &[left, right] :
           organ == Organ::liver
             ? std::vector<std::pair<std::string, std::string>>{{"segment_2", "segment_3"}, {"segment_8", "segment_5"}}
             : std::vector<std::pair<std::string, std::string>>{{"aca_left", "aca_right"}, {"mca_left", "mca_right"}})
        EXPECT_NEAR(volume(mesh, left) / volume(mesh, right), 1., 1e-2) << left;
    }
}

TEST(ParametricShapes, NamesAreDifferentAndDimensionsDocumented)
{
  std::set<std::string> names;
  for (const auto &shape : all_shapes())
    {
      EXPECT_TRUE(names.insert(shape->name()).second) << shape->name();
      EXPECT_FALSE(shape->description().empty());
      for (const Parameter &p : shape->parameters())
        {
          EXPECT_GE(*p.value, p.minimum) << shape->name() << ": " << p.name;
          EXPECT_LE(*p.value, p.maximum) << shape->name() << ": " << p.name;
          EXPECT_FALSE(p.source.empty()) << shape->name() << ": " << p.name;
        }
    }
}
