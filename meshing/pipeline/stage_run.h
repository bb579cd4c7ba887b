#pragma once

#include "meshing/pipeline/stage.h"

#include <filesystem>
#include <optional>

namespace vht
{
  class RunRecord;
}

namespace vht::meshing
{
  /** What of the way is asked for. */
  struct StageRange
  {
    std::optional<Stage> from; ///< this stage and those after it are done again, even where nothing has changed
    std::optional<Stage> to;   ///< the last one
  };

  struct StageRun
  {
    std::filesystem::path output;            ///< empty: nothing is written or taken from there
    std::string           parameters = "{}"; ///< the critical entries of the case
    bool                  keep       = true; ///< what the stages come to
    StageRange            range{};
  };

  /**
   * Do the steps in turn, from the first whose input or entries have changed since the output folder was last written.
   * Reading is always done. Each step is timed in the record.
   * @throws InputError where the range names a stage that the steps do not have
   */
  StageState perform(const std::vector<StageStep> &steps, const StageRun &run, RunRecord &record, const Say &say);
} // namespace vht::meshing
