#include "meshing/check.h"

#include "meshing/shapes/box.h"
#include "tests/unit/meshing/helpers.h"

using namespace vht;
using namespace vht::meshing;
using namespace vht::meshing::test;

namespace
{
  TaggedMesh
  sound(CellShape shape = CellShape::tetrahedron)
  {
    return make_box({.extent = {{30e-3, 20e-3, 20e-3}}, .size = 10e-3, .shape = shape});
  }

  /** The finding that says this. */
  Finding
  find(const TaggedMesh &mesh, const std::string &what, const Gates &gates = Gates())
  {
    const Report report = check(mesh, gates);
    for (const Finding &finding : report.findings)
      if (finding.what.find(what) != std::string::npos)
        return finding;
    ADD_FAILURE() << "not found: " << what << " among\n" << describe(report);
    return {};
  }
} // namespace

TEST(MeshCheck, ASoundMeshHasNoFinding)
{
  for (const CellShape shape : {CellShape::tetrahedron, CellShape::hexahedron})
    {
      const Report report = check(sound(shape), Gates());
      EXPECT_TRUE(report.findings.empty()) << describe(report);
      EXPECT_NO_THROW(refuse_defects(report, "sound"));
    }
}

TEST(MeshCheck, FindsInvertedCellsAndTheirPlaces)
{
  TaggedMesh mesh = sound();
  for (const std::size_t cell : {0u, 5u, 6u, 7u, 8u})
    std::swap(mesh.cells[4 * cell], mesh.cells[4 * cell + 1]);
  const Finding finding = find(mesh, "inverted");
  EXPECT_EQ(finding.count, 5u);
  EXPECT_EQ(finding.weight, Finding::Weight::error);
  ASSERT_EQ(finding.places.size(), 3u) << "the first few only";
  EXPECT_EQ(finding.places[0], "cell 0 around (7.500, 5.000, 2.500) mm");
  const std::string message = message_of([&] { refuse_defects(check(mesh, Gates()), "a.msh"); });
  expect_contains(message, "a.msh is not valid");
  expect_contains(message, "5 inverted cells");
  expect_contains(message, "and 2 more");
}

TEST(MeshCheck, FindsFlatCells)
{
  TaggedMesh mesh            = sound();
  mesh.points[mesh.cells[0]] = centre(mesh, std::span(mesh.cells).subspan(1, 3));
  EXPECT_GE(find(mesh, "without volume").count, 1u);
}

TEST(MeshCheck, FindsFoldedHexahedra)
{
  TaggedMesh mesh = sound(CellShape::hexahedron);
  std::swap(mesh.cells[5], mesh.cells[6]);
  const Report report = check(mesh, Gates());
  EXPECT_TRUE(report.has(Finding::Weight::error)) << describe(report);

  // One corner is pushed far through the opposite faces while the volume stays positive.
  mesh                       = sound(CellShape::hexahedron);
  mesh.points[mesh.cells[6]] = {{3e-3, 3e-3, 3e-3}};
  EXPECT_GE(find(mesh, "folded").count, 1u);
}

TEST(MeshCheck, FindsDuplicateAndUnusedPoints)
{
  TaggedMesh mesh = sound();
  // A cell gets its own copy of a corner, as unmerged parts have.
  mesh.points.push_back(mesh.points[mesh.cells[3]]);
  mesh.cells[3]           = static_cast<Index>(mesh.points.size() - 1);
  const Finding duplicate = find(mesh, "lie on another point");
  EXPECT_EQ(duplicate.count, 1u);
  EXPECT_EQ(duplicate.weight, Finding::Weight::error);

  mesh = sound();
  mesh.points.push_back({{1e-3, 2e-3, 3e-3}});
  const Finding unused = find(mesh, "no cell uses");
  EXPECT_EQ(unused.weight, Finding::Weight::warning);
  EXPECT_EQ(unused.places.at(0), "point 36 at (1.000, 2.000, 3.000) mm");
  EXPECT_NO_THROW(refuse_defects(check(mesh, Gates()), "with a warning"));
}

TEST(MeshCheck, FindsUntaggedDanglingAndDoublyNamedFaces)
{
  TaggedMesh mesh = sound();
  mesh.faces.resize(mesh.faces.size() - 6);
  mesh.surfaces.resize(mesh.surfaces.size() - 2);
  EXPECT_EQ(find(mesh, "belong to no surface").count, 2u);

  mesh = sound();
  mesh.add_face(std::array<Index, 3>{{0, 3, 35}}, 1);
  const Finding dangling = find(mesh, "belong to no cell");
  EXPECT_EQ(dangling.count, 1u);
  expect_contains(dangling.places.at(0), "x_min around");

  mesh = sound();
  mesh.add_face(mesh.face(0), 6);
  expect_contains(find(mesh, "two names").places.at(0), "x_min and z_max");
}

TEST(MeshCheck, FindsPartsThatDoNotHangTogether)
{
  TaggedMesh        mesh  = sound();
  const std::size_t n     = mesh.points.size();
  const TaggedMesh  other = make_box({.extent = {{10e-3, 10e-3, 10e-3}}, .size = 10e-3});
  for (const Point &x : other.points)
    mesh.points.push_back({{x[0] + 50e-3, x[1], x[2]}});
  for (const Index i : other.cells)
    mesh.cells.push_back(static_cast<Index>(i + n));
  for (const Index i : other.faces)
    mesh.faces.push_back(static_cast<Index>(i + n));
  mesh.regions.insert(mesh.regions.end(), other.regions.begin(), other.regions.end());
  mesh.surfaces.insert(mesh.surfaces.end(), other.surfaces.begin(), other.surfaces.end());
  const Finding finding = find(mesh, "share no face with the largest");
  EXPECT_EQ(finding.count, 1u);
  expect_contains(finding.places.at(0), "6 cells, cell 72");
}

TEST(MeshCheck, FindsFacesOfMoreThanTwoCells)
{
  TaggedMesh mesh = sound();
  // A third cell on a face that two share already.
  mesh.cells.insert(mesh.cells.end(), mesh.cells.begin(), mesh.cells.begin() + 4);
  mesh.regions.push_back(1);
  EXPECT_GE(find(mesh, "more than two cells").count, 1u);
}

TEST(MeshCheck, FindsCornersThatDoNotExistAndEmptyMeshes)
{
  TaggedMesh mesh = sound();
  mesh.cells[2]   = 1000;
  expect_contains(find(mesh, "do not exist").places.at(0), "point 1000 of 36");
  EXPECT_EQ(find(TaggedMesh(), "without cells").count, 1u);
}

TEST(MeshCheck, FindsNamesWithoutCells)
{
  TaggedMesh mesh        = sound();
  mesh.region_names[5]   = "scar";
  mesh.surface_names[17] = "endo_lv";
  const Finding finding  = find(mesh, "without cells or faces");
  EXPECT_EQ(finding.places, (std::vector<std::string>{"region scar", "surface endo_lv"}));
}

TEST(MeshCheck, SuspectsTheUnitOfMeshesOfImpossibleSize)
{
  TaggedMesh mesh = sound();
  scale(mesh, 1e3);
  const Finding finding = find(mesh, "Is the length unit right?");
  expect_contains(finding.what, "expected are 1 to 1000 mm");
  scale(mesh, 1e-8);
  find(mesh, "Is the length unit right?");
}

TEST(MeshCheck, AMissedGateIsNotAnInvalidMesh)
{
  TaggedMesh mesh = sound();
  // Kuhn's tetrahedra have 45 degrees between faces.
  EXPECT_EQ(find(mesh, "angle between faces", {.dihedral_angle = 46}).count, 72u);
  EXPECT_TRUE(check(mesh, {.dihedral_angle = 44}).findings.empty());
  const Report report = check(mesh, {.dihedral_angle = 46});
  expect_contains(message_of<GateError>([&] { refuse_defects(report, "m"); }), "misses a quality gate");
  EXPECT_EQ(find(mesh, "radius ratio below", {.shape = 0.9}).weight, Finding::Weight::gate);
}
