#include "physics/error.h"
#include "solvers/heart/fibres/fibre_field.h"
#include "tests/component/expect_error.h"
#include "tests/component/heart/fibre_meshes.h"

#include <deal.II/base/mpi.h>
#include <deal.II/base/quadrature_lib.h>
#include <deal.II/fe/fe_values.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace
{
  using namespace vht;
  using test::CellShape;

  namespace mpi = dealii::Utilities::MPI;

  constexpr double degree = std::numbers::pi / 180.;

  FibreParameters
  shell_parameters(unsigned int space_degree = 1)
  {
    FibreParameters parameters;
    parameters.endo_lv.name = "endo";
    parameters.degree       = space_degree;
    return parameters;
  }

  void
  expect_helix_angles(CellShape              shape,
                      const FibreParameters &parameters,
                      double                 mean,
                      double                 maximum,
                      double                 out_of_plane)
  {
    const test::Shell shell;
    const Mesh        mesh(test::make_shell(shape, 12, 4), "shell", MPI_COMM_WORLD);
    const FibreField  fibres = make_fibres(parameters, mesh, test::face_middles(mesh.is_simplex()));
    for (const auto &errors :
         {test::surface_errors(fibres, mesh, "endo", shell.endo_radius, shell.endo_length, parameters.alpha.endo),
          test::surface_errors(fibres, mesh, "epi", shell.epi_radius, shell.epi_length, parameters.alpha.epi)})
      {
        EXPECT_LT(errors.helix_mean, mean);
        EXPECT_LT(errors.helix_maximum, maximum);
        EXPECT_LT(errors.out_of_plane, out_of_plane); // most of it is the facets' own angle
      }
  }

  TEST(Fibres, HaveThePrescribedAngleOnTheSurfaces)
  {
    expect_helix_angles(CellShape::hexahedra, shell_parameters(1), 0.5, 3., 0.5);
    expect_helix_angles(CellShape::hexahedra, shell_parameters(2), 0.1, 1., 0.5);
    expect_helix_angles(CellShape::tetrahedra, shell_parameters(2), 0.15, 1., 4.);
  }

  TEST(Fibres, HaveThePrescribedAngleWithBayersInterpolationToo)
  {
    FibreParameters parameters = shell_parameters(2);
    parameters.rule            = "Bayer";
    parameters.alpha           = {.endo = 40., .epi = -50.};
    parameters.beta            = {.endo = -65., .epi = 25.};
    expect_helix_angles(CellShape::hexahedra, parameters, 0.1, 1., 1.);
  }

  TEST(Fibres, GetMoreAccurateOnFinerTetrahedra)
  {
    const test::Shell shell;
    double            before = 10.; // more than is allowed
    for (const unsigned int n : {8, 16})
      {
        const Mesh       mesh(test::make_shell(CellShape::tetrahedra, n, n / 4), "shell", MPI_COMM_WORLD);
        const FibreField fibres = make_fibres(shell_parameters(1), mesh, test::face_middles(true));
        const double     mean =
          test::surface_errors(fibres, mesh, "endo", shell.endo_radius, shell.endo_length, 60.).helix_mean;
        EXPECT_LT(mean, 0.6 * before);
        before = mean;
      }
    EXPECT_LT(before, 1.5);
  }

  TEST(Fibres, TurnEvenlyAndMonotonouslyAcrossTheWall)
  {
    constexpr unsigned int n_across = 6;
    const test::Shell      shell;
    const MeshFile         file = test::make_shell(CellShape::hexahedra, 8, n_across);
    const Mesh             mesh(file, "shell", MPI_COMM_WORLD);
    const FibreField       fibres = make_fibres(shell_parameters(2), mesh, dealii::QMidpoint<dim>());
    const auto             frames = test::gather_cell_frames(fibres, mesh);

    std::vector<double>   transmural(mesh.n_cells()), left(1);
    const FunctionSpace  &space = fibres.wall()->space();
    dealii::FEValues<dim> values(space.mapping(), space.element(), dealii::QMidpoint<dim>(), dealii::update_values);
    for (const auto &cell : space.dofs().active_cell_iterators())
      if (cell->is_locally_owned())
        {
          values.reinit(cell);
          values.get_function_values(fibres.wall()->left(), left);
          transmural[Mesh::file_index(cell)] = 1. - left[0];
        }
    mpi::sum(transmural, MPI_COMM_WORLD, transmural);

    // The shell is made of stacks of cells from the endocardium to the epicardium.
    unsigned int n_stacks = 0;
    for (std::size_t stack = 0; stack < frames.size() / n_across; ++stack)
      {
        double before = 90.;
        for (unsigned int layer = 0; layer < n_across; ++layer)
          {
            Point middle;
            for (const unsigned int node : file.cells[stack * n_across + layer].nodes)
              for (unsigned int d = 0; d < dim; ++d)
                middle[d] += file.points[node][d] / 8.;
            if (std::hypot(middle[0], middle[1]) < 0.3 * shell.endo_radius)
              continue;
            const double               part = (layer + 0.5) / n_across;
            const test::WallDirections wall(middle, shell.endo_radius + part * (shell.epi_radius - shell.endo_radius),
                                            shell.endo_length + part * (shell.epi_length - shell.endo_length));
            const double               angle =
              test::line_angle(frames[stack * n_across + layer].fibre, wall.circumferential, wall.longitudinal);
            EXPECT_LT(angle, before);
            before = angle;
            n_stacks += layer == 0;

            // Even in the potential; that falls faster than the depth grows where the wall is bent.
            const double potential = transmural[stack * n_across + layer];
            EXPECT_NEAR(potential, part, 0.15);
            EXPECT_NEAR(angle, 60. - 120. * potential, 3.);
          }
      }
    EXPECT_GT(n_stacks, 100u);
  }

  TEST(Fibres, AreFramesEverywhereAlsoAtTheApex)
  {
    for (const CellShape shape : {CellShape::hexahedra, CellShape::tetrahedra})
      for (const std::string rule : {"linear", "Bayer"})
        {
          FibreParameters parameters = shell_parameters();
          parameters.rule            = rule;
          const Mesh shell(test::make_shell(shape, 8, 2), "shell", MPI_COMM_WORLD);
          const Mesh box(test::make_box_heart(shape), "box heart", MPI_COMM_WORLD);
          for (const Mesh *mesh : {&shell, &box})
            {
              parameters.endo_lv.name = mesh == &shell ? "endo" : "endo_lv";
              // Corners too, where the apex itself is one.
              std::vector<Point> points = test::gauss_points(*mesh).get_points();
              for (unsigned int v = 0; v < (mesh->is_simplex() ? 4 : 8); ++v)
                points.push_back(mesh->is_simplex() ? (v == 0 ? Point() : Point::unit_vector(v - 1))
                                                    : Point(v & 1, v >> 1 & 1, v >> 2));
              const FibreField fibres = make_fibres(parameters, *mesh, dealii::Quadrature<dim>(points));
              unsigned int     n_bad  = 0;
              test::for_each_frame(fibres, *mesh, dealii::Quadrature<dim>(points),
                                   [&](const Point &, const Frame &frame) { n_bad += !test::is_orthonormal(frame); });
              EXPECT_EQ(n_bad, 0u) << rule;
            }
        }
  }

  TEST(Fibres, FindTheApex)
  {
    const Mesh       mesh(test::make_shell(CellShape::tetrahedra, 8, 2), "shell", MPI_COMM_WORLD);
    const FibreField fibres = make_fibres(shell_parameters(), mesh, test::gauss_points(mesh));
    EXPECT_LT(fibres.wall()->apex().distance(Point(0., 0., -0.065)), 1e-9);

    FibreParameters elsewhere = shell_parameters();
    elsewhere.apex            = {0.01, 0., -0.06};
    EXPECT_LT(make_fibres(elsewhere, mesh, test::gauss_points(mesh)).wall()->apex().distance(Point(0.01, 0., -0.06)),
              1e-12);
  }

  TEST(Fibres, TurnWithTheMesh)
  {
    const SpareDirections edges = {Tensor({1., 0., 0.}), Tensor({0., 1., 0.})};
    const Frame           turn  = axis(Tensor({0.3, -0.5, 0.8}), Tensor({0.1, 0.9, 0.2}), edges);
    const auto turned = [&](const Tensor &v) { return v[0] * turn.fibre + v[1] * turn.sheet + v[2] * turn.normal; };

    for (const bool box : {false, true})
      {
        FibreParameters parameters           = shell_parameters();
        parameters.endo_lv.name              = box ? "endo_lv" : "endo";
        parameters.solver.relative_tolerance = 1e-13;
        MeshFile file =
          box ? test::make_box_heart(CellShape::tetrahedra) : test::make_shell(CellShape::tetrahedra, 8, 2);
        const Mesh       here(file, "here", MPI_COMM_WORLD);
        const FibreField fibres = make_fibres(parameters, here, test::gauss_points(here));
        test::move_nodes(file, [&](const Point &x) { return Point(turned(x) + Tensor({0.1, 0.2, -0.3})); });
        const Mesh       there(file, "there", MPI_COMM_WORLD);
        const FibreField image = make_fibres(parameters, there, test::gauss_points(there));

        double largest = 0.;
        for (const auto &cell : here.triangulation().active_cell_iterators())
          if (cell->is_locally_owned())
            for (unsigned int q = 0; q < fibres.n_quadrature_points(); ++q)
              {
                const Frame &frame = fibres.at(cell->active_cell_index(), q);
                largest =
                  std::max(largest,
                           test::between_frames({turned(frame.fibre), turned(frame.sheet), turned(frame.normal)},
                                                image.at(cell->active_cell_index(), q)));
              }
        EXPECT_LT(largest, 1e-8);
      }
  }

  TEST(Fibres, DoNotDependOnTheNumberOfRanks)
  {
    for (const CellShape shape : {CellShape::hexahedra, CellShape::tetrahedra})
      {
        const MeshFile   file = test::make_box_heart(shape);
        const Mesh       spread(file, "spread", MPI_COMM_WORLD), whole(file, "whole", MPI_COMM_SELF);
        const FibreField here   = make_fibres(FibreParameters(), spread, test::gauss_points(spread));
        const FibreField alone  = make_fibres(FibreParameters(), whole, test::gauss_points(whole));
        const auto       frames = test::gather_cell_frames(here, spread), one = test::gather_cell_frames(alone, whole);
        double           largest = 0.;
        for (std::size_t i = 0; i < frames.size(); ++i)
          largest = std::max(largest, test::between_frames(frames[i], one[i]));
        EXPECT_LT(largest, 1e-6);
        EXPECT_LT(here.wall()->apex().distance(alone.wall()->apex()), 1e-12);
      }
  }

  TEST(Fibres, RunThroughTheSeptumFromTheLeftToTheRightAngle)
  {
    FibreParameters parameters;
    parameters.alpha = {.endo = 60., .epi = -60., .endo_rv = 40.};
    const Mesh       mesh(test::make_box_heart(CellShape::hexahedra), "box heart", MPI_COMM_WORLD);
    const auto       quadrature = test::gauss_points(mesh);
    const FibreField fibres     = make_fibres(parameters, mesh, quadrature);
    EXPECT_TRUE(fibres.wall()->biventricular());

    // In the middle of each of the three plates the fields depend on x alone.
    double n_points = 0.;
    test::for_each_frame(fibres, mesh, quadrature, [&](const Point &x, const Frame &frame) {
      if (std::abs(x[1] - 0.03) > 0.006 || std::abs(x[2] - 0.037) > 0.006)
        return;
      const double depth     = x[0] < 0.03 - 0.006 ? (0.01 - x[0]) / 0.01
                               : x[0] < 0.04       ? (x[0] - 0.025) / 0.01
                                                   : (x[0] - 0.05) / 0.01;
      const bool   left_wall = x[0]<0.02, right_wall = x[0]> 0.04;
      const double wanted    = left_wall ? 60. - 120. * depth : right_wall ? 40. - 100. * depth : 60. - 100. * depth;
      const Tensor around({0., left_wall ? -1. : 1., 0.}), up({0., 0., 1.});
      EXPECT_NEAR(test::line_angle(frame.fibre, around, up), wanted, 3.) << x;
      EXPECT_LT(std::abs(frame.fibre[0]), std::sin(3. * degree));
      n_points += 1.;
    });
    EXPECT_GT(mpi::sum(n_points, MPI_COMM_WORLD), 100.);
  }

  TEST(Fibres, NeedAsManyIterationsOnAFinerMesh)
  {
    unsigned int before = 20;
    for (const unsigned int n : {8, 16, 24})
      {
        const Mesh       mesh(test::make_shell(CellShape::hexahedra, n, n / 4), "shell", MPI_COMM_WORLD);
        const FibreField fibres = make_fibres(shell_parameters(), mesh, test::gauss_points(mesh));
        const auto      &list   = fibres.wall()->iterations();
        const unsigned   most   = *std::max_element(list.begin(), list.end());
        EXPECT_EQ(list.size(), 3u); // left, farthest from the base, apex to base
        EXPECT_LE(most, before + 5);
        before = most;
      }
  }

  TEST(Fibres, GiveTheTransmuralCoordinateToOtherSpaces)
  {
    const Mesh        mesh(test::make_shell(CellShape::tetrahedra, 8, 2), "shell", MPI_COMM_WORLD);
    const FibreField  fibres = make_fibres(shell_parameters(), mesh, test::gauss_points(mesh));
    const test::Shell shell;
    for (const unsigned int space_degree : {1, 2})
      {
        const FunctionSpace space(mesh, space_degree);
        const Vector        transmural = fibres.wall()->transmural(space);
        const auto          points     = space.support_points();
        for (unsigned int i = 0; i < points.size(); ++i)
          {
            const Point &x     = points[i];
            const double r     = std::hypot(x[0], x[1]);
            const double endo  = std::hypot(r / shell.endo_radius, x[2] / shell.endo_length);
            const double epi   = std::hypot(r / shell.epi_radius, x[2] / shell.epi_length);
            const double value = transmural.local_element(i);
            EXPECT_GE(value, 0.);
            EXPECT_LE(value, 1.);
            const bool on_endo = std::abs(endo - 1.) < 1e-9, on_epi = std::abs(epi - 1.) < 1e-9;
            EXPECT_NEAR(value, on_endo ? 0. : on_epi ? 1. : value, 1e-12);
          }
      }
  }

  TEST(Fibres, MayBeUniform)
  {
    const Mesh      mesh(test::make_unit_box(CellShape::tetrahedra, 2), "box", MPI_COMM_WORLD);
    FibreParameters parameters;
    parameters.type  = "uniform";
    parameters.fibre = {0., 3., 0.};
    parameters.sheet = {1., 1., 0.};
    parameters.check();
    const FibreField fibres = make_fibres(parameters, mesh, test::gauss_points(mesh));
    EXPECT_EQ(fibres.wall(), nullptr);
    test::for_each_frame(fibres, mesh, test::gauss_points(mesh), [](const Point &, const Frame &frame) {
      EXPECT_LT(test::between_frames(frame, {Tensor({0., 1., 0.}), Tensor({1., 0., 0.}), Tensor({0., 0., 1.})}), 1e-12);
    });

    parameters.sheet = {0., -2., 0.};
    test::expect_error<InputError>([&]() { parameters.check(); }, {"Fibres/Uniform/Sheet", "parallel"});
  }

  TEST(Fibres, NameTheSurfaceThatIsMissing)
  {
    const Mesh      mesh(test::make_shell(CellShape::tetrahedra, 4, 1), "shell.msh", MPI_COMM_WORLD);
    FibreParameters parameters;
    test::expect_error<InputError>([&]() { inspect_fibres(parameters, mesh); },
                                   {"Fibres/Surfaces", "shell.msh", "\"endo_lv\"", "base", "endo", "epi"});
    parameters         = shell_parameters();
    parameters.endo_rv = {"endo_vr", "case.prm:7, Fibres/Surfaces/Right endocardium", true};
    test::expect_error<InputError>([&]() { make_fibres(parameters, mesh, test::gauss_points(mesh)); },
                                   {"case.prm:7", "\"endo_vr\""});
  }
} // namespace
