#include "solvers/core/run_record.h"
#include "solvers/reaction_diffusion/integrator.h"
#include "tests/component/reaction_diffusion/wave.h"
#include "tests/component/test_meshes.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace vht;
using namespace vht::test;

namespace
{
  /**
   * Makes u = (1 + t) wave the exact solution: r = wave + eigenvalue u. Linear in time, so that implicit Euler adds no
   * error of its own where the source is taken at the end of the step.
   */
  class GrowingWave final : public Reaction
  {
  public:
    explicit GrowingWave(const FunctionSpace &space)
      : wave_(interpolate(space, Wave()))
    {
    }

    void
    react(double time, double step, const Vector &, Vector &rate, Vector &) override
    {
      rate = wave_;
      rate *= 1. + Wave::eigenvalue() * (1. + time + step);
    }

  private:
    Vector wave_;
  };

  /** du/dt = -u / tau at each point: decay, explicit in time. */
  class Decay final : public Reaction
  {
  public:
    void
    react(double, double, const Vector &u, Vector &rate, Vector &) override
    {
      for (unsigned int i = 0; i < rate.locally_owned_size(); ++i)
        rate.local_element(i) = -u.local_element(i) / tau;
    }

    static constexpr double tau = 0.3;
  };

  constexpr LinearSolverParameters tight = {.relative_tolerance = 1e-12};

  /** The growing wave from 0 to 1 s; errors of u / 2 against the wave. */
  std::array<double, 2>
  growth_errors(CellShape shape, unsigned int degree, unsigned int n)
  {
    constexpr unsigned int n_steps = 10;
    const Mesh             mesh(make_unit_box(shape, n), "box", MPI_COMM_WORLD);
    const FunctionSpace    space(mesh, degree);
    const auto  diffusion = make_diffusion_operator(space, constant_tensors(space), "consistent", 1. / n_steps);
    GrowingWave reaction(space);
    ImexEuler   integrator(space, *diffusion, reaction, tight, "test_", 1. / n_steps);
    RunRecord   record("test");
    integrator.set_solution(interpolate(space, Wave()));
    for (unsigned int i = 0; i < n_steps; ++i)
      integrator.advance(i / static_cast<double>(n_steps), record);

    Vector half = integrator.solution();
    half *= 0.5;
    half.update_ghost_values();
    return errors(space, half);
  }

  /** Value at t = 0.2 s of the decaying wave, as a factor of the wave. */
  double
  decayed(unsigned int n_steps)
  {
    constexpr double    end = 0.2;
    const Mesh          mesh(make_unit_box(CellShape::hexahedra, 8), "box", MPI_COMM_WORLD);
    const FunctionSpace space(mesh, 2);
    const auto   diffusion = make_diffusion_operator(space, constant_tensors(space), "consistent", end / n_steps);
    Decay        reaction;
    ImexEuler    integrator(space, *diffusion, reaction, tight, "test_", end / n_steps);
    RunRecord    record("test");
    const Vector wave = interpolate(space, Wave());
    integrator.set_solution(wave);
    for (unsigned int i = 0; i < n_steps; ++i)
      integrator.advance(end * i / n_steps, record);
    return (integrator.solution() * wave) / (wave * wave);
  }
} // namespace

// Orders p + 1 of the field and p of its gradient, on both shapes of cells.
TEST(ImexEuler, converges_in_space)
{
  for (const CellShape shape : {CellShape::tetrahedra, CellShape::hexahedra})
    for (const unsigned int degree : {1, 2})
      {
        const unsigned int n      = degree == 1 ? 12 : 5;
        const auto         coarse = growth_errors(shape, degree, n), fine = growth_errors(shape, degree, 2 * n);
        const double       l2 = std::log2(coarse[0] / fine[0]), h1 = std::log2(coarse[1] / fine[1]);
        SCOPED_TRACE(to_string(shape) + " of degree " + std::to_string(degree));
        RecordProperty("L2 order, " + to_string(shape) + " " + std::to_string(degree), std::to_string(l2));
        RecordProperty("H1 order, " + to_string(shape) + " " + std::to_string(degree), std::to_string(h1));
        std::cout << to_string(shape) << " of degree " << degree << ": L2 order " << l2 << ", H1 order " << h1
                  << std::endl;
        EXPECT_NEAR(l2, degree + 1., 0.25);
        EXPECT_NEAR(h1, degree, 0.2);
      }
}

// exp(-(eigenvalue + 1 / tau) t) at first order.
TEST(ImexEuler, converges_in_time)
{
  const double exact  = std::exp(-(Wave::eigenvalue() + 1. / Decay::tau) * 0.2);
  const double coarse = std::abs(decayed(20) - exact), fine = std::abs(decayed(40) - exact);
  EXPECT_NEAR(std::log2(coarse / fine), 1., 0.12);
}

// A restarted run has to know the first guess of the linear solver as well.
TEST(ImexEuler, goes_on_from_its_state)
{
  constexpr double    step = 0.01;
  const Mesh          mesh(make_unit_box(CellShape::tetrahedra, 4), "box", MPI_COMM_WORLD);
  const FunctionSpace space(mesh, 1);
  const auto          diffusion = make_diffusion_operator(space, constant_tensors(space), "consistent", step);
  Decay               reaction;
  RunRecord           record("test");
  ImexEuler           through(space, *diffusion, reaction, {}, "test_", step);
  ImexEuler           resumed(space, *diffusion, reaction, {}, "test_", step);
  through.set_solution(interpolate(space, Wave()));
  for (unsigned int i = 0; i < 6; ++i)
    {
      if (i == 3)
        {
          auto from = through.state_fields(), to = resumed.state_fields();
          for (std::size_t k = 0; k < from.size(); ++k)
            to[k].set(from[k].get());
        }
      if (i >= 3)
        resumed.advance(i * step, record);
      through.advance(i * step, record);
    }
  Vector difference = through.solution();
  difference -= resumed.solution();
  EXPECT_EQ(difference.linfty_norm(), 0.);
}
