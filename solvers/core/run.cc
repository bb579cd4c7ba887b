#include "solvers/core/run.h"

#include "solvers/core/atomic_file.h"
#include "solvers/core/collective.h"
#include "solvers/core/petsc_options.h"
#include "solvers/core/signals.h"
#include "solvers/core/version.h"

#include <deal.II/base/mpi.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>

namespace vht
{
  namespace fs = std::filesystem;

  namespace
  {
    std::string
    host_name()
    {
      char name[256] = {};
      return gethostname(name, sizeof name - 1) == 0 ? name : "unknown";
    }

    /** Takes the lock of the folder for this process, or says who has it. Gives the descriptor to keep open. */
    int
    lock_folder(const fs::path &folder)
    {
      const std::string file = (folder / ".lock").string();
      const int         lock = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
      if (lock < 0)
        throw InputError("The output folder \"" + folder.string() + "\" cannot be written: " + std::strerror(errno) +
                         ". Choose another with --output.");
      if (flock(lock, LOCK_EX | LOCK_NB) != 0)
        {
          const bool taken = errno == EWOULDBLOCK;
          close(lock);
          // Some network file systems know no locks; then the user has to take care.
          if (!taken)
            return -1;
          std::string owner;
          std::getline(std::ifstream(file) >> std::ws, owner);
          throw InputError("The output folder \"" + folder.string() + "\" is in use by " + owner +
                           ". Wait for it, or choose another folder with --output.");
        }
      const std::string owner = "process " + std::to_string(getpid()) + " on " + host_name() + "\n";
      if (ftruncate(lock, 0) != 0 || write(lock, owner.data(), owner.size()) != static_cast<ssize_t>(owner.size()))
        {
          close(lock);
          throw InputError("The output folder \"" + folder.string() + "\" cannot be written: is the disk full?");
        }
      return lock;
    }

    std::string
    header(const RunOptions &options)
    {
      const auto  ranks = dealii::Utilities::MPI::n_mpi_processes(MPI_COMM_WORLD);
      std::string text  = options.tool + " " + version + " (" + git_hash + (git_changed ? ", changed" : "") + ")";
      text += "\n  case    " + options.case_file.string();
      text += "\n  output  " + (options.output.empty() ? "none, only checking" : options.output.string());
      text += options.restart ? ", continued" : "";
      text += "\n  ranks   " + std::to_string(ranks) + " on " + host_name();
      return text;
    }
  } // namespace

  Run::Run(const RunOptions &options)
    : options_(options)
    , rank_(dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD))
    , log_(rank_ == 0, options.verbosity)
    , record_(options.tool)
  {
    record_.parameters(options.parameters_json);
    record_.note("case", options.case_file.string());
    if (!options_.output.empty())
      collectively(communicator(), [this] {
        if (rank_ == 0)
          take_folder();
      });
    log_.info(header(options_));
  }

  Run::~Run()
  {
    if (lock_ >= 0)
      close(lock_); // gives the lock back
  }

  void
  Run::take_folder()
  {
    std::error_code error;
    fs::create_directories(options_.output, error);
    if (error || !fs::is_directory(options_.output))
      throw InputError("The output folder \"" + options_.output.string() + "\" cannot be made: " +
                       (error ? error.message() : "there is a file of this name") + ". Choose another with --output.");
    lock_ = lock_folder(options_.output);
    fs::remove(options_.output / "STOP", error); // meant for an earlier run
    log_.open(options_.output, options_.restart);
    if (!options_.parameters_prm.empty())
      write_atomically(options_.output / "parameters.prm", options_.parameters_prm);
    record_.write(options_.output, log_.warnings());
  }

  bool
  Run::stop_requested()
  {
    const bool here = stop_ || stop_signal() != 0 || (rank_ == 0 && stop_file_found());
    stop_           = dealii::Utilities::MPI::max(here ? 1 : 0, communicator()) == 1;
    return stop_;
  }

  bool
  Run::stop_file_found()
  {
    const auto now = std::chrono::steady_clock::now();
    if (options_.output.empty() || now < next_look_)
      return false;
    next_look_ = now + std::chrono::seconds(1);
    std::error_code ignored;
    return fs::remove(options_.output / "STOP", ignored); // obeyed once: the restart shall not find it
  }

  void
  Run::finish(const ExitCode code, const std::string &reason, const bool everywhere)
  {
    record_.finish(code, reason);
    if (everywhere)
      record_.gather_timings(communicator());
    if (const auto table = record_.timing_table(); everywhere && !table.empty())
      log_.info("\n" + table);
    // Where one rank leaves alone, it has to write what it knows itself.
    if (!options_.output.empty() && (rank_ == 0 || !everywhere))
      record_.write(options_.output, log_.warnings());
  }
} // namespace vht
