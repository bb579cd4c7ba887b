// Fibres that pull: closed forms for a tension that is given, and muscle whose tension depends on how fast it shortens.

#include "solvers/elasticity/active_tension.h"

#include "physics/error.h"
#include "tests/component/elasticity/body.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double mu = 1e3;

  /** The sides x = 0, y = 0 and z = 0 may only slide; the others are free. */
  std::vector<GivenDisplacement>
  sliding()
  {
    return {{.surface = 1, .component = {true, false, false}},
            {.surface = 3, .component = {false, true, false}},
            {.surface = 5, .component = {false, false, true}}};
  }

  /** Fibres along y, so that the tissue's axes are not those of space. */
  AxesOfCell
  along_y()
  {
    return [](const auto &, const auto &points, auto &axes) {
      Matrix3 turned;
      turned[1][0] = turned[2][1] = turned[0][2] = 1.;
      std::fill_n(axes.begin(), points.size(), turned);
    };
  }

  /** The stretch at which mu (l^2 - 1 / l) + T l^(2 - n) vanishes: nothing holds the cube along its fibres. */
  double
  stretch_of(double tension, int n)
  {
    double low = 0.2, high = 1.;
    for (unsigned int i = 0; i < 60; ++i)
      {
        const double middle        = 0.5 * (low + high);
        const double stress        = mu * (middle * middle - 1. / middle) + tension * std::pow(middle, 2 - n);
        (stress < 0. ? low : high) = middle;
      }
    return low;
  }

  std::string
  name_of(TensionConvention convention)
  {
    return convention == TensionConvention::cauchy                  ? "cauchy"
           : convention == TensionConvention::first_piola_kirchhoff ? "first_piola_kirchhoff"
                                                                    : "second_piola_kirchhoff";
  }

  class ActiveCube : public testing::TestWithParam<std::tuple<CellShape, TensionConvention>>
  {
  };
} // namespace

TEST_P(ActiveCube, shortens_as_the_convention_of_its_tension_says)
{
  const auto [shape, convention] = GetParam();
  const double tension = 800., shortened = stretch_of(tension, static_cast<int>(convention));
  MeshFile     file = make_unit_box(shape, 2);
  distort(file);
  Body        body(file, {.convention = convention, .axes = along_y(), .given = sliding()});
  std::size_t n_points = 0;
  for (const auto &cell : body.mesh.triangulation().active_cell_iterators())
    if (cell->is_locally_owned())
      n_points += body.equation.quadrature().size();
  // The stiffness is of no weight where the stretch is the one at which the tension was computed.
  body.equation.tensions().assign(n_points, {.tension = tension, .stiffness = 5e3, .stretch = shortened});
  body.advance(0., 1.);
  const double thicker = 1. / std::sqrt(shortened);
  EXPECT_LT(body.distance_to([&](const Point &X) {
    return Tensor({(thicker - 1.) * X[0], (shortened - 1.) * X[1], (thicker - 1.) * X[2]});
  }),
            1e-8);
}

INSTANTIATE_TEST_SUITE_P(Conventions,
                         ActiveCube,
                         testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                                          testing::Values(TensionConvention::second_piola_kirchhoff,
                                                          TensionConvention::first_piola_kirchhoff,
                                                          TensionConvention::cauchy)),
                         [](const auto &info) {
                           return to_string(std::get<0>(info.param)) + "_" + name_of(std::get<1>(info.param));
                         });

namespace
{
  /** A cube of muscle at constant calcium, whose tension is stepped in turns with the displacement. */
  class Muscle final : public Body
  {
  public:
    explicit Muscle(const ActiveTensionParameters &parameters)
      : Body(make_unit_box(CellShape::hexahedra, 2), {.stabilisation = stiffness, .given = sliding()})
      , tension_(parameters, equation)
    {
      *material->parameters()[0].value = stiffness;
    }

    void
    apply(double time, double dt, double part) override
    {
      tension_.apply(time, dt, part);
    }

    void
    accept(double time, double dt) override
    {
      tension_.accept(time, dt, {&integrator.displacement(), &integrator.pressure()});
    }

    static constexpr double stiffness = 1e4; ///< [Pa]

  private:
    ActiveTension tension_;
  };

  struct Shortening
  {
    double variation = 0., stretch = 1.;
    bool   failed = false;
  };

  /** Total variation of the stretch over 50 ms, and the stretch at the end. */
  Shortening
  contract(bool stabilised, double dt)
  {
    const auto folder = scratch_folder();
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      std::ofstream(folder / "calcium.csv") << "time [s],calcium [mol/m^3]\n0,6e-4\n1,6e-4\n";
    MPI_Barrier(MPI_COMM_WORLD);
    ActiveTensionParameters parameters;
    parameters.law         = "Land 2017";
    parameters.contraction = make_contraction(parameters.law);
    parameters.drive       = folder / "calcium.csv";
    parameters.stabilised  = stabilised;
    Muscle     muscle(parameters);
    Shortening result;
    const auto n_steps = static_cast<unsigned int>(std::lround(0.05 / dt));
    try
      {
        for (unsigned int step = 0; step < n_steps; ++step)
          {
            muscle.integrator.advance(step * dt, dt, 1., muscle);
            const double now = 1. + muscle.displacement_at(Point(1., 1., 1.))[0];
            result.variation += std::abs(now - result.stretch);
            result.stretch = now;
          }
      }
    catch (const ConvergenceError &)
      {
        result.failed = true;
      }
    std::ostringstream text;
    text << (stabilised ? "stabilised" : "not stabilised") << ", dt " << dt * 1e3 << " ms: stretch " << result.stretch
         << ", total variation " << result.variation << (result.failed ? ", failed" : "");
    report(text.str());
    return result;
  }
} // namespace

// Regazzoni & Quarteroni 2021 (doi:10.1016/j.cma.2020.113506): steps in turns oscillate, the more the smaller the step
// is.
TEST(Muscle, shortens_smoothly_where_the_scheme_is_stabilised_and_oscillates_where_it_is_not)
{
  const Shortening coarse = contract(true, 2e-3), fine = contract(true, 1e-3);
  for (const Shortening &smooth : {coarse, fine})
    {
      EXPECT_FALSE(smooth.failed);
      EXPECT_LT(smooth.stretch, 0.93);
      EXPECT_NEAR(smooth.variation, 1. - smooth.stretch, 1e-6) << "shortening is monotonic";
    }
  EXPECT_NEAR(coarse.stretch, fine.stretch, 0.02);

  const Shortening rough = contract(false, 1e-3);
  EXPECT_GT(rough.variation, 1.2 * (1. - rough.stretch)) << "back and forth";
}
