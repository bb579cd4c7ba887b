#include "meshing/pipeline/stage_run.h"

#include "meshing/pipeline/stage_store.h"
#include "physics/error.h"
#include "solvers/core/run_record.h"

#include <algorithm>

namespace vht::meshing
{
  namespace
  {
    void
    refuse_missing_stage(const std::vector<StageStep> &steps, const std::optional<Stage> &wanted)
    {
      if (!wanted || *wanted == Stage::report ||
          std::any_of(steps.begin(), steps.end(), [&](const StageStep &s) { return s.stage == *wanted; }))
        return;
      std::string all;
      for (const StageStep &step : steps)
        all += name_of(step.stage) + ", ";
      throw InputError("This case has no stage \"" + name_of(*wanted) + "\"; it has " + all + "report.");
    }

    /** The number of steps that need not be done; the state is then that after the last of them. */
    std::size_t
    take_stored(const std::vector<StageStep> &steps,
                const StageRange             &range,
                const StageStore             &store,
                StageState                   &state)
    {
      for (std::size_t n = steps.size(); n > 0; --n)
        {
          const Stage stage  = steps[n - 1].stage;
          const bool  wanted = (!range.from || stage < *range.from) && (!range.to || stage <= *range.to);
          if (stage != Stage::import && wanted && store.holds(stage) && store.load(stage, state))
            return n;
        }
      return 0;
    }
  } // namespace


  StageState
  perform(const std::vector<StageStep> &steps, const StageRun &run, RunRecord &record, const Say &say)
  {
    refuse_missing_stage(steps, run.range.from);
    refuse_missing_stage(steps, run.range.to);
    StageState state;
    const auto act = [&](const StageStep &step) {
      const ScopedTimer timer(record, "Stage " + name_of(step.stage));
      step.act(state);
    };
    std::size_t done = 0;
    if (!steps.empty() && steps[0].stage == Stage::import)
      act(steps[done++]);

    std::optional<StageStore> store;
    if (!run.output.empty() && run.keep)
      {
        store.emplace(run.output, run.parameters, state);
        if (const std::size_t stored = take_stored(steps, run.range, *store, state); stored > done)
          {
            say("Nothing has changed up to the stage " + name_of(steps[stored - 1].stage) +
                ": taken from the last run (--from " + name_of(steps[done].stage) + " does it again).");
            done = stored;
          }
      }
    for (; done < steps.size() && (!run.range.to || steps[done].stage <= *run.range.to); ++done)
      {
        act(steps[done]);
        if (store && steps[done].stage != Stage::import)
          if (const std::string problem = store->store(steps[done].stage, state); !problem.empty())
            say("Warning: " + problem);
      }
    return state;
  }
} // namespace vht::meshing
