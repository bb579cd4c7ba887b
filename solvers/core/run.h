#pragma once

#include "solvers/core/log.h"
#include "solvers/core/run_record.h"

#include <mpi.h>

#include <chrono>
#include <filesystem>
#include <string>

namespace vht
{
  /** What a Run has to know. Tests give a name and a folder: Run run({.tool = "test", .output = folder}). */
  struct RunOptions
  {
    std::string           tool                = "test";
    std::filesystem::path case_file           = {};
    std::filesystem::path output              = {};    ///< empty: nothing is written (--check)
    bool                  restart             = false; ///< continue from the checkpoint in the output folder
    Verbosity             verbosity           = Verbosity::quiet;
    std::string           parameters_prm      = {}; ///< effective values, to be kept as parameters.prm
    std::string           parameters_json     = "{}";
    std::string           critical_parameters = "{}";
  };

  /** The run was told to stop and has written a checkpoint: exit code 75, submit again with --restart. */
  class Stopped : public Error
  {
  public:
    explicit Stopped(const std::string &message)
      : Error(ExitCode::stopped, message)
    {
    }
  };

  /**
   * What every stage of a run may use. Collective to construct, over MPI_COMM_WORLD.
   *
   * The output folder is made, tested for writing and locked against a second run: InputError otherwise. Nothing of an
   * earlier run in it is deleted.
   */
  class Run
  {
  public:
    explicit Run(const RunOptions &options);
    ~Run();

    Run(const Run &)            = delete;
    Run &operator=(const Run &) = delete;

    MPI_Comm
    communicator() const
    {
      return MPI_COMM_WORLD;
    }

    Log &
    log()
    {
      return log_;
    }

    RunRecord &
    record()
    {
      return record_;
    }

    /** Exists, is writable, and is locked. Empty with --check: then write nothing. */
    const std::filesystem::path &
    output() const
    {
      return options_.output;
    }

    bool
    restart() const
    {
      return options_.restart;
    }

    /**
     * Collective: has any rank seen SIGTERM or SIGUSR1, or is there a file STOP in the output folder? Whoever gets true
     * writes a checkpoint and throws Stopped.
     */
    bool stop_requested();

    /** JSON text of the critical entries, for the checkpoint; see refuse_changed_parameters(). */
    const std::string &
    critical_parameters() const
    {
      return options_.critical_parameters;
    }

    /** Ends the record: run.json, summary.json, the table of timings. Collective if `everywhere`. */
    void finish(ExitCode code, const std::string &reason, bool everywhere = true);

  private:
    void take_folder();
    bool stop_file_found();

    RunOptions                            options_;
    unsigned                              rank_;
    Log                                   log_;
    RunRecord                             record_;
    int                                   lock_ = -1; ///< descriptor of the lock file, on rank 0
    bool                                  stop_ = false;
    std::chrono::steady_clock::time_point next_look_;
  };
} // namespace vht
