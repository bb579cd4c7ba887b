#include "meshing/transform.h"

#include "meshing/check.h"
#include "meshing/geometry.h"
#include "meshing/shapes/box.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  void
  expect_near(const Point &a, const Point &b, double tolerance = 1e-15)
  {
    for (unsigned d = 0; d < 3; ++d)
      EXPECT_NEAR(a[d], b[d], tolerance);
  }

  TaggedMesh
  sample(CellShape shape)
  {
    TaggedMesh mesh = make_box({.extent = {{4e-3, 2e-3, 1e-3}}, .size = 1e-3, .shape = shape});
    mesh.cell_data.push_back({"fibre", 3, {}});
    mesh.cell_data.push_back({"potential", 1, std::vector<double>(mesh.n_cells(), 0.25)});
    for (std::size_t i = 0; i < mesh.n_cells(); ++i)
      mesh.cell_data[0].values.insert(mesh.cell_data[0].values.end(), {0.6, 0.8, 0});
    mesh.point_data.push_back({"displacement", 3, {}});
    for (const Point &x : mesh.points)
      mesh.point_data[0].values.insert(mesh.point_data[0].values.end(), {0, 0, 3 * x[0]});
    return mesh;
  }

  Point
  triple(const Field &field, std::size_t i)
  {
    return {field.values[3 * i], field.values[3 * i + 1], field.values[3 * i + 2]};
  }
} // namespace

TEST(MeshTransform, ScaleThenRotateThenTranslate)
{
  const Affine affine = after(translation({1, 2, 3}), after(rotation({0, 0, 5}, 90), scaling(2)));
  expect_near(affine({1, 0, 0}), {1, 4, 3});
  expect_near(affine({0, 1, 7}), {-1, 2, 17});
  EXPECT_NEAR(affine.determinant(), 8, 1e-14);
  // A third of a turn around the diagonal exchanges the axes.
  expect_near(rotation({1, 1, 1}, 120)({1, 2, 3}), {3, 1, 2});
}

TEST(MeshTransform, DirectionsTurnAndKeepTheirLength)
{
  const TaggedMesh before = sample(CellShape::tetrahedron);
  TaggedMesh       mesh   = before;
  transform(mesh, after(rotation({0, 0, 1}, 90), scaling(1e-1)));
  EXPECT_NEAR(volume(mesh), 1e-3 * volume(before), 1e-20);
  for (std::size_t i = 0; i < mesh.n_cells(); ++i)
    expect_near(triple(mesh.cell_data[0], i), {-0.8, 0.6, 0});
  for (std::size_t i = 0; i < mesh.points.size(); ++i)
    expect_near(triple(mesh.point_data[0], i), {0, 0, 3 * before.points[i][0]});
  EXPECT_EQ(mesh.cell_data[1], before.cell_data[1]);
  EXPECT_EQ(mesh.regions, before.regions);
  EXPECT_EQ(mesh.faces, before.faces);
}

TEST(MeshTransform, ShearTurnsFibresWithTheTissue)
{
  TaggedMesh mesh = sample(CellShape::hexahedron);
  transform(mesh, affine_of("1 1 0 0  0 1 0 0  0 0 1 0"));
  // (0.6, 0.8) becomes (1.4, 0.8), of length sqrt(2.6).
  expect_near(triple(mesh.cell_data[0], 0), {1.4 / std::sqrt(2.6), 0.8 / std::sqrt(2.6), 0});
  EXPECT_NEAR(volume(mesh), 8e-9, 1e-20);
}

TEST(MeshTransform, MirrorImageHasPositiveCells)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      TaggedMesh mesh = sample(shape);
      transform(mesh, affine_of("-1 0 0 0  0 1 0 0  0 0 1 0  0 0 0 1"));
      EXPECT_NEAR(volume(mesh), 8e-9, 1e-20);
      EXPECT_NEAR(bounding_box(mesh).low[0], -4e-3, 1e-15);
      expect_near(triple(mesh.cell_data[0], 0), {-0.6, 0.8, 0});
      const Report report = check(mesh, Gates());
      EXPECT_TRUE(report.findings.empty()) << describe(report);
    }
}

TEST(MeshTransform, MatrixWithUnit)
{
  expect_near(affine_of("1, 0, 0, 10\n0, 0, -1, 20\n0, 1, 0, 30\n0, 0, 0, 1 mm")({1, 2, 3}), {1.01, -2.98, 2.03});
  expect_contains(message_of<InputError>([] { affine_of("1 0 0 0 1 0 0 0 1"); }), "has 9 numbers");
  expect_contains(message_of<InputError>([] { affine_of("1 0 0 0 0 1 0 0 0 0 1 0 5 5 5 1"); }), "rows and columns");
  expect_contains(message_of<InputError>([] { affine_of("1 0 0 0 2 0 0 0 0 0 1 0"); }), "flattens space");
  expect_contains(message_of<InputError>([] { affine_of("1 0 0 0 0 1 0 0 0 0 1 0 mmm"); }), "not a known unit");
  EXPECT_THROW(scaling(-1), InputError);
  EXPECT_THROW(rotation({0, 0, 0}, 10), InputError);
}
