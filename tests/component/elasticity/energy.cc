// Work and energy: a bar that is pulled, in closed form, and the balance of a body in which everything acts at once.

#include "solvers/elasticity/energy_balance.h"
#include "tests/component/elasticity/body.h"
#include "tests/component/elasticity/displacements.h"

#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

using namespace vht;
using namespace vht::test;

namespace
{
  constexpr double mu = 1e3; // neo-Hooke's default [Pa]

  /** Sums up the work of a body under loads that are known for each time. */
  class Account
  {
  public:
    Account(Body &body, const std::function<std::vector<SurfaceLoad>(double)> &loads, const Tensor &body_force)
      : balance(body.equation, cavities_, {}, body.integrator.motion().is_dynamic())
    {
      body.loads = [&body, loads, body_force](double time) { body.equation.set_loads(loads(time), body_force); };
      balance.start({body.state(), loads(0.), none_});
      body.accepted = [this, &body, loads, body_force](double time, double dt) {
        const auto before = loads(time), now = loads(time + dt);
        balance.add_step(dt, {body.state_before(), before, none_}, {body.state(), now, none_}, body_force, 0.);
      };
    }

  private:
    std::deque<Cavity>  cavities_;
    std::vector<double> none_;

  public:
    EnergyBalance balance;
  };

  Energies
  pull(unsigned int n_steps, double stretch)
  {
    std::vector<GivenDisplacement> given = symmetry_planes();
    Body                           body(make_unit_box(CellShape::hexahedra, 1), {.given = given});
    const double  traction = mu * (stretch - 1. / (stretch * stretch)); // of the force per reference area
    const Account account(
      body,
      [traction](double time) {
        return std::vector<SurfaceLoad>{{.surface = 2, .traction = Tensor({time * traction, 0., 0.})}};
      },
      Tensor());
    for (unsigned int step = 0; step < n_steps; ++step)
      body.advance(step / double(n_steps), 1. / n_steps);
    return account.balance.energies();
  }

  /** What is missing in the balance of a beam that swings, part of its kinetic energy at most. */
  double
  imbalance(double dt)
  {
    constexpr double density = 1000.;
    Body             body(make_box(CellShape::hexahedra, {{2, 1, 1}}, {{0.04, 0.01, 0.01}}), {.volumetric = "quadratic",
                                                                                              .bulk_modulus  = 50. * mu,
                                                                                              .density       = density,
                                                                                              .viscosity     = 10.,
                                                                                              .stabilisation = 0.,
                                                                                              .given = {{.surface = 1}},
                                                                                              .motion = {.scheme = "Newmark"},
                                                                                              .tolerance = 1e-10});
    const Account    account(
         body,
         [](double time) {
        return std::vector<SurfaceLoad>{
          {.surface = 3, .pressure = 30. * std::pow(std::sin(40. * time), 2)},
          {.surface = 2, .normal_spring = 5e3, .spring = 2e3, .normal_dashpot = 50., .dashpot = 20.}};
      },
         Tensor());
    double     largest = 0., kinetic = 0.;
    const auto n = static_cast<unsigned int>(std::lround(0.06 / dt));
    for (unsigned int step = 0; step < n; ++step)
      {
        body.advance(step * dt, dt);
        const Energies &e = account.balance.energies();
        kinetic           = std::max(kinetic, e.kinetic);
        largest           = std::max(largest, std::abs(e.strain + e.kinetic + e.dissipated - e.loads));
      }
    const Energies    &e = account.balance.energies();
    std::ostringstream text;
    text << "dt " << dt * 1e3 << " ms: strain " << e.strain << " J, kinetic " << e.kinetic << ", dissipated "
         << e.dissipated << ", work of the loads " << e.loads << ", largest gap " << largest;
    report(text.str());
    EXPECT_GT(e.dissipated, 0.02 * kinetic);
    return largest / kinetic;
  }
} // namespace

// W = mu / 2 (l^2 + 2 / l - 3), and what the traction does is stored.
TEST(PulledBar, stores_the_work_of_the_traction)
{
  const double   stretch = 1.4, stored = 0.5 * mu * (stretch * stretch + 2. / stretch - 3.);
  const Energies coarse = pull(4, stretch), fine = pull(8, stretch);
  EXPECT_NEAR(coarse.strain, stored, 1e-6 * stored);
  EXPECT_NEAR(fine.loads, stored, 0.01 * stored);
  EXPECT_NEAR(std::log2((coarse.loads - stored) / (fine.loads - stored)), 2., 0.2);
  EXPECT_EQ(fine.dissipated, 0.);
  EXPECT_EQ(fine.kinetic, 0.);
}

TEST(LoadedBeam, balances_its_energies_to_second_order_in_time)
{
  const double coarse = imbalance(1e-3), fine = imbalance(5e-4);
  EXPECT_LT(fine, 0.02);
  EXPECT_NEAR(std::log2(coarse / fine), 2., 0.5);
}

// Half of m (g t)^2, and the work of the weight.
TEST(FreeFall, turns_the_work_of_the_weight_into_motion)
{
  const double  density = 1000., weight = 9810., side = 0.01, time = 0.02;
  Body          body(make_box(CellShape::tetrahedra, {{1, 1, 1}}, {{side, side, side}}),
                     {.bulk_modulus = 50. * mu, .density = density, .motion = {.scheme = "Newmark"}});
  const Account account(
    body, [](double) { return std::vector<SurfaceLoad>(); }, Tensor({0., 0., -weight}));
  body.interpolate(
    [&](const Point &) {
      return Tensor({0., 0., -weight / density});
    },
    *body.integrator.motion().state()[2]);
  for (unsigned int step = 0; step < 4; ++step)
    body.advance(step * time / 4., time / 4.);
  const double expected = 0.5 * std::pow(side, 3) * weight * weight / density * time * time;
  EXPECT_NEAR(account.balance.energies().kinetic, expected, 1e-6 * expected);
  EXPECT_NEAR(account.balance.energies().loads, expected, 1e-6 * expected);
  EXPECT_NEAR(account.balance.energies().strain, 0., 1e-6 * expected);
}
