#include "physics/error.h"
#include "solvers/heart/fibres/fibre_field.h"
#include "tests/component/expect_error.h"
#include "tests/component/heart/fibre_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace
{
  using namespace vht;
  using test::CellShape;

  namespace mpi = dealii::Utilities::MPI;

  /** The half axes of Arostica et al. 2025. */
  constexpr test::Shell arostica{.endo_radius = 25e-3, .endo_length = 90e-3, .epi_radius = 35e-3, .epi_length = 97e-3};

  FibreParameters
  ellipsoid_parameters(const std::string &depth, const test::Shell &shell = test::Shell())
  {
    FibreParameters parameters;
    parameters.type                   = "ellipsoid";
    parameters.ellipsoid_depth        = depth;
    parameters.endo_lv.name           = "endo";
    parameters.ellipsoid.inner_radius = shell.endo_radius;
    parameters.ellipsoid.inner_length = shell.endo_length;
    parameters.ellipsoid.outer_radius = shell.epi_radius;
    parameters.ellipsoid.outer_length = shell.epi_length;
    parameters.ellipsoid.alpha_endo   = 60.;
    parameters.ellipsoid.alpha_epi    = -60.;
    parameters.check();
    return parameters;
  }

  /** Visit the frames of two fields on the same partition. */
  void
  compare(const FibreField                                        &a,
          const FibreField                                        &b,
          const Mesh                                              &mesh,
          const std::function<void(const Frame &, const Frame &)> &action)
  {
    for (const auto &cell : mesh.triangulation().active_cell_iterators())
      if (cell->is_locally_owned())
        for (unsigned int q = 0; q < a.n_quadrature_points(); ++q)
          action(a.at(cell->active_cell_index(), q), b.at(cell->active_cell_index(), q));
  }

  TEST(EllipsoidFibres, AreOrthonormalAndHaveTheirAnglesOnTheSurfaces)
  {
    const test::Shell shell;
    for (const CellShape shape : {CellShape::hexahedra, CellShape::tetrahedra})
      for (const std::string depth : {"geometry", "Laplace"})
        {
          const Mesh            mesh(test::make_shell(shape, 12, 4), "shell", MPI_COMM_WORLD);
          const FibreParameters parameters = ellipsoid_parameters(depth);
          test::for_each_frame(make_fibres(parameters, mesh, test::gauss_points(mesh)), mesh, test::gauss_points(mesh),
                               [](const Point &x, const Frame &frame) {
                                 EXPECT_TRUE(test::is_orthonormal(frame)) << x;
                               });

          // The middles of facets of the endocardium are in the cavity, where the depth is 0; those of the epicardium
          // are in the wall, and a depth by diffusion is 1 there.
          const FibreField fibres = make_fibres(parameters, mesh, test::face_middles(mesh.is_simplex()));
          const auto       endo = test::surface_errors(fibres, mesh, "endo", shell.endo_radius, shell.endo_length, 60.);
          const auto       epi  = test::surface_errors(fibres, mesh, "epi", shell.epi_radius, shell.epi_length, -60.);
          EXPECT_LT(endo.helix_maximum, 1e-7);
          EXPECT_LT(endo.out_of_plane, 1e-7);
          EXPECT_LT(epi.helix_maximum, depth == "Laplace" ? 1e-7 : 6.);
          EXPECT_LT(epi.helix_mean, depth == "Laplace" ? 1e-7 : 3.);
        }
  }

  TEST(EllipsoidFibres, AreThoseOfTheClosedForm)
  {
    const test::Shell     shell;
    const Mesh            mesh(test::make_shell(CellShape::hexahedra, 8, 2), "shell", MPI_COMM_WORLD);
    const FibreParameters parameters = ellipsoid_parameters("geometry");
    const FibreField      fibres     = make_fibres(parameters, mesh, test::gauss_points(mesh));
    test::for_each_frame(fibres, mesh, test::gauss_points(mesh), [&](const Point &x, const Frame &frame) {
      // The ellipsoid through the point, by bisection.
      double low = 0., high = 1.;
      for (unsigned int i = 0; i < 60; ++i)
        {
          const double t = (low + high) / 2.;
          const double r = shell.endo_radius + t * (shell.epi_radius - shell.endo_radius);
          const double l = shell.endo_length + t * (shell.epi_length - shell.endo_length);
          (std::hypot(x[0] / r, x[1] / r, x[2] / l) > 1. ? low : high) = t;
        }
      const double               t     = (low + high) / 2.;
      const double               alpha = (60. - 120. * t) * std::numbers::pi / 180.;
      const test::WallDirections wall(x, shell.endo_radius + t * (shell.epi_radius - shell.endo_radius),
                                      shell.endo_length + t * (shell.epi_length - shell.endo_length));
      EXPECT_LT(test::between_lines(frame.fibre,
                                    std::cos(alpha) * wall.circumferential + std::sin(alpha) * wall.longitudinal),
                1e-10)
        << x;
    });
  }

  TEST(EllipsoidFibres, TurnWithTheMesh)
  {
    const SpareDirections edges = {Tensor({1., 0., 0.}), Tensor({0., 1., 0.})};
    const Frame           turn  = axis(Tensor({0.3, -0.5, 0.8}), Tensor({0.1, 0.9, 0.2}), edges);
    const Tensor          shift({0.1, 0.2, -0.3});
    const auto turned = [&](const Tensor &v) { return v[0] * turn.fibre + v[1] * turn.sheet + v[2] * turn.normal; };

    FibreParameters  parameters = ellipsoid_parameters("geometry");
    MeshFile         file       = test::make_shell(CellShape::tetrahedra, 8, 2);
    const Mesh       here(file, "here", MPI_COMM_WORLD);
    const FibreField fibres = make_fibres(parameters, here, test::gauss_points(here));
    test::move_nodes(file, [&](const Point &x) { return Point(turned(x) + shift); });
    parameters.ellipsoid.axis   = turned(Tensor({0., 0., 1.}));
    parameters.ellipsoid.centre = Point(shift);
    const Mesh       there(file, "there", MPI_COMM_WORLD);
    const FibreField image = make_fibres(parameters, there, test::gauss_points(there));

    double largest = 0.;
    compare(fibres, image, here, [&](const Frame &a, const Frame &b) {
      largest = std::max(largest, test::between_frames({turned(a.fibre), turned(a.sheet), turned(a.normal)}, b));
    });
    EXPECT_LT(largest, 1e-10);
  }

  TEST(EllipsoidFibres, DoNotDependOnTheNumberOfRanks)
  {
    for (const std::string depth : {"geometry", "Laplace"})
      {
        const MeshFile        file = test::make_shell(CellShape::tetrahedra, 8, 2);
        const Mesh            spread(file, "spread", MPI_COMM_WORLD), whole(file, "whole", MPI_COMM_SELF);
        const FibreParameters parameters = ellipsoid_parameters(depth);
        const FibreField      here       = make_fibres(parameters, spread, test::gauss_points(spread));
        const FibreField      alone      = make_fibres(parameters, whole, test::gauss_points(whole));
        const auto frames = test::gather_cell_frames(here, spread), one = test::gather_cell_frames(alone, whole);
        double     largest = 0.;
        for (std::size_t i = 0; i < frames.size(); ++i)
          largest = std::max(largest, test::between_frames(frames[i], one[i]));
        EXPECT_LT(largest, depth == "geometry" ? 1e-13 : 1e-8);
      }
  }

  /**
   * By diffusion half the depth is reached farther inside, because the wall is bent. In a tube of these radii it would
   * be ln(30/25) / ln(35/25) = 0.542 in the middle, 5 degrees away from 0.5; at the apex, which is bent more,
   * in a ball of the radii 6.9 and 13.9 mm, it would be 0.67, 20 degrees away.
   */
  TEST(EllipsoidFibres, DependOnTheKindOfDepth)
  {
    const Mesh      mesh(test::make_shell(CellShape::hexahedra, 16, 8, arostica), "shell", MPI_COMM_WORLD);
    FibreParameters parameters = ellipsoid_parameters("geometry", arostica);
    const auto      geometry   = make_fibres(parameters, mesh, test::gauss_points(mesh));
    parameters                 = ellipsoid_parameters("Laplace", arostica);
    parameters.degree          = 2;
    const auto diffusion       = make_fibres(parameters, mesh, test::gauss_points(mesh));
    EXPECT_EQ(geometry.wall(), nullptr);
    EXPECT_NE(diffusion.wall(), nullptr);

    double sum = 0., count = 0., largest = 0.;
    compare(geometry, diffusion, mesh, [&](const Frame &a, const Frame &b) {
      const double angle = std::asin(test::between_lines(a.fibre, b.fibre)) * 180. / std::numbers::pi;
      sum += angle;
      count += 1.;
      largest = std::max(largest, angle);
    });
    const double mean = mpi::sum(sum, MPI_COMM_WORLD) / mpi::sum(count, MPI_COMM_WORLD);
    largest           = mpi::max(largest, MPI_COMM_WORLD);
    test::report("mean " + std::to_string(mean) + ", largest " + std::to_string(largest) + " degrees");
    EXPECT_NEAR(mean, 5., 0.5);
    EXPECT_NEAR(largest, 21., 3.);
  }

  TEST(EllipsoidFibres, RefuseAMeshElsewhere)
  {
    const Mesh      mesh(test::make_shell(CellShape::tetrahedra, 4, 1), "shell.msh", MPI_COMM_WORLD);
    FibreParameters parameters = ellipsoid_parameters("geometry");
    inspect_fibres(parameters, mesh);
    parameters.ellipsoid.axis = Tensor({1., 0., 0.});
    test::expect_error<InputError>([&]() { inspect_fibres(parameters, mesh); },
                                   {"Fibres/Ellipsoid", "not between the ellipsoids", "Axis"});
    parameters              = ellipsoid_parameters("Laplace");
    parameters.endo_lv.name = "endo_lv";
    test::expect_error<InputError>([&]() { inspect_fibres(parameters, mesh); }, {"Fibres/Surfaces", "endo_lv"});

    parameters.ellipsoid.outer_radius = 0.01;
    test::expect_error<InputError>([&]() { parameters.check(); }, {"Fibres/Ellipsoid", "smaller than the outer"});
    parameters.ellipsoid.outer_radius = 1.;
    parameters.ellipsoid.axis         = Tensor();
    test::expect_error<InputError>([&]() { parameters.check(); }, {"Ellipsoid/Axis is zero"});
  }
} // namespace
