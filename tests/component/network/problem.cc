#include "solvers/network/problem.h"

#include "physics/error.h"
#include "solvers/core/run.h"
#include "solvers/network/components/source.h"
#include "tests/component/expect_error.h"
#include "tests/unit/network/build.h"

#include <deal.II/base/mpi.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace vht;
using namespace vht::network;
using namespace vht::network::test;

namespace
{
  NetworkParameters
  windkessel(unsigned int beats, const std::string &scheme = "BDF2")
  {
    NetworkParameters parameters;
    auto              source = std::make_unique<Source>(Quantity::flow);
    source->input().set({0., 0.05, 0.15, 0.3}, {0., 4e-4, 3e-4, 0.}, 1e-4);
    parameters.circuit.period = 0.8;
    parameters.circuit.parts.push_back({"ventricle", std::move(source), {"aorta"}});
    parameters.circuit.parts.push_back(
      part("bed", "RCR", {"aorta"}, {{"Distal pressure", 700.}, {"Compliance", 1.1e-8}, {"Initial pressure", 5e3}}));
    parameters.time.beats             = beats;
    parameters.time.steps_per_beat    = 50;
    parameters.time.integrator.scheme = scheme;
    parameters.pictures               = false;
    return parameters;
  }

  /** A folder of this test, the same on all ranks, empty. */
  std::filesystem::path
  fresh_folder(const std::string &name)
  {
    const auto folder =
      std::filesystem::temp_directory_path() /
      ("vht_network_" + name + "_" + std::to_string(dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD)));
    MPI_Barrier(MPI_COMM_WORLD); // another rank may still read in it
    if (dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD) == 0)
      std::filesystem::remove_all(folder);
    MPI_Barrier(MPI_COMM_WORLD);
    return folder;
  }

  std::string
  read(const std::filesystem::path &file)
  {
    MPI_Barrier(MPI_COMM_WORLD); // the first rank has written
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
  }
} // namespace

TEST(NetworkProblem, a_restarted_run_is_an_uninterrupted_one)
{
  for (const std::string scheme : {"BDF2", "generalised alpha"})
    for (const bool all_beats : {false, true})
      {
        const auto whole = fresh_folder("whole"), parted = fresh_folder("parted");
        const auto solve = [&](unsigned int beats, const std::filesystem::path &folder, bool restart) {
          NetworkParameters parameters = windkessel(beats, scheme);
          parameters.all_beats         = all_beats;
          vht::Run       run({.tool = "test", .output = folder, .restart = restart});
          NetworkProblem problem(std::move(parameters), run);
          problem.run();
          run.finish(ExitCode::done, "test");
          return problem.value();
        };
        const Values uninterrupted = solve(5, whole, false);
        solve(2, parted, false);
        EXPECT_EQ(solve(5, parted, true), uninterrupted) << scheme;
        EXPECT_EQ(read(parted / "network.csv"), read(whole / "network.csv")) << scheme;
      }
}

TEST(NetworkProblem, a_periodic_state_ends_the_run)
{
  const auto        folder      = fresh_folder("periodic");
  NetworkParameters parameters  = windkessel(100);
  parameters.periodic.tolerance = 1e-3;
  vht::Run       run({.tool = "test", .output = folder});
  NetworkProblem problem(std::move(parameters), run);
  problem.run();
  EXPECT_LT(problem.beat(), 20u); // the time constant is two beats
  EXPECT_GT(problem.beat(), 4u);

  // Over a beat the mean of the flow through R_d is that of the source.
  const std::string summary = [&]() {
    run.finish(ExitCode::done, "test");
    return read(folder / "summary.json");
  }();
  EXPECT_NE(summary.find("\"beats\""), std::string::npos);
}

TEST(NetworkProblem, a_state_that_is_not_periodic_is_told_with_its_worst_unknown)
{
  NetworkParameters parameters  = windkessel(2);
  parameters.periodic.tolerance = 1e-9;
  vht::Run       run({.tool = "test", .output = fresh_folder("not_periodic")});
  NetworkProblem problem(std::move(parameters), run);
  vht::test::expect_error<ConvergenceError>([&] { problem.run(); }, {"in 2 beats", "\"pressure ", "Time/Beats"});
}

TEST(NetworkProblem, without_a_checkpoint_there_is_no_restart)
{
  vht::Run       run({.tool = "test", .output = fresh_folder("nothing"), .restart = true});
  NetworkProblem problem(windkessel(2), run);
  vht::test::expect_error<InputError>([&] { problem.run(); }, {"no checkpoint"});
}
