#include "physics/circulation/tube_law.h"
#include "physics/error.h"
#include "solvers/arteries/node_solver.h"
#include "solvers/arteries/stenosis.h"
#include "tests/component/arteries/small_networks.h"
#include "tests/component/expect_error.h"

#include <gtest/gtest.h>

#include <array>
#include <numbers>

using namespace vht;
using namespace vht::test;

namespace
{
  /** The end of a vessel with a state in which nothing is small. */
  EndCurve
  make_end(double radius, double sign, double alpha, double pressure, double velocity)
  {
    const TubeLaw law  = TubeLaw::of(radius, 0.1 * radius, 5e5);
    const double  area = law.area(pressure);
    return EndCurve({std::sqrt(law.reference_area), law.stiffness, 100., 1060., alpha, sign}, pressure,
                    area * velocity);
  }

  /** Seven vessels, more than any junction of a body has but those of the basilar artery. */
  std::vector<EndCurve>
  make_ends()
  {
    std::vector<EndCurve> ends;
    for (int i = 0; i < 7; ++i)
      ends.push_back(
        make_end(4e-3 - 4e-4 * i, i < 2 ? 1. : -1., i % 2 == 0 ? 4. / 3. : 1., 9e3 + 400. * i, 0.3 - 0.1 * i));
    return ends;
  }

  std::vector<EndLoss>
  make_losses(std::size_t n)
  {
    std::vector<EndLoss> losses(n);
    losses[1] = {1e6, 3e12};
    losses[4] = {5e7, 0.};
    return losses;
  }
} // namespace

// A wrong derivative cannot hide from the order at which a central difference approaches it.
TEST(Junction, jacobian_is_approached_at_second_order)
{
  const auto       ends   = make_ends();
  const auto       losses = make_losses(ends.size());
  const NodeSolver solver(true);

  std::vector<double> roots;
  for (const EndCurve &end : ends)
    roots.push_back(1.02 * end.root());
  const double pressure = 1e4;
  const auto   at       = solver.residual(ends, losses, roots, pressure);
  for (std::size_t i = 0; i < ends.size(); ++i)
    {
      std::array<double, 2> gap_error, flow_error;
      double                step = 2e-3 * roots[i];
      for (int k = 0; k < 2; ++k, step *= 0.5)
        {
          auto plus = roots, minus = roots;
          plus[i] += step;
          minus[i] -= step;
          const auto high = solver.residual(ends, losses, plus, pressure),
                     low  = solver.residual(ends, losses, minus, pressure);
          gap_error[k]    = (high.gaps[i] - low.gaps[i]) / (2. * step) - at.pressure_slopes[i];
          flow_error[k]   = (high.flow - low.flow) / (2. * step) - at.flow_slopes[i];
          for (std::size_t j = 0; j < ends.size(); ++j)
            EXPECT_EQ(high.gaps[j] == low.gaps[j], j != i); // the Jacobian is an arrow
        }
      EXPECT_NEAR(std::log2(std::abs(gap_error[0] / gap_error[1])), 2., 0.1) << "end " << i;
      EXPECT_NEAR(std::log2(std::abs(flow_error[0] / flow_error[1])), 2., 0.1) << "end " << i;
    }
  EXPECT_DOUBLE_EQ(solver.residual(ends, losses, roots, pressure + 1.).gaps[2], at.gaps[2] - 1.);
}

TEST(Junction, flows_add_up_and_total_pressures_agree)
{
  const auto            ends   = make_ends();
  const auto            losses = make_losses(ends.size());
  const NodeSolver      solver(true);
  std::vector<EndState> states(ends.size());
  solver.junction(ends, losses, states);
  double flow = 0., turnover = 0., common = 0.;
  for (std::size_t i = 0; i < ends.size(); ++i)
    {
      const EndCurve::Point point = ends[i].at(states[i].root);
      const double          into  = ends[i].law().sign * states[i].flow;
      flow += into;
      turnover += std::abs(into);
      const double total = point.pressure + 530. * point.velocity * point.velocity -
                           (losses[i].linear + losses[i].quadratic * std::abs(into)) * into;
      if (i == 0)
        common = total;
      EXPECT_NEAR(total, common, 1e-9 * common);
    }
  EXPECT_LT(std::abs(flow), 1e-15 * turnover); // what is left adds up over a million steps
  EXPECT_LE(solver.n_iterations, 6u);          // quadratic convergence from afar
}

// Two ends of one vessel: nothing may happen there. To first order a wave splits by the admittances.
TEST(Junction, a_small_wave_is_reflected_by_the_admittances)
{
  const NodeSolver            solver(true);
  const std::vector<EndLoss>  losses(3);
  std::vector<EndState>       states(3);
  const double                pulse  = 1e-3; // [Pa]
  const std::array<double, 3> radius = {4e-3, 3e-3, 2e-3};
  std::array<double, 3>       admittance;
  std::vector<EndCurve>       ends;
  for (int i = 0; i < 3; ++i)
    {
      const TubeLaw law = TubeLaw::of(radius[i], 0.1 * radius[i], 5e5);
      admittance[i]     = 1. / law.characteristic_impedance(law.reference_area, 1060.);
      ends.push_back(make_end(radius[i], i == 0 ? 1. : -1., 1., i == 0 ? pulse : 0.,
                              i == 0 ? pulse * admittance[0] / law.reference_area : 0.));
    }
  solver.junction(ends, losses, states);
  const double transmitted = 2. * admittance[0] / (admittance[0] + admittance[1] + admittance[2]);
  for (int i = 0; i < 3; ++i)
    EXPECT_NEAR(ends[i].at(states[i].root).pressure - 100., transmitted * pulse, 1e-5 * pulse);
}

TEST(Junction, a_stenosis_takes_the_pressure_that_its_formula_says)
{
  const BloodParameters blood;
  const double          radius = 3e-3, area = std::numbers::pi * radius * radius, velocity = 0.2;
  const EndLoss         loss = stenosis_loss(radius, 0.75, 0.01, blood);
  // (A_0 / A_s)^2 = 16, D_s = D_0 / 2; K_v = 32 (0.83 * 10 + 1.64 * 3) / 6 * 16 = 1128.1, K_t / 2 * 9 = 6.84
  const double expected = 1128.1067 * 4e-3 / 6e-3 * velocity + 6.84 * 1060. * velocity * velocity;
  const double flow     = area * velocity;
  EXPECT_NEAR((loss.linear + loss.quadratic * flow) * flow, expected, 1e-4 * expected);
}

TEST(Junction, a_collapsed_vessel_is_reported_with_its_values)
{
  const NodeSolver            solver(true);
  const std::vector<EndLoss>  losses(2);
  std::vector<EndState>       states(2);
  const TubeLaw               law  = TubeLaw::of(4e-3, 4e-4, 5e5);
  const EndCurve::Law         end  = {std::sqrt(law.reference_area), law.stiffness, 0., 1060., 1., 1.};
  const std::vector<EndCurve> ends = {EndCurve(end, -1e6, 1e-6), EndCurve(end, 0., 0.)};
  expect_error<ConvergenceError>([&] { solver.junction(ends, losses, states); }, {"collapsed", "m^2", "Pa"});
}
