#include "folder.h"
#include "physics/error.h"
#include "solvers/validate/report.h"

#include <cmath>

using namespace vht;

namespace
{
  /** Runs h = 0.4, 0.2, 0.1 whose summary says 0.04 (1 + h^2) s. */
  struct Benchmark
  {
    Folder                    folder;
    std::vector<BenchmarkRun> runs;

    Benchmark()
    {
      folder.write("reference/times.csv", "dt_ms,P1 [ms]\n0.005,40\n0.05,60\n");
      for (const char *h : {"0.4", "0.2", "0.1"})
        {
          BenchmarkRun run;
          run.key        = "slab";
          run.name       = std::string("h") + h;
          run.parameters = {{"h", h}, {"dt", "0.005"}};
          run.output     = folder.path / run.name;
          run.state      = RunState::done;
          const double x = std::stod(h);
          folder.write(run.name + "/summary.json",
                       "{\"P1\": {\"value\": " + std::to_string(0.04 * (1 + x * x)) + ", \"unit\": \"s\"}}");
          runs.push_back(run);
        }
    }

    std::vector<Verdict>
    verdicts(const std::string &check)
    {
      folder.write("criteria.json", R"({"title": "t", "runs": {"slab": {"name": "h{h}", "steps": [{"tool": "x"}]}},
        "levels": {"full": {"runs": []}, "quick": {"runs": []}}, "checks": [)" +
                                      check + "]}");
      return judge(read_criteria(folder.path), "full", runs);
    }
  };

  const std::string reference =
    R"("reference": {"file": "reference/times.csv", "where": {"dt_ms": "{dt}"}, "column": "P1"})";
} // namespace

TEST(Judge, RelativeToleranceInAnotherUnit)
{
  Benchmark  benchmark;
  const auto verdicts = benchmark.verdicts(R"({"quantity": {"summary": "P1"}, "unit": "ms", )" + reference +
                                           R"(, "tolerance": {"relative": 0.05}})");
  ASSERT_EQ(verdicts.size(), 3u);
  EXPECT_EQ(verdicts[0].outcome, Outcome::missed); // 16 %
  EXPECT_EQ(verdicts[1].outcome, Outcome::pass);   // 4 %
  EXPECT_EQ(verdicts[2].outcome, Outcome::pass);   // 1 %
  EXPECT_NEAR(verdicts[1].ours, 41.6, 1e-6);
  EXPECT_NEAR(verdicts[1].reference, 40., 1e-12);
  EXPECT_NEAR(verdicts[1].difference, 1.6, 1e-6);
  EXPECT_EQ(verdicts[1].tolerance, "± 5 %");
  EXPECT_TRUE(gate_missed(verdicts));
}

TEST(Judge, AToleranceIsMetAtItsEdge)
{
  Benchmark benchmark;
  for (const auto &[tolerance, expected] :
       {std::pair("{\"absolute\": 1.6}", Outcome::pass), std::pair("{\"absolute\": 1.599}", Outcome::missed),
        std::pair("{\"band\": [41.6, 42]}", Outcome::pass), std::pair("{\"maximum\": 41.59}", Outcome::missed),
        std::pair("{\"minimum\": 41.61}", Outcome::missed),
        std::pair("{\"absolute\": 2, \"maximum\": 41}", Outcome::missed)})
    {
      const auto verdicts = benchmark.verdicts(R"({"quantity": {"summary": "P1"}, "unit": "ms", "runs": {"h": 0.2}, )" +
                                               reference + ", \"tolerance\": " + tolerance + "}");
      ASSERT_EQ(verdicts.size(), 1u);
      EXPECT_EQ(verdicts[0].outcome, expected) << tolerance;
    }
}

TEST(Judge, ReportedNumbersNeverMiss)
{
  Benchmark  benchmark;
  const auto verdicts = benchmark.verdicts(R"({"quantity": {"summary": "P1"}, "unit": "ms", "gate": false, )" +
                                           reference + R"(, "tolerance": {"relative": 0.05}})");
  EXPECT_EQ(verdicts[0].outcome, Outcome::reported);
  EXPECT_FALSE(verdicts[0].within);
  EXPECT_TRUE(verdicts[1].within);
  EXPECT_FALSE(gate_missed(verdicts));
}

TEST(Judge, LimitOverASeries)
{
  Benchmark  benchmark;
  const auto verdicts =
    benchmark.verdicts(R"({"quantity": {"summary": "P1"}, "unit": "ms", "derive": {"kind": "limit", "over": "h"}, )" +
                       reference + R"(, "tolerance": {"relative": 0.001}})");
  ASSERT_EQ(verdicts.size(), 1u);
  EXPECT_NEAR(verdicts[0].ours, 40., 1e-3);
  EXPECT_EQ(verdicts[0].outcome, Outcome::pass);
  EXPECT_EQ(verdicts[0].run, "h*");
  EXPECT_EQ(verdicts[0].note, "observed order 2.00");
}

TEST(Judge, OrderAndAgreement)
{
  Benchmark benchmark;
  for (const char *h : {"0.4", "0.2", "0.1"}) // an error of third order
    benchmark.folder.write(std::string("h") + h + "/summary.json",
                           "{\"error\": {\"value\": " + std::to_string(std::pow(std::stod(h), 3)) +
                             ", \"unit\": \"m\"}}");
  const auto order = benchmark.verdicts(
    R"({"quantity": {"summary": "error"}, "derive": {"kind": "order", "over": "h"}, "reference": {"value": 3}, "tolerance": {"minimum": 2.9}})");
  ASSERT_EQ(order.size(), 1u);
  EXPECT_NEAR(order[0].ours, 3., 1e-6);
  EXPECT_EQ(order[0].unit, "1");
  EXPECT_EQ(order[0].outcome, Outcome::pass);

  const auto agreement = benchmark.verdicts(
    R"({"quantity": {"summary": "error"}, "unit": "mm", "derive": {"kind": "spread", "over": "h"}, "tolerance": {"maximum": 62}})");
  EXPECT_NEAR(agreement[0].ours, 63., 1e-6);
  EXPECT_EQ(agreement[0].outcome, Outcome::missed);
}

TEST(Judge, AFailedRunFailsItsGatesAndItsSeries)
{
  Benchmark benchmark;
  benchmark.runs[1].state = RunState::failed;
  const auto single =
    benchmark.verdicts(R"({"quantity": {"summary": "P1"}, "unit": "ms", "tolerance": {"band": [1, 100]}})");
  EXPECT_EQ(single[0].outcome, Outcome::pass);
  EXPECT_EQ(single[1].outcome, Outcome::failed);
  EXPECT_EQ(single[1].note, "the run failed");
  const auto limit = benchmark.verdicts(
    R"({"quantity": {"summary": "P1"}, "unit": "ms", "derive": {"kind": "limit", "over": "h"}, "tolerance": {"band": [1, 100]}})");
  EXPECT_EQ(limit[0].outcome, Outcome::failed);
  EXPECT_EQ(limit[0].note, "h0.2: the run failed");
  EXPECT_TRUE(gate_missed(limit));
}

TEST(Judge, ACheckThatNoRunMeetsIsAMistakeUnlessItsLevelIsAnother)
{
  Benchmark benchmark;
  EXPECT_TRUE(says(message_of([&] {
                     benchmark.verdicts(
                       R"({"quantity": {"summary": "P1"}, "runs": {"h": 0.3}, "tolerance": {"minimum": 1}})");
                   }),
                   "checks[0]: the level \"full\" has no run for this check"));
  EXPECT_TRUE(
    benchmark
      .verdicts(
        R"({"quantity": {"summary": "P1"}, "levels": "quick", "runs": {"h": 0.3}, "tolerance": {"minimum": 1}})")
      .empty());
  EXPECT_TRUE(says(message_of([&] {
                     benchmark.verdicts(
                       R"({"quantity": {"summary": "P1"}, "unit": "mm", "tolerance": {"minimum": 1}})");
                   }),
                   "checks[0]/unit: "));
}

TEST(Judge, RepeatsACheckOverItsList)
{
  Benchmark benchmark;
  benchmark.folder.write(
    "h0.1/summary.json",
    R"({"P1": {"value": 1, "unit": "s"}, "P2": {"value": 2, "unit": "s"}, "P3": {"value": 9, "unit": "s"}})");
  const auto verdicts = benchmark.verdicts(
    R"({"title": "time {point}", "over": {"point": ["P1", "P2", "P3"]}, "runs": {"h": 0.1}, "quantity": {"summary": "{point}"}, "tolerance": {"maximum": 5}})");
  ASSERT_EQ(verdicts.size(), 3u);
  EXPECT_EQ(verdicts[1].quantity, "time P2");
  EXPECT_EQ(verdicts[1].outcome, Outcome::pass);
  EXPECT_EQ(verdicts[2].outcome, Outcome::missed);
  EXPECT_NEAR(verdicts[2].difference, 4., 1e-12); // out of the band
}
