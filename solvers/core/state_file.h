#pragma once

#include <nlohmann/json_fwd.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace vht
{
  class Run;

  /**
   * The checkpoint of a model whose every rank holds the whole state: `checkpoint/NAME.json` in the folder of the run.
   * Numbers come back bit by bit. Models with meshes have solvers/core/checkpoint.h.
   */
  class StateFile
  {
  public:
    /** The run must outlive it. */
    StateFile(Run &run, const std::string &name);

    /**
     * Written by rank 0, aside first, with the critical parameters of the run.
     * @throws InputError when the disk refuses
     */
    void write(nlohmann::json state) const;

    /**
     * Hand the state to a function that takes it up.
     * @throws InputError where there is none, it is damaged or incomplete, or critical parameters have changed
     */
    void read(const std::function<void(const nlohmann::json &state)> &take_up) const;

  private:
    Run                  &run_;
    std::filesystem::path file_;
  };
} // namespace vht
