// The whole way from a case file to the results.

#include "solvers/nonlinear_diffusion/problem.h"

#include "physics/error.h"
#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"
#include "solvers/core/run.h"
#include "tests/component/expect_error.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <iterator>

using namespace vht;
using namespace vht::test;

namespace
{
  /** A slab 2 cm thick, 37 K warmer on its right than on its left, as mesh and case file. */
  class Case
  {
  public:
    explicit Case(const std::string &more = "")
      : folder(scratch_folder())
    {
      if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
        {
          write_msh(make_box(CellShape::hexahedra, {16, 2, 2}, {20., 5., 5.}), folder / "slab.msh");
          std::ofstream(folder / "case.prm") << "subsection Mesh\n  set File = slab.msh\n  set Length unit = mm\nend\n"
                                             << "subsection Space\n  set Degree = 2\nend\n"
                                             << "subsection Surface x_min\n  set Temperature = 0 K\nend\n"
                                             << more;
        }
      MPI_Barrier(MPI_COMM_WORLD);
    }

    NonlinearDiffusionParameters
    parameters() const
    {
      NonlinearDiffusionParameters parameters;
      ParameterStore               store(CaseFile(folder / "case.prm"));
      parameters.declare(store.root());
      store.finish();
      parameters.check();
      return parameters;
    }

    const std::filesystem::path folder;
  };

  const std::string hot_side = "subsection Surface x_max\n  set Temperature = 37 K\nend\n";

  /** T with T + T^3 / (3 T_0^2) = level: Kirchhoff's transformation of the quadratic law, inverted. */
  double
  temperature_of(double level)
  {
    constexpr double doubling = 50.;
    double           t        = level;
    for (unsigned int i = 0; i < 50; ++i)
      t -= (t + t * t * t / (3. * doubling * doubling) - level) / (1. + t * t / (doubling * doubling));
    return t;
  }

  double
  level_of(double t)
  {
    return t + t * t * t / (3. * 50. * 50.);
  }
} // namespace

TEST(NonlinearDiffusionProblem, gives_the_exact_solution_of_a_slab)
{
  const Case                         slab(hot_side);
  const NonlinearDiffusionParameters parameters = slab.parameters();
  vht::Run                           run({.output = slab.folder / "output"});
  NonlinearDiffusionProblem          problem(parameters, run);
  problem.run();
  run.finish(ExitCode::done, "done");
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) != 0)
    return;

  nlohmann::json summary;
  std::ifstream(slab.folder / "output" / "summary.json") >> summary;
  const auto value = [&](const std::string &name) { return summary.at(name).at("value").get<double>(); };

  // Through 5 x 5 mm^2 and 20 mm flows k_0 (w_right - w_left) / L.
  const double inflow = 0.5 * level_of(37.) / 0.02 * 25e-6;
  double       mean   = 0.;
  for (unsigned int i = 0; i < 1000; ++i)
    mean += temperature_of(level_of(37.) * (i + 0.5) / 1000.) / 1000.;
  EXPECT_NEAR(value("inflow x_max"), inflow, 1e-3 * inflow);
  EXPECT_NEAR(value("inflow x_min"), -inflow, 1e-3 * inflow);
  EXPECT_NEAR(value("inflow y_min"), 0., 1e-9 * inflow);
  EXPECT_NEAR(value("mean temperature"), mean, 1e-5 * mean);
  EXPECT_NEAR(value("maximum temperature"), 37., 1e-12);
  EXPECT_NEAR(value("minimum temperature"), 0., 1e-12);
  EXPECT_EQ(summary.at("inflow x_max").at("unit"), "W");

  std::ifstream     table(slab.folder / "output" / "newton.csv");
  const std::string text((std::istreambuf_iterator<char>(table)), {});
  EXPECT_EQ(text.find("iteration [1],residual [W]\n"), 0u) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), value("Newton iterations") + 2) << text;
  EXPECT_TRUE(std::filesystem::exists(slab.folder / "output" / "temperature.pvd"));
}

TEST(NonlinearDiffusionProblem, balances_source_and_flow)
{
  const Case slab("subsection Source\n  set Power density = 2 kW/m^3\nend\n"
                  "subsection Surface x_max\n  set Inflow = 150 W/m^2\nend\n");
  const auto parameters = slab.parameters();
  vht::Run   run({.output = slab.folder / "output"});
  NonlinearDiffusionProblem(parameters, run).run();
  run.finish(ExitCode::done, "done");
  if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) != 0)
    return;

  nlohmann::json summary;
  std::ifstream(slab.folder / "output" / "summary.json") >> summary;
  const double source = 2e3 * 20e-3 * 25e-6, inflow = 150. * 25e-6;
  EXPECT_NEAR(summary.at("inflow x_max").at("value"), inflow, 1e-3 * inflow);
  EXPECT_NEAR(summary.at("inflow x_min").at("value"), -(source + inflow), 1e-3 * inflow);
}

TEST(NonlinearDiffusionProblem, refuses_a_surface_that_the_mesh_does_not_have)
{
  const Case slab("subsection Surface x_mx\n  set Temperature = 37 K\nend\n");
  const auto parameters = slab.parameters();
  vht::Run   run({.output = slab.folder / "output"});
  expect_error<InputError>([&] { NonlinearDiffusionProblem(parameters, run); },
                           {"case.prm", "Surface x_mx", "no surface \"x_mx\"", "Did you mean \"x_max\"?"});
}

TEST(NonlinearDiffusionProblem, refuses_two_conditions_on_a_surface_and_none)
{
  const Case both("subsection Surface x_max\n  set Temperature = 37\n  set Inflow = 1\nend\n");
  expect_error<InputError>([&] { both.parameters(); }, {"x_max", "both a Temperature and an Inflow", "Give one"});
  const Case none("subsection Surface x_max\nend\n");
  expect_error<InputError>([&] { none.parameters(); }, {"x_max", "neither a Temperature nor an Inflow"});
}

TEST(NonlinearDiffusionProblem, refuses_an_unknown_law_and_a_constant_of_another_law)
{
  const Case unknown(hot_side + "subsection Conductivity\n  set Law = quadrtic\nend\n");
  expect_error<InputError>([&] { unknown.parameters(); }, {"Conductivity/Law", "quadrtic", "quadratic"});
  const Case foreign(hot_side +
                     "subsection Conductivity\n  set Law = quadratic\n  set E-folding temperature = 3 K\nend\n");
  expect_error<InputError>([&] { foreign.parameters(); }, {"E-folding temperature"});
}
