#pragma once

#include "solvers/validate/plan.h"

#include <iosfwd>
#include <set>

namespace vht
{
  struct RunnerOptions
  {
    std::filesystem::path tools;         ///< the folder of the executables
    bool                  force = false; ///< execute also what is complete
    bool                  quiet = false;
  };

  /**
   * Executes the steps of the runs, one after the other, each with its output in a log file.
   *
   * A step is skipped where it is complete and nothing that it reads has changed: tool, command line, case file with
   * its includes, and all files that the command line names. After a step that fails the run ends; others go on.
   * SIGINT and SIGTERM are handed to the running tool.
   */
  class Runner
  {
  public:
    Runner(const RunnerOptions &options, const std::filesystem::path &results, std::ostream &out);

    /** Set the state, time and message of every run. Returns false if it was interrupted by a signal. */
    bool execute(std::vector<BenchmarkRun> &runs);

    /** Set the states without executing anything: reused, or missing. */
    void look(std::vector<BenchmarkRun> &runs) const;

  private:
    RunnerOptions                   options_;
    std::filesystem::path           results_;
    std::ostream                   &out_;
    std::string                     launcher_; ///< "mpirun" once it was needed, with what it understands
    bool                            open_mpi_ = false;
    std::set<std::filesystem::path> executed_; ///< outputs made by this process

    void                     execute(BenchmarkRun &run, const std::string &label);
    std::vector<std::string> command(const PlannedStep &step);
    std::filesystem::path    executable(const PlannedStep &step) const;
    std::string              fingerprint(const PlannedStep &step) const;
    bool                     complete(const PlannedStep &step) const;
    std::filesystem::path    log_file(const PlannedStep &step) const;
  };

  /** The last lines of a file, each indented. */
  std::string tail(const std::filesystem::path &file, unsigned n_lines);
} // namespace vht
