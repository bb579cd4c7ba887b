// Quadratic cells: volumes and areas of round bodies, what a space does on them, and the way from Gmsh's files.

#include "solvers/core/curved_cells.h"

#include "physics/error.h"
#include "solvers/core/function_space.h"
#include "solvers/core/point_evaluation.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <gmsh.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  namespace mpi = dealii::Utilities::MPI;
  using std::numbers::pi;

  constexpr double inner = 0.025, outer = 0.035;

  /** Half a shell between two spheres [m]. */
  MeshFile
  half_shell(CellShape shape, unsigned int n)
  {
    MeshFile file = make_shell(shape, n, n / 4, {inner, inner, outer, outer});
    make_round(file);
    return file;
  }

  void
  on_first_rank(const std::function<void()> &action)
  {
    if (mpi::this_mpi_process(MPI_COMM_WORLD) == 0)
      action();
    MPI_Barrier(MPI_COMM_WORLD);
  }

  double
  wave(const Point &x)
  {
    return std::sin(60. * x[0]) * std::cos(50. * x[1]) * std::exp(20. * x[2]);
  }

  /** Root of the mean square of the difference between the interpolated wave and the wave. */
  double
  interpolation_error(const Mesh &mesh, unsigned int degree)
  {
    const FunctionSpace space(mesh, degree);
    Vector              nodal  = space.make_vector();
    const auto          places = space.support_points();
    for (std::size_t i = 0; i < places.size(); ++i)
      nodal.local_element(i) = wave(places[i]);
    nodal.update_ghost_values();
    const auto            rule = space.element().reference_cell().get_gauss_type_quadrature<dim>(4);
    dealii::FEValues<dim> values(space.mapping(), space.element(), rule,
                                 dealii::update_values | dealii::update_quadrature_points | dealii::update_JxW_values);
    std::vector<double>   at(rule.size());
    double                sum = 0., volume = 0.;
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          values.get_function_values(nodal, at);
          for (const unsigned int q : values.quadrature_point_indices())
            {
              sum += std::pow(at[q] - wave(values.quadrature_point(q)), 2) * values.JxW(q);
              volume += values.JxW(q);
            }
        }
    return std::sqrt(mpi::sum(sum, MPI_COMM_WORLD) / mpi::sum(volume, MPI_COMM_WORLD));
  }

  class CurvedCellsOf : public testing::TestWithParam<CellShape>
  {
  };

  /** Gmsh draws, meshes and writes; it is initialised in between. */
  void
  draw_with_gmsh(const std::filesystem::path &file, int order, const std::function<void()> &draw)
  {
    gmsh::initialize(0, nullptr, false);
    gmsh::option::setNumber("General.Terminal", 0);
    draw();
    gmsh::option::setNumber("Mesh.SecondOrderIncomplete", 0);
    gmsh::model::mesh::generate(3);
    gmsh::model::mesh::setOrder(order);
    gmsh::write(file.string());
    gmsh::finalize();
  }

  void
  draw_ball()
  {
    gmsh::model::occ::addSphere(0., 0., 0., 1.);
    gmsh::model::occ::synchronize();
    gmsh::model::addPhysicalGroup(3, {1}, 1);
    gmsh::model::setPhysicalName(3, 1, "ball");
    gmsh::model::addPhysicalGroup(2, {1}, 2);
    gmsh::model::setPhysicalName(2, 2, "sphere");
    gmsh::option::setNumber("Mesh.MeshSizeMax", 0.35);
  }

  /** A quarter of a ring between radii 1 and 2, of height 1, in hexahedra. */
  void
  draw_quarter_ring()
  {
    namespace occ = gmsh::model::occ;
    occ::addPoint(1., 0., 0., 0., 1);
    occ::addPoint(2., 0., 0., 0., 2);
    occ::addLine(1, 2, 1);
    gmsh::vectorpair out, solid;
    occ::revolve({{1, 1}}, 0., 0., 0., 0., 0., 1., pi / 2., out, {6}, {}, true);
    for (const auto &entity : out)
      if (entity.first == 2)
        occ::extrude({entity}, 0., 0., 1., solid, {3}, {}, true);
    occ::synchronize();
    for (const auto &[dimension, tag] : solid)
      if (dimension == 3)
        gmsh::model::addPhysicalGroup(3, {tag}, 1);
    gmsh::model::setPhysicalName(3, 1, "ring");
  }
} // namespace

TEST_P(CurvedCellsOf, a_shell_has_its_volume_and_areas_to_fourth_order)
{
  const double volume = 2. / 3. * pi * (std::pow(outer, 3) - std::pow(inner, 3));
  double       errors[3][2];
  for (const unsigned int n : {4, 8})
    {
      const Mesh mesh(half_shell(GetParam(), n), "shell", MPI_COMM_WORLD);
      EXPECT_TRUE(mesh.is_curved());
      errors[0][n / 8] = std::abs(measure(mesh.regions(), "myocardium") / volume - 1.);
      errors[1][n / 8] = std::abs(measure(mesh.surfaces(), "endo") / (2. * pi * inner * inner) - 1.);
      errors[2][n / 8] = std::abs(measure(mesh.surfaces(), "epi") / (2. * pi * outer * outer) - 1.);
    }
  for (const auto &[coarse, fine] : errors)
    {
      std::ostringstream text;
      text << "relative error " << fine << ", order " << std::log2(coarse / fine);
      report(text.str());
      EXPECT_GT(std::log2(coarse / fine), 3.7);
      EXPECT_LT(fine, 2e-4);
    }
}

TEST_P(CurvedCellsOf, straight_ones_are_found_where_the_file_has_no_middles)
{
  EXPECT_FALSE(Mesh(make_unit_box(GetParam(), 2), "box", MPI_COMM_WORLD).is_curved());
}

// Nodes in the middle of edges leave the cells as they are.
TEST_P(CurvedCellsOf, cells_with_nodes_in_their_middle_are_as_straight_ones)
{
  MeshFile straight = make_shell(GetParam(), 4, 1), curved = straight;
  make_quadratic(curved);
  const Mesh one(straight, "shell", MPI_COMM_WORLD), other(curved, "shell", MPI_COMM_WORLD);
  EXPECT_NE(one.checksum(), other.checksum());
  EXPECT_NEAR(measure(other.regions(), "myocardium") / measure(one.regions(), "myocardium"), 1., 1e-13);
  for (const unsigned int degree : {1, 2})
    EXPECT_NEAR(interpolation_error(other, degree) / interpolation_error(one, degree), 1., 1e-11);
}

TEST_P(CurvedCellsOf, interpolation_converges_at_order_degree_plus_one)
{
  for (const unsigned int degree : {1, 2})
    {
      const double coarse = interpolation_error(Mesh(half_shell(GetParam(), 4), "shell", MPI_COMM_WORLD), degree),
                   fine   = interpolation_error(Mesh(half_shell(GetParam(), 8), "shell", MPI_COMM_WORLD), degree);
      report("error " + std::to_string(fine) + ", order " + std::to_string(std::log2(coarse / fine)));
      EXPECT_NEAR(std::log2(coarse / fine), degree + 1., 0.25);
    }
}

// On curved cells x, y and z are no polynomials of the reference coordinates of degree 1, but of degree 2.
TEST_P(CurvedCellsOf, probes_find_their_place)
{
  const Mesh          mesh(half_shell(GetParam(), 4), "shell", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, 2);
  std::vector<Point>  points;
  for (const double radius : {inner, 0.0281, outer})
    for (const double angle : {0.1, 0.9, 2.7})
      points.push_back(radius *
                       Point(std::cos(angle) * std::cos(0.3), std::sin(angle) * std::cos(0.3), -std::sin(0.3)));
  const PointEvaluation probes(space, points, std::vector<std::string>(points.size(), "probe"));
  for (unsigned int d = 0; d < dim; ++d)
    {
      Vector     coordinate = space.make_vector();
      const auto places     = space.support_points();
      for (std::size_t i = 0; i < places.size(); ++i)
        coordinate.local_element(i) = places[i][d];
      coordinate.update_ghost_values();
      const auto found = probes.evaluate(coordinate);
      for (std::size_t p = 0; p < points.size(); ++p)
        EXPECT_NEAR(found[p], points[p][d], 1e-12);
    }
}

TEST_P(CurvedCellsOf, survive_the_file)
{
  const auto     folder = scratch_folder();
  const MeshFile file   = half_shell(GetParam(), 4);
  on_first_rank([&] { write_msh(file, folder / "shell.msh"); });
  const Mesh           one(file, "shell", MPI_COMM_WORLD);
  const MeshParameters parameters{.file = folder / "shell.msh"};
  const Mesh           other(parameters, MPI_COMM_WORLD);
  EXPECT_TRUE(other.is_curved());
  EXPECT_NEAR(measure(other.regions(), "myocardium") / measure(one.regions(), "myocardium"), 1., 1e-14);
  for (const std::string name : {"endo", "epi", "base"})
    EXPECT_NEAR(measure(other.surfaces(), name) / measure(one.surfaces(), name), 1., 1e-13);
  EXPECT_NEAR(interpolation_error(other, 2) / interpolation_error(one, 2), 1., 1e-11);
}

TEST_P(CurvedCellsOf, folded_ones_are_refused_on_every_rank)
{
  MeshFile file = half_shell(GetParam(), 4);
  // The middle of an edge far beyond its end.
  const auto &from   = file.points[file.cells[0].nodes[0]];
  auto       &middle = file.points[file.middles[0]];
  for (unsigned int d = 0; d < dim; ++d)
    middle[d] += 3. * (middle[d] - from[d]);
  expect_error<MeshError>([&] { Mesh(file, "shell.msh", MPI_COMM_WORLD); }, {"shell.msh", "folded", "mm", "order 1"});
}

INSTANTIATE_TEST_SUITE_P(Cells,
                         CurvedCellsOf,
                         testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                         [](const auto &info) { return to_string(info.param); });

// The numbering of nodes against the program that defines it.
TEST(CurvedCells, gmsh_s_quadratic_meshes_have_the_volume_of_what_they_show)
{
  const auto folder = scratch_folder();
  on_first_rank([&] {
    draw_with_gmsh(folder / "ball.msh", 2, draw_ball);
    draw_with_gmsh(folder / "ring.msh", 2, draw_quarter_ring);
  });
  const Mesh ball(MeshParameters{.file = folder / "ball.msh"}, MPI_COMM_WORLD),
    ring(MeshParameters{.file = folder / "ring.msh"}, MPI_COMM_WORLD);
  EXPECT_TRUE(ball.is_simplex() && ball.is_curved());
  EXPECT_FALSE(ring.is_simplex());
  EXPECT_TRUE(ring.is_curved());
  EXPECT_NEAR(measure(ball.regions(), "ball"), 4. / 3. * pi, 1e-3);
  EXPECT_NEAR(measure(ball.surfaces(), "sphere"), 4. * pi, 3e-3);
  EXPECT_NEAR(measure(ring.regions(), "ring"), 0.75 * pi, 1e-4);
}

TEST(CurvedCells, order_three_is_refused)
{
  const auto folder = scratch_folder();
  on_first_rank([&] { draw_with_gmsh(folder / "ball.msh", 3, draw_ball); });
  expect_error<MeshError>([&] { Mesh(MeshParameters{.file = folder / "ball.msh"}, MPI_COMM_WORLD); },
                          {"ball.msh", "Tetrahedron 20", "order 1 or 2", "Mesh.ElementOrder = 2"});
}
