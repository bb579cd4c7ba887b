// The derivative of the forces against difference quotients, with everything that can act at once.

#include "solvers/core/petsc.h"
#include "solvers/elasticity/operator.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double side = 0.01; // [m]

  Tensor
  smooth(const Point &x, double phase)
  {
    const double k = 2. / side;
    Tensor       value;
    value[0] = std::sin(k * x[1] + phase) + 0.3 * std::cos(k * x[2]);
    value[1] = std::cos(k * x[0] + 2. * phase) * std::sin(k * x[2]);
    value[2] = std::sin(k * (x[0] + x[1]) - phase);
    return value;
  }

  /** Nodal values of a smooth field of this amplitude. */
  Vector
  field(const MixedSpace &space, double amplitude, double phase)
  {
    Vector     result = space.make_displacement();
    const auto points = space.nodes().support_points();
    for (std::size_t n = 0; n < points.size(); ++n)
      for (unsigned int i = 0; i < dim; ++i)
        result.local_element(3 * n + i) = amplitude * smooth(points[n], phase)[i];
    return result;
  }

  Vector
  pressure_field(const MixedSpace &space, double amplitude, double phase)
  {
    Vector result = space.make_pressure(); // a discontinuous one has no nodes
    for (unsigned int n = 0; n < result.locally_owned_size(); ++n)
      result.local_element(n) = amplitude * std::sin(0.7 * n + phase);
    return result;
  }

  /** y = K x, block by block. */
  Vector
  multiply(const MixedSpace &space, const MixedMatrices &matrices, const Vector &du, const Vector &dp)
  {
    Vector     f = space.make_displacement(), f_more(f), c = space.make_pressure(), c_more(c);
    const auto product = [](Mat matrix, const Vector &x, Vector &y) {
      const PetscView x_view(x), y_view(y);
      VHT_PETSC(MatMult(matrix, x_view, y_view));
    };
    product(matrices.stiffness, du, f);
    product(matrices.gradient, dp, f_more);
    product(matrices.divergence, du, c);
    f += f_more;
    if (matrices.compression)
      {
        product(*matrices.compression, dp, c_more);
        c += c_more;
      }
    Vector result = space.make_unknown();
    space.join(f, c, result);
    return result;
  }

  Matrix3
  tilted_axes()
  {
    const double a = 0.7, b = 0.4;
    Matrix3      first, second;
    first[0]  = Tensor({std::cos(a), -std::sin(a), 0.});
    first[1]  = Tensor({std::sin(a), std::cos(a), 0.});
    first[2]  = Tensor({0., 0., 1.});
    second[0] = Tensor({1., 0., 0.});
    second[1] = Tensor({0., std::cos(b), -std::sin(b)});
    second[2] = Tensor({0., std::sin(b), std::cos(b)});
    return first * second;
  }

  struct Setting
  {
    CellShape   shape;
    std::string material;
    double      bulk_modulus, viscosity, density;
    double      shortening = 0.; ///< of the fibres, by active strain
    Continuity  pressure   = Continuity::continuous;
    bool        loaded     = false; ///< the mesh is the body under load (inverse elasticity)
  };

  class Derivative : public testing::TestWithParam<Setting>
  {
  };
} // namespace

TEST_P(Derivative, agrees_with_difference_quotients_to_second_order)
{
  const Setting setting = GetParam();
  MeshFile      file    = make_unit_box(setting.shape, 2);
  distort(file);
  move_nodes(file, [](const Point &x) { return side * x; });
  const Mesh       mesh(file, "box", MPI_COMM_WORLD);
  const MixedSpace space(mesh, setting.pressure);

  const auto   material   = make_material(setting.material);
  const auto   volumetric = make_volumetric_law("Simo-Taylor");
  const Tissue tissue{material.get(),           volumetric.get(), setting.bulk_modulus,
                      setting.viscosity,        setting.density,  3e3,
                      TensionConvention::cauchy};

  ElasticityOperator equation(space, {{11, tissue}, {12, tissue}},
                              [](const auto &, const auto &points, auto &axes) {
                                std::fill_n(axes.begin(), points.size(), tilted_axes());
                              },
                              {{.surface = 1, .component = {true, false, true}}});
  equation.set_loads({{.surface = 6, .pressure = 4e3},
                      {.surface = 2, .normal_spring = 2e5, .spring = 1e5, .normal_dashpot = 3e3, .dashpot = 1e3}},
                     Tensor({1e3, 0., -2e3}));
  if (setting.loaded)
    equation.take_mesh_as_loaded();
  for (const auto &cell : mesh.triangulation().active_cell_iterators())
    if (cell->is_locally_owned())
      equation.tensions().insert(equation.tensions().end(), equation.quadrature().size(),
                                 {.tension = 5e3, .stiffness = 2e4, .stretch = 0.97, .shortening = setting.shortening});

  // As if the state moved with the unknown by these rates: velocity and acceleration are linear in it.
  const StateRates rates = setting.loaded ? StateRates() : StateRates{0.6, 120., setting.density > 0. ? 4e4 : 0.};
  const Vector     u0 = field(space, 3e-4, 0.2), v0 = field(space, 2e-2, 1.1), a0 = field(space, 5., 0.7);
  const Vector     p0 = pressure_field(space, 4e3, 0.5), p1 = pressure_field(space, 1e3, 2.);
  Vector           direction = field(space, 1e-4, 1.9);
  equation.impose(direction, 0.);

  const auto residual = [&](double t) {
    Vector u = u0, v = v0, a = a0, p = p0, f = space.make_unknown();
    u.add(t * rates.displacement, direction);
    v.add(t * rates.velocity, direction);
    a.add(t * rates.acceleration, direction);
    p.add(t, p1);
    equation.residual({&u, &p, &v, &a}, f);
    return f;
  };
  MixedMatrices matrices(space, equation.is_compressible());
  equation.linearise({&u0, &p0, &v0, &a0}, rates, matrices);
  const Vector exact = multiply(space, matrices, direction, p1);

  const auto error = [&](double t) {
    Vector quotient = residual(t);
    quotient -= residual(-t);
    quotient *= 1. / (2. * t);
    quotient -= exact;
    return quotient.l2_norm() / exact.l2_norm();
  };
  const double coarse = error(0.2), fine = error(0.1);
  EXPECT_LT(fine, 0.02);
  EXPECT_NEAR(std::log2(coarse / fine), 2., 0.2) << "errors " << coarse << " and " << fine;
  EXPECT_LT(error(5e-4), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(
  Settings,
  Derivative,
  testing::Values(Setting{CellShape::hexahedra, "Holzapfel-Ogden", 1e5, 0., 0.},
                  Setting{CellShape::tetrahedra, "Guccione", 1e5, 200., 1000.},
                  Setting{CellShape::tetrahedra, "Guccione", 1e5, 0., 0., 0.15},
                  Setting{CellShape::hexahedra, "Guccione", std::numeric_limits<double>::infinity(), 200., 0.},
                  Setting{.shape        = CellShape::hexahedra,
                          .material     = "Guccione",
                          .bulk_modulus = 1e5,
                          .viscosity    = 0.,
                          .density      = 0.,
                          .pressure     = Continuity::discontinuous},
                  Setting{.shape        = CellShape::hexahedra,
                          .material     = "Holzapfel-Ogden",
                          .bulk_modulus = 1e5,
                          .viscosity    = 0.,
                          .density      = 0.,
                          .loaded       = true},
                  Setting{.shape        = CellShape::tetrahedra,
                          .material     = "Guccione",
                          .bulk_modulus = std::numeric_limits<double>::infinity(),
                          .viscosity    = 0.,
                          .density      = 0.,
                          .loaded       = true},
                  Setting{CellShape::tetrahedra, "neo-Hooke", std::numeric_limits<double>::infinity(), 0., 1000.}),
  [](const auto &info) {
    return to_string(info.param.shape) + (info.param.pressure == Continuity::discontinuous ? "_disc" : "") +
           (info.param.loaded ? "_loaded" : "") + (info.param.viscosity > 0. ? "_viscous" : "") +
           (info.param.density > 0. ? "_moving" : "") + (info.param.shortening > 0. ? "_shortened" : "") +
           (std::isinf(info.param.bulk_modulus) ? "_incompressible" : "");
  });
