#pragma once

#include "solvers/validate/criteria.h"

namespace vht
{
  /** A step with all its texts filled in. */
  struct PlannedStep
  {
    std::string              tool;
    std::vector<std::string> arguments; ///< all of the command line behind the tool's name
    std::filesystem::path    case_file; ///< empty if there is none
    std::filesystem::path    output;
    unsigned                 ranks;
  };

  enum class RunState
  {
    planned,
    done,   ///< executed now
    reused, ///< complete from before, with the same inputs
    failed,
    missing ///< never executed, or with other inputs
  };

  /** One run of a benchmark and what became of it. */
  struct BenchmarkRun
  {
    std::string              name, key; ///< key of its template
    Values                   parameters;
    std::filesystem::path    output;
    std::vector<PlannedStep> steps;
    RunState                 state   = RunState::planned;
    double                   seconds = 0.;
    std::string              message; ///< why it failed
  };

  /**
   * All runs of a level, each once.
   * @param results  the folder that everything is written below
   * @param ranks    for steps that do not say otherwise
   * @throws InputError if two different runs have one name, or an output leaves the results
   */
  std::vector<BenchmarkRun>
  plan_runs(const Criteria &criteria, const Level &level, const std::filesystem::path &results, unsigned ranks);

  /** Whether a run has parameters that the selector wants; its values may refer to @p values. */
  bool selected(const BenchmarkRun &run, const Selector &selector, const Values &values, const std::string &place);
} // namespace vht
