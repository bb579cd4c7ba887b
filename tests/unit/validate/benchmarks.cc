// The benchmarks of the project themselves: criteria that can be read, references that are there.
#include "folder.h"
#include "solvers/validate/judge.h"

using namespace vht;

TEST(Benchmarks, EveryCheckFindsItsRunsAndItsReference)
{
  const std::filesystem::path folder = std::filesystem::path(VHT_SOURCE_DIR) / "validation";
  unsigned                    n      = 0;
  for (const auto &entry : std::filesystem::directory_iterator(folder))
    if (std::filesystem::exists(entry.path() / "criteria.json"))
      {
        const Criteria criteria = read_criteria(entry.path());
        EXPECT_TRUE(std::filesystem::exists(entry.path() / "README.md")) << criteria.name;
        for (const Level &level : criteria.levels)
          {
            auto runs = plan_runs(criteria, level, "results", 1);
            for (BenchmarkRun &run : runs)
              run.state = RunState::missing;
            const auto verdicts = judge(criteria, level.name, runs);
            EXPECT_TRUE(std::any_of(verdicts.begin(), verdicts.end(), [](const Verdict &v) { return v.gate; }))
              << criteria.name << " " << level.name << " has no gate";
            ++n;
          }
      }
  EXPECT_GE(n, 4u);
}
