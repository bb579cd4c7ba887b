// What comes before a run: the unloaded body of a loaded mesh, and the stress of a mesh that stays where it is.

#include "physics/error.h"
#include "solvers/core/paired_cells.h"
#include "solvers/core/run.h"
#include "solvers/elasticity/anderson_mixing.h"
#include "solvers/elasticity/body_at_rest.h"
#include "solvers/elasticity/prestress.h"
#include "solvers/elasticity/reference_configuration.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;

  constexpr double size = 0.065; // the shell's length [m]

  /** A shell of muscle with a fixed base under pressure from within. */
  ElasticityParameters
  shell_case(const std::string &law, double pressure)
  {
    ElasticityParameters parameters;
    parameters.material.material         = make_material(law);
    LoadedSurface &endo                  = parameters.surfaces.emplace_back();
    endo.name                            = "endo";
    endo.pressure                        = pressure;
    endo.pressure_curve.kind             = "constant";
    LoadedSurface &base                  = parameters.surfaces.emplace_back();
    base.name                            = "base";
    base.fixed                           = {"x", "y", "z"};
    parameters.newton.relative_tolerance = 1e-9;
    parameters.reference.method          = "fixed point";
    parameters.reference.tolerance       = 1e-10;
    parameters.prestress.tolerance       = 1e-10;
    parameters.prestress.steps           = 4;
    return parameters;
  }

  /** Fibres around the axis, sheets across the wall. */
  void
  around(const Mesh::Triangulation::active_cell_iterator &,
         const std::vector<Point> &points,
         std::vector<Matrix3>     &axes)
  {
    for (std::size_t q = 0; q < points.size(); ++q)
      {
        const double r = std::hypot(points[q][0], points[q][1]), c = points[q][0] / r, s = points[q][1] / r;
        axes[q][0] = Tensor({-s, c, 0.});
        axes[q][1] = Tensor({c, s, 0.});
        axes[q][2] = Tensor({0., 0., -1.});
        axes[q]    = transpose(axes[q]); // an axis is a column
      }
  }

  /** Where the vertices of a mesh are under a displacement, by vertex index. */
  std::vector<Point>
  moved(const MixedSpace &space, const Vector &displacement)
  {
    std::vector<Point> places = space.mesh().triangulation().get_vertices();
    displacement.update_ghost_values();
    for_each_cell_of_both(space.nodes(), space.pressures(), true,
                          [&](const auto &cell, const auto &nodes, const auto &) {
                            for (const unsigned int v : cell->vertex_indices())
                              for (unsigned int d = 0; d < dim; ++d)
                                places[cell->vertex_index(v)][d] = cell->vertex(v)[d] + displacement(3 * nodes[v] + d);
                          });
    displacement.zero_out_ghost_values();
    return places;
  }

  double
  largest_distance(const Mesh &mesh, const std::vector<Point> &a, const std::vector<Point> &b)
  {
    double largest = 0.;
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        for (const unsigned int v : cell->vertex_indices())
          largest = std::max(largest, a[cell->vertex_index(v)].distance(b[cell->vertex_index(v)]));
    return mpi::max(largest, mesh.communicator());
  }

  /** A mesh that came from a file, as that of a case. */
  Mesh
  read_shell(CellShape shape, const std::filesystem::path &folder)
  {
    if (mpi::this_mpi_process(MPI_COMM_WORLD) == 0)
      write_msh(make_shell(shape, 2, 1), folder / "mesh.msh");
    MPI_Barrier(MPI_COMM_WORLD);
    return Mesh({.file = folder / "mesh.msh"}, MPI_COMM_WORLD);
  }

  class Unloaded : public testing::TestWithParam<CellShape>
  {
  };
} // namespace

TEST_P(Unloaded, the_shell_that_was_loaded_is_found_again)
{
  const auto                 folder = scratch_folder();
  vht::Run                   run({.output = folder / "output"});
  const ElasticityParameters parameters = shell_case("Guccione", 1500.);
  Mesh                       mesh       = read_shell(GetParam(), folder);
  const std::vector<Point>   original   = mesh.triangulation().get_vertices();

  // The image, and the fibres in it.
  const ReferenceConfiguration with_the_tissue(parameters, mesh, around, run);
  std::vector<Point>           image;
  {
    const MixedSpace space(mesh);
    BodyAtRest       body(parameters, space, around, 1., "test", run.log());
    for (const double part : {0., 0.25, 0.5, 0.75})
      body.load(part, part + 0.25);
    image = moved(space, body.displacement());
  }
  mesh.move_vertices(image);
  const double inflation = largest_distance(mesh, image, original);
  EXPECT_GT(inflation, 0.03 * size) << "the load is no small one";

  ReferenceConfiguration unloaded(parameters, mesh, with_the_tissue.axes(), run);
  unloaded.find();
  const double       error = largest_distance(mesh, mesh.triangulation().get_vertices(), original);
  std::ostringstream text;
  text << to_string(GetParam()) << ": moved by " << inflation * 1e3 << " mm, found to " << error << " m after "
       << unloaded.distances().size() - 1 << " corrections; distances [m]";
  for (const double distance : unloaded.distances())
    text << ' ' << distance;
  report(text.str());
  EXPECT_LT(error, 1e-6 * size);
  EXPECT_LT(unloaded.distances().size(), 25u);

  // What was written is the unloaded body: a mesh to go on with.
  MPI_Barrier(MPI_COMM_WORLD);
  const Mesh written({.file = folder / "output" / "unloaded.msh"}, MPI_COMM_WORLD);
  EXPECT_NEAR(written.regions()[0].measure, mesh.regions()[0].measure, 1e-9 * mesh.regions()[0].measure);
  for (const char *surface : {"endo", "epi", "base"})
    EXPECT_TRUE(written.has_surface(surface));
}

// An image of curved cells, all of whose nodes were moved by the load.
TEST_P(Unloaded, the_inverse_method_finds_all_nodes_again)
{
  const auto           folder = scratch_folder();
  vht::Run             run({.output = folder / "output"});
  ElasticityParameters parameters = shell_case("Guccione", 1500.);
  parameters.reference.method     = "inverse";
  Mesh                mesh        = read_shell(GetParam(), folder);
  const FunctionSpace nodes(mesh, 2);
  const NodePlaces    original = node_places(nodes);

  const ReferenceConfiguration with_the_tissue(parameters, mesh, around, run);
  NodePlaces                   image = original;
  {
    const MixedSpace space(mesh);
    BodyAtRest       body(parameters, space, around, 1., "test", run.log());
    for (const double part : {0., 0.25, 0.5, 0.75})
      body.load(part, part + 0.25);
    for (unsigned int d = 0; d < dim; ++d)
      for (unsigned int n = 0; n < image[d].locally_owned_size(); ++n)
        image[d].local_element(n) += body.displacement().local_element(3 * n + d);
  }
  move_to(image, nodes, mesh);
  EXPECT_TRUE(mesh.is_curved());

  ReferenceConfiguration unloaded(parameters, mesh, with_the_tissue.axes(), run);
  unloaded.find();
  const NodePlaces found    = node_places(FunctionSpace(mesh, 2));
  const auto       distance = [](const NodePlaces &a, const NodePlaces &b) {
    double largest = 0.;
    for (unsigned int d = 0; d < dim; ++d)
      {
        Vector difference = a[d];
        difference -= b[d];
        largest = std::max(largest, difference.linfty_norm());
      }
    return largest;
  };
  const double       inflation = distance(image, original), error = distance(found, original);
  std::ostringstream text;
  text << to_string(GetParam()) << ": moved by " << inflation * 1e3 << " mm, found to " << error
       << " m; loaded again it is " << unloaded.distances().back() << " m from the image";
  report(text.str());
  EXPECT_GT(inflation, 0.03 * size) << "the load is no small one";
  EXPECT_LT(error, 1e-6 * size);
  EXPECT_LT(unloaded.distances().back(), 1e-8 * size);

  // What a restart reads.
  EXPECT_EQ(distance(read_places(folder / "output" / "unloaded.csv", nodes, image), found), 0.);
  NodePlaces other = image;
  other[1] *= 1.01;
  EXPECT_THROW(read_places(folder / "output" / "unloaded.csv", nodes, other), InputError);
}

// The deformations of the points do not know of each other, those of a body do: the difference is of second order.
TEST_P(Unloaded, prestress_holds_the_shell_where_it_is_and_lets_it_shrink_to_the_unloaded_one)
{
  const auto folder = scratch_folder();
  vht::Run   run({.output = folder / "output"});
  double     relative[2];
  for (unsigned int k = 0; k < 2; ++k)
    {
      const ElasticityParameters parameters = shell_case("neo-Hooke", k == 0 ? 60. : 30.);
      Mesh                       mesh       = read_shell(GetParam(), folder);
      const std::vector<Point>   image      = mesh.triangulation().get_vertices();
      std::vector<Point>         shrunk;
      double                     left;
      {
        const MixedSpace space(mesh);
        const Prestress  stress = find_prestress(parameters, space, {}, run);
        BodyAtRest       body(parameters, space, {}, 0., "test", run.log());
        body.equation().set_axes_at_rest(stress.axes);
        body.set_state(space.make_displacement(), stress.pressure);
        body.load(1., 1.);
        left = body.displacement().linfty_norm();
        EXPECT_LT(left, 1e-9);
        body.load(1., 0.);
        shrunk = moved(space, body.displacement());
      }
      ReferenceConfiguration unloaded(parameters, mesh, {}, run);
      unloaded.find();
      const std::vector<Point> &found  = mesh.triangulation().get_vertices();
      const double              change = largest_distance(mesh, found, image);
      relative[k]                      = largest_distance(mesh, found, shrunk) / change;
      std::ostringstream text;
      text << to_string(GetParam()) << ": left " << left << " m, shrinks by " << change * 1e3 << " mm, differs by "
           << 100. * relative[k] << " %";
      report(text.str());
    }
  EXPECT_LT(relative[1], 0.2);
  EXPECT_NEAR(relative[0] / relative[1], 2., 0.4);
}

// f = A (b - x) with the eigenvalues 1, 3 and -1/2: plain corrections diverge from two of the three directions.
TEST(AndersonMixing, solves_a_linear_system_in_as_many_steps_as_it_has_unknowns)
{
  const std::vector<double> eigenvalue = {1., 3., -0.5}, solution = {2., -1., 4.};
  AndersonMixing      mixing(5, [](const auto &a, const auto &b) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; });
  std::vector<double> x(3, 0.), f(3);
  for (unsigned int step = 0; step < 5; ++step)
    {
      for (unsigned int i = 0; i < 3; ++i)
        f[i] = eigenvalue[i] * (solution[i] - x[i]);
      x = mixing.next(x, f, 1.);
    }
  for (unsigned int i = 0; i < 3; ++i)
    EXPECT_NEAR(x[i], solution[i], 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         Unloaded,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });
