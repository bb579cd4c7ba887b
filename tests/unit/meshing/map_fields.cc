#include "meshing/map_fields.h"

#include "meshing/geometry.h"
#include "meshing/shapes/box.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  TaggedMesh
  box(double size, CellShape shape = CellShape::tetrahedron)
  {
    return make_box({.extent = {{4e-3, 2e-3, 2e-3}}, .size = size, .shape = shape});
  }

  double
  linear(const Point &x)
  {
    return 2 + 1e3 * x[0] - 2e3 * x[1] + 3e3 * x[2];
  }

  TaggedMesh
  source(CellShape shape = CellShape::tetrahedron)
  {
    TaggedMesh mesh      = box(1e-3, shape);
    mesh.region_names[7] = "scar";
    mesh.point_data      = {{"linear", 1, {}}, {"fibre", 3, {}}};
    for (std::size_t i = 0; i < mesh.points.size(); ++i)
      {
        mesh.point_data[0].values.push_back(linear(mesh.points[i]));
        const double sign = i % 2 == 0 ? 1 : -1; // a direction has none
        mesh.point_data[1].values.insert(mesh.point_data[1].values.end(), {0.6 * sign, 0, -0.8 * sign});
      }
    mesh.cell_data = {{"half", 1, {}}, {"sheet", 3, {}}};
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      {
        const bool right = centre(mesh, mesh.cell(i))[0] > 2e-3;
        mesh.regions[i]  = right ? 7 : 1;
        mesh.cell_data[0].values.push_back(right ? 1 : 0);
        mesh.cell_data[1].values.insert(mesh.cell_data[1].values.end(), {0, 0, right ? 1. : -1.});
      }
    return mesh;
  }

  const Field &
  named(const std::vector<Field> &fields, const std::string &name)
  {
    return *std::find_if(fields.begin(), fields.end(), [&](const Field &field) { return field.name == name; });
  }
} // namespace

TEST(MapFields, LinearFunctionsAreExact)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      TaggedMesh   to   = box(0.3e-3);
      const Mapped done = map_fields(source(shape), to, {});
      EXPECT_LT(done.farthest, 1e-9);
      const Field &field = named(to.point_data, "linear");
      ASSERT_EQ(field.values.size(), to.points.size());
      for (std::size_t i = 0; i < to.points.size(); ++i)
        EXPECT_NEAR(field.values[i], linear(to.points[i]), 1e-9);
    }
}

TEST(MapFields, ConstantDirectionsStayWhateverTheirSigns)
{
  TaggedMesh to = box(0.3e-3);
  map_fields(source(), to, {.fields = {"fibre"}});
  ASSERT_EQ(to.point_data.size(), 1u);
  EXPECT_TRUE(to.cell_data.empty());
  for (std::size_t i = 0; i < to.points.size(); ++i)
    {
      const Point fibre{to.point_data[0].values[3 * i], to.point_data[0].values[3 * i + 1],
                        to.point_data[0].values[3 * i + 2]};
      EXPECT_NEAR(norm(fibre), 1, 1e-12);
      EXPECT_NEAR(std::abs(dot(fibre, {0.6, 0, -0.8})), 1, 1e-12);
    }
}

TEST(MapFields, CellsTakeFromTheCellAroundTheirCentre)
{
  TaggedMesh to = box(0.5e-3, CellShape::hexahedron);
  to.cell_data  = {{"half", 1, std::vector<double>(to.n_cells(), 5.)}};
  map_fields(source(), to, {.fields = {"half", "sheet"}, .regions = true});
  EXPECT_EQ(to.cell_data.size(), 2u);
  EXPECT_EQ(to.region_names.at(7), "scar");
  for (std::size_t i = 0; i < to.n_cells(); ++i)
    {
      const bool right = centre(to, to.cell(i))[0] > 2e-3;
      EXPECT_EQ(to.regions[i], right ? 7 : 1);
      EXPECT_EQ(named(to.cell_data, "half").values[i], right ? 1 : 0);
      EXPECT_EQ(named(to.cell_data, "sheet").values[3 * i + 2], right ? 1 : -1);
    }
}

TEST(MapFields, PlacesOutsideAreReportedOrTakenFromTheNearest)
{
  TaggedMesh to = box(1e-3);
  for (Point &x : to.points)
    x[0] += 1.5e-3;
  const TaggedMesh  before  = to;
  const std::string message = message_of([&] { map_fields(source(), to, {.fields = {"linear"}, .tolerance = 1e-3}); });
  EXPECT_EQ(to, before);
  expect_contains(message, "9 nodes of the target are farther outside of the source than 1.0");
  expect_contains(message, "around (5.500, 0.000, 0.000) mm, 1.50");
  expect_contains(message, "and 6 more");

  const Mapped done = map_fields(source(), to, {.fields = {"linear"}, .tolerance = 2e-3});
  EXPECT_EQ(done.outside, 18u);
  EXPECT_NEAR(done.farthest, 1.5e-3, 1e-12);
  for (std::size_t i = 0; i < to.points.size(); ++i)
    {
      Point nearest = to.points[i];
      nearest[0]    = std::min(nearest[0], 4e-3);
      EXPECT_NEAR(to.point_data[0].values[i], linear(nearest), 1e-9);
    }
}

TEST(MapFields, UnknownFieldsAreRefused)
{
  TaggedMesh to = box(1e-3);
  expect_contains(message_of<InputError>([&] { map_fields(source(), to, {.fields = {"fibres"}}); }),
                  "no field \"fibres\". Did you mean \"fibre\"? It has: half, sheet, linear, fibre.");
}
