#include "solvers/core/run_record.h"

#include "tests/unit/core/scratch.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <thread>

using namespace vht;
using namespace vht::testing;

namespace
{
  nlohmann::json
  json_of(const fs::path &file)
  {
    return nlohmann::json::parse(read_text(file));
  }

  void
  wait(int milliseconds)
  {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
  }
} // namespace

TEST(RunRecordTest, SaysWhoWithWhatAndHowItEnded)
{
  const Scratch scratch;
  RunRecord     record("vht-test");
  record.parameters(R"({"Mesh": {"File": "a.msh"}})");
  record.mesh("a.msh", "abc123", 12);
  record.note("linear solver/iterations", 3.5);
  record.cite("cells", "10.1/x");
  record.cite("cells", "10.1/x");
  record.write(scratch.folder(), {});
  auto json = json_of(scratch.folder() / "run.json");
  EXPECT_TRUE(json["exit"]["code"].is_null()); // a run that was killed is seen to be one
  EXPECT_TRUE(json["end"].is_null());

  record.finish(ExitCode::numerical_failure, "no convergence");
  record.write(scratch.folder(), {"be careful"});
  json = json_of(scratch.folder() / "run.json");
  EXPECT_EQ(json["exit"]["code"], 2);
  EXPECT_EQ(json["exit"]["reason"], "no convergence");
  EXPECT_EQ(json["tool"], "vht-test");
  EXPECT_FALSE(json["version"].get<std::string>().empty());
  EXPECT_TRUE(json["git"]["commit"].is_string());
  EXPECT_EQ(json["parameters"]["Mesh"]["File"], "a.msh");
  EXPECT_EQ(json["mesh"]["checksum"], "abc123");
  EXPECT_EQ(json["mesh"]["cells"], 12);
  EXPECT_EQ(json["linear solver"]["iterations"], 3.5);
  EXPECT_EQ(json["cite"].size(), 1u);
  EXPECT_EQ(json["warnings"][0], "be careful");
  EXPECT_EQ(json["host"]["ranks"], 1);
  for (const char *library : {"deal.II", "PETSc", "HDF5", "VTK", "Gmsh", "MPI"})
    EXPECT_GT(json["libraries"][library].get<std::string>().size(), 2u) << library;
  EXPECT_TRUE(std::isdigit(json["libraries"]["PETSc"].get<std::string>()[0]));
}

TEST(RunRecordTest, SummaryHasUnitsAndTheLastValueCounts)
{
  const Scratch scratch;
  RunRecord     record("vht-test");
  record.write(scratch.folder(), {});
  EXPECT_FALSE(fs::exists(scratch.folder() / "summary.json"));
  record.summary("activation time", 1., "s");
  record.summary("activation time", 0.1, "s");
  record.summary("never reached", NAN, "s");
  record.write(scratch.folder(), {});
  const auto json = json_of(scratch.folder() / "summary.json");
  EXPECT_EQ(json["activation time"]["value"], 0.1);
  EXPECT_EQ(json["activation time"]["unit"], "s");
  EXPECT_TRUE(json["never reached"]["value"].is_null());
}

TEST(RunRecordTest, TimersNestAndAddUp)
{
  const Scratch scratch;
  RunRecord     record("vht-test");
  for (int i = 0; i < 3; ++i)
    {
      const ScopedTimer loop(record, "Loop");
      {
        const ScopedTimer inner(record, "Solve");
        wait(10);
      }
      if (i == 2)
        {
          const ScopedTimer inner(record, "Output");
          wait(2);
        }
    }
  {
    const ScopedTimer after(record, "After");
  }
  {
    const ScopedTimer loop(record, "Loop");
    const ScopedTimer late(record, "Late");
  }
  record.write(scratch.folder(), {});
  const auto timings = json_of(scratch.folder() / "run.json")["timings"];
  ASSERT_EQ(timings.size(), 5u);
  const std::vector<std::string> order = {"Loop", "Loop/Solve", "Loop/Output", "Loop/Late", "After"};
  for (std::size_t i = 0; i < order.size(); ++i)
    EXPECT_EQ(timings[i]["section"], order[i]);
  EXPECT_EQ(timings[0]["calls"], 4);
  EXPECT_EQ(timings[1]["calls"], 3);
  EXPECT_GE(timings[1]["maximum [s]"].get<double>(), 0.03);
  EXPECT_GE(timings[0]["maximum [s]"].get<double>(), timings[1]["maximum [s]"].get<double>());
  EXPECT_LT(timings[2]["maximum [s]"].get<double>(), timings[1]["maximum [s]"].get<double>());
  expect_in("  Solve", record.timing_table());
  EXPECT_EQ(RunRecord("vht-test").timing_table(), "");
}
