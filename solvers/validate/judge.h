#pragma once

#include "solvers/validate/plan.h"

namespace vht
{
  enum class Outcome
  {
    pass,
    missed,   ///< a gate was missed
    reported, ///< compared, but not a gate
    failed    ///< there is no number, because the run failed or did not give it
  };

  /** One line of the verdict: what was asked, what came out. */
  struct Verdict
  {
    std::string quantity, run, unit;
    double      ours      = std::numeric_limits<double>::quiet_NaN();
    double      reference = std::numeric_limits<double>::quiet_NaN();  ///< not a number: judged by a band alone
    std::string tolerance;                                             ///< "± 3 %", ">= 1.9"
    double      difference = std::numeric_limits<double>::quiet_NaN(); ///< ours - reference, or how far out of the band
    bool        gate       = true;
    bool        within     = false; ///< the tolerance holds, also where it is no gate
    Outcome     outcome    = Outcome::failed;
    std::string note;
  };

  /**
   * Compare all checks of a level with the runs.
   * @throws InputError if a check matches no run of the level: a gate that nothing passes through is a mistake
   */
  std::vector<Verdict> judge(const Criteria &criteria, const std::string &level, const std::vector<BenchmarkRun> &runs);

  /**
   * Compare one run, made elsewhere, with all checks that want its parameters; series of runs are left out.
   * @throws InputError if there is no such check
   */
  std::vector<Verdict> judge_one(const Criteria &criteria, const BenchmarkRun &run);

  /** A name for a run in tables and legends: the label with the run's parameters, or the run's name. */
  std::string run_label(const std::string &label, const BenchmarkRun &run, const std::string &place);

  /** The runs that a selector wants, in groups whose names differ by no other parameter than @p over. */
  std::vector<std::vector<const BenchmarkRun *>> series_of_runs(const Criteria                  &criteria,
                                                                const std::vector<BenchmarkRun> &runs,
                                                                const Selector                  &selector,
                                                                const std::string               &over,
                                                                const Values                    &values,
                                                                const std::string               &place);
} // namespace vht
