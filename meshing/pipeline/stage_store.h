#pragma once

#include "meshing/pipeline/stage.h"

#include <filesystem>

namespace vht::meshing
{
  /**
   * What each stage of a run came to, in the folder "stages" of its output, so that the next run goes on from the last
   * stage that nothing has changed for.
   *
   * A stage is known by a hash of what was imported, of the entries of the case that decide it and all stages before
   * it, and of the program. Entries that this class does not know count for the first stage: then all is done again.
   */
  class StageStore
  {
  public:
    /**
     * @param[in] output      folder of the run
     * @param[in] parameters  the critical entries, JSON {"Section/Key": "value"}
     * @param[in] imported    what the first stage has read: it is always read anew
     */
    StageStore(const std::filesystem::path &output, const std::string &parameters, const StageState &imported);

    /** Is the stage there, as it would be made now, and are the files that it has written? */
    bool holds(Stage stage) const;

    /** @returns whether it could be read; a state that is truncated counts as missing */
    bool load(Stage stage, StageState &state) const;

    /** @returns what went wrong, as a full disk; empty for nothing. A mesh is not given up for that. */
    std::string store(Stage stage, const StageState &state) const;

  private:
    std::filesystem::path file(Stage stage) const;

    std::filesystem::path        output_;
    std::map<Stage, std::string> keys_;
  };

  /** The stage that an entry of the case, "Section/Key", decides first. */
  Stage stage_of_entry(const std::string &entry);
} // namespace vht::meshing
