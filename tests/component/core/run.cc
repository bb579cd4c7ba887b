#include "solvers/core/run.h"

#include "solvers/core/signals.h"
#include "tests/component/core/shared_folder.h"

#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include <csignal>
#include <thread>

using namespace vht;
using namespace vht::testing;

namespace
{
  nlohmann::json
  run_json(const fs::path &folder)
  {
    return nlohmann::json::parse(read_text(folder / "run.json"));
  }

  unsigned
  n_ranks()
  {
    return dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
  }
} // namespace

TEST(RunTest, MakesTheFolderAndRecordsTheEnd)
{
  const SharedFolder folder;
  const fs::path     output = folder.path() / "deep" / "results";
  {
    vht::Run run(
      {.tool = "vht-test", .output = output, .parameters_prm = "set A = 1\n", .parameters_json = R"({"A": 1})"});
    EXPECT_EQ(run.output(), output);
    folder.barrier();
    EXPECT_TRUE(run_json(output)["exit"]["code"].is_null());
    EXPECT_EQ(read_text(output / "parameters.prm"), "set A = 1\n");
    {
      const ScopedTimer timer(run.record(), "Work");
      std::this_thread::sleep_for(std::chrono::milliseconds(10 * (1 + folder.rank())));
    }
    run.record().summary("result", 3., "m");
    run.log().warning("careful");
    run.finish(ExitCode::done, "done");
  }
  folder.barrier();
  const auto json = run_json(output);
  EXPECT_EQ(json["exit"]["code"], 0);
  EXPECT_EQ(json["host"]["ranks"], n_ranks());
  EXPECT_EQ(json["parameters"]["A"], 1);
  EXPECT_EQ(json["warnings"][0], "careful");
  EXPECT_GE(json["timings"][0]["maximum [s]"].get<double>(), 0.01 * n_ranks()); // that of the slowest rank
  if (n_ranks() > 1)
    {
      EXPECT_LT(json["timings"][0]["mean [s]"].get<double>(), json["timings"][0]["maximum [s]"].get<double>());
    }
  EXPECT_TRUE(fs::exists(output / "summary.json"));
}

TEST(RunTest, ASecondRunInTheFolderIsRefused)
{
  const SharedFolder folder;
  const vht::Run     run({.output = folder.path()});
  const std::string  text = mistake([&] { vht::Run second({.output = folder.path()}); });
  expect_in("is in use by process", text);
  expect_in("--output", text);
}

TEST(RunTest, TheLockEndsWithTheRun)
{
  const SharedFolder folder;
  {
    const vht::Run run({.output = folder.path()});
  }
  EXPECT_NO_THROW(vht::Run({.output = folder.path()}));
}

TEST(RunTest, AFolderThatCannotBeMadeIsRefusedOnEveryRank)
{
  const SharedFolder folder;
  if (folder.rank() == 0)
    std::ofstream(folder.path() / "file") << "text";
  folder.barrier();
  expect_in("cannot be made", mistake([&] { vht::Run run({.output = folder.path() / "file" / "results"}); }));
  expect_in("cannot be made", mistake([&] { vht::Run run({.output = folder.path() / "file"}); }));
  EXPECT_EQ(read_text(folder.path() / "file"), "text");
}

TEST(RunTest, EarlierResultsStay)
{
  const SharedFolder folder;
  if (folder.rank() == 0)
    std::ofstream(folder.path() / "other.csv") << "text";
  for (const bool restart : {false, true})
    {
      vht::Run run({.tool = "vht-test", .output = folder.path(), .restart = restart});
      run.log().info(restart ? "second" : "first");
    }
  folder.barrier();
  EXPECT_EQ(read_text(folder.path() / "other.csv"), "text");
  const std::string log = read_text(folder.path() / "log.txt");
  expect_in("first", log);
  expect_in("second", log);
}

TEST(RunTest, CheckingWritesNothing)
{
  const SharedFolder folder;
  const fs::path     here = fs::current_path();
  if (folder.rank() == 0)
    fs::current_path(folder.path());
  {
    vht::Run run({.tool = "vht-test"});
    run.log().info("text");
    run.record().summary("result", 3., "m");
    run.finish(ExitCode::done, "done");
  }
  fs::current_path(here);
  folder.barrier();
  EXPECT_TRUE(fs::is_empty(folder.path()));
}

TEST(RunTest, ASignalOnOneRankStopsAll)
{
  const SharedFolder folder;
  for (const int signal : {SIGTERM, SIGUSR1})
    {
      vht::Run run({.output = folder.path()});
      catch_stop_signals();
      EXPECT_FALSE(run.stop_requested());
      if (folder.rank() == n_ranks() - 1)
        std::raise(signal);
      EXPECT_TRUE(run.stop_requested());
      EXPECT_EQ(stop_signal(), folder.rank() == n_ranks() - 1 ? signal : 0);
      clear_stop_signal();
      EXPECT_TRUE(run.stop_requested()); // once asked, always asked
    }
}

TEST(RunTest, AFileStopsTheRunOnce)
{
  const SharedFolder folder;
  {
    vht::Run run({.output = folder.path()});
    if (folder.rank() == 0)
      std::ofstream(folder.path() / "STOP") << "";
    bool       stopped = false;
    const auto begin   = std::chrono::steady_clock::now();
    while (!stopped && std::chrono::steady_clock::now() < begin + std::chrono::seconds(20))
      stopped = run.stop_requested();
    EXPECT_TRUE(stopped);
  }
  vht::Run restarted({.output = folder.path(), .restart = true});
  EXPECT_FALSE(restarted.stop_requested());
}
