#pragma once

#include "physics/error.h"

#include <mpi.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace vht
{
  class Log;

  /**
   * What is known about a run afterwards: run.json (who, where, with what, how long, how it ended) and summary.json
   * (named results with units). Every rank may call everything; rank 0 writes.
   */
  class RunRecord
  {
  public:
    explicit RunRecord(const std::string &tool);

    /** A result, for summary.json: {"name": {"value": .., "unit": ".."}}. The last value of a name counts. */
    void summary(const std::string &name, double value, const std::string &unit);

    /** A paper to cite: what was used, and its DOI. */
    void cite(const std::string &what, const std::string &doi);

    /** A fact for run.json; a slash in the key nests: "mesh/cells". */
    void note(const std::string &key, const std::string &value);
    void note(const std::string &key, double value);

    /** What the run reads: its checksum ties results and checkpoints to it. */
    void mesh(const std::filesystem::path &file, const std::string &checksum, std::uint64_t cells);

    /** JSON text of all parameters (ParameterStore::record()). */
    void parameters(const std::string &json);

    /** run.json and summary.json in `folder`, replaced atomically. Not collective; call on one rank. */
    void write(const std::filesystem::path &folder, const std::vector<std::string> &warnings) const;

    void finish(ExitCode code, const std::string &reason);

    /** Collective: maximum and mean of the timings over the ranks. */
    void gather_timings(MPI_Comm communicator);

    /** A table of the gathered timings; empty if nothing was timed. */
    std::string timing_table() const;

  private:
    friend class ScopedTimer;

    struct Timing
    {
      std::string   name; ///< "Time loop/Cells"
      std::uint64_t calls   = 0;
      double        seconds = 0;
      double        maximum = 0; ///< over the ranks
      double        mean    = 0;
    };
    struct Result
    {
      std::string name;
      double      value;
      std::string unit;
    };

    std::size_t start_timer(const std::string &name);
    void        stop_timer(std::size_t timing, double seconds);

    /** Each section followed by those within it. */
    std::vector<const Timing *> timings_as_tree() const;

    std::string                                      tool_;
    std::chrono::system_clock::time_point            start_;
    std::chrono::steady_clock::time_point            clock_;
    std::string                                      parameters_ = "{}";
    std::vector<std::pair<std::string, std::string>> notes_; ///< key, JSON text
    std::vector<std::pair<std::string, std::string>> papers_;
    std::vector<Result>                              results_;
    std::vector<Timing>                              timings_;
    std::vector<std::size_t>                         running_; ///< open timers, outermost first
    std::string                                      reason_ = "still running, or killed";
    int                                              code_   = -1;
  };

  /** Adds the time until the end of the scope to the section NAME, within the sections that are open. */
  class ScopedTimer
  {
  public:
    ScopedTimer(RunRecord &record, const std::string &name);
    ~ScopedTimer();

    ScopedTimer(const ScopedTimer &)            = delete;
    ScopedTimer &operator=(const ScopedTimer &) = delete;

  private:
    RunRecord                            &record_;
    std::size_t                           timing_;
    std::chrono::steady_clock::time_point start_;
  };
} // namespace vht
