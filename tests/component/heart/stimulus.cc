#include "solvers/heart/stimulus.h"

#include "physics/error.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <cmath>

namespace
{
  using namespace vht;
  using test::CellShape;

  constexpr double capacitance = 1000.; ///< [F/m^3]

  /** Integral of the stimulated rate over this rank's part of the tissue [V/s m^3] in a step. */
  double
  partial(const Stimuli &stimuli, const FunctionSpace &space, double time, double step)
  {
    Vector weak = space.make_vector();
    stimuli.add(time, step, weak);
    double sum = 0.;
    for (unsigned int i = 0; i < weak.locally_owned_size(); ++i)
      sum += weak.local_element(i);
    return sum;
  }

  /** The volume that a stimulus reaches [m^3]: its amplitude is such that the rate is 1 V/s. */
  double
  volume(StimulusParameters stimulus, const FunctionSpace &space)
  {
    stimulus.amplitude = capacitance;
    stimulus.where     = "case.prm:1";
    return dealii::Utilities::MPI::sum(partial(Stimuli({stimulus}, space, capacitance), space, 0., 1e-3),
                                       MPI_COMM_WORLD);
  }

  StimulusParameters
  box(double side)
  {
    StimulusParameters stimulus;
    stimulus.name         = "corner";
    stimulus.shape        = "box";
    stimulus.upper_corner = {{side, side, side}};
    return stimulus;
  }

  class StimulusOn : public testing::TestWithParam<std::tuple<CellShape, unsigned int>>
  {
  protected:
    const CellShape    shape  = std::get<0>(GetParam());
    const unsigned int degree = std::get<1>(GetParam());
  };
} // namespace

TEST_P(StimulusOn, box_has_its_volume_wherever_it_cuts_the_cells)
{
  for (const unsigned int n : {2u, 5u, 8u})
    {
      const Mesh          mesh(test::make_unit_box(shape, n), "box.msh", MPI_COMM_WORLD);
      const FunctionSpace space(mesh, degree);
      // On faces of cells, on faces of the parts of hexahedra, and anywhere.
      EXPECT_NEAR(volume(box(1. / n), space), std::pow(1. / n, 3), 1e-12);
      const double side = 1. / n + 3. / 8. / n;
      EXPECT_NEAR(volume(box(side), space) / std::pow(side, 3), 1., shape == CellShape::hexahedra ? 1e-10 : 0.03);
      EXPECT_NEAR(volume(box(0.43), space) / std::pow(0.43, 3), 1., 0.3 / n);
    }
}

TEST_P(StimulusOn, sphere_has_its_volume)
{
  const Mesh          mesh(test::make_unit_box(shape, 4), "box.msh", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  StimulusParameters  sphere;
  sphere.name   = "sphere";
  sphere.centre = {{0.48, 0.53, 0.51}};
  for (const double radius : {0.1, 0.3})
    {
      sphere.radius = radius;
      EXPECT_NEAR(volume(sphere, space) / (4. / 3. * M_PI * std::pow(radius, 3)), 1., radius < 0.2 ? 0.05 : 0.005);
    }
}

TEST_P(StimulusOn, nodes_of_a_box_cover_half_a_cell_more)
{
  if (degree == 2)
    return;
  const Mesh          mesh(test::make_unit_box(CellShape::hexahedra, 10), "box.msh", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  StimulusParameters  stimulus = box(0.3);
  stimulus.support             = "nodes";
  EXPECT_NEAR(volume(stimulus, space), std::pow(0.35, 3), 1e-12);
}

TEST_P(StimulusOn, surface_has_the_thickness_of_its_shape_functions)
{
  const Mesh          mesh(test::make_unit_box(shape, 5), "box.msh", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  StimulusParameters  stimulus;
  stimulus.name    = "wall";
  stimulus.shape   = "surface";
  stimulus.surface = "x_min";
  // The mean over a cell of the shape functions of one of its faces: 1/2 for degree 1, 1/6 for degree 2.
  EXPECT_NEAR(volume(stimulus, space), degree == 1 ? 0.1 : 1. / 30., 1e-12);
}

TEST_P(StimulusOn, charge_does_not_depend_on_the_step)
{
  const Mesh          mesh(test::make_unit_box(shape, 2), "box.msh", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  StimulusParameters  stimulus = box(0.5);
  stimulus.amplitude           = 3. * capacitance;
  stimulus.start               = 1.25e-3;
  stimulus.duration            = 2e-3;
  stimulus.period              = 10e-3;
  stimulus.count               = 2;
  const Stimuli stimuli({stimulus}, space, capacitance);
  for (const double step : {0.1e-3, 0.7e-3, 1.1e-3})
    {
      double charge = 0.;
      for (unsigned int k = 0; k * step < 40e-3; ++k)
        charge += step * partial(stimuli, space, k * step, step);
      EXPECT_NEAR(dealii::Utilities::MPI::sum(charge, MPI_COMM_WORLD), 2 * 3. * 2e-3 * 0.125, 1e-12) << step;
    }
}

TEST_P(StimulusOn, nothing_outside_the_tissue_is_an_error)
{
  const Mesh          mesh(test::make_unit_box(shape, 2), "box.msh", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, degree);
  StimulusParameters  stimulus = box(0.5);
  stimulus.lower_corner        = {{2., 2., 2.}};
  stimulus.upper_corner        = {{2.5, 2.5, 2.5}};
  test::expect_error<InputError>([&] { volume(stimulus, space); },
                                 {"case.prm:1", "\"corner\" reaches no tissue", "nearest node is 2165.06 mm"});
}

INSTANTIATE_TEST_SUITE_P(Spaces,
                         StimulusOn,
                         testing::Combine(testing::Values(CellShape::tetrahedra, CellShape::hexahedra),
                                          testing::Values(1u, 2u)));
