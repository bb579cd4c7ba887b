#include "solvers/core/failure.h"

#include "solvers/core/run.h"

#include <array>
#include <chrono>
#include <cstdio>
#include <functional>
#include <new>
#include <thread>

namespace vht
{
  namespace
  {
    constexpr std::chrono::seconds patience(5);

    std::string
    internal(const std::string &what)
    {
      return "Internal error: " + what +
             "\nThis is a defect of the program, not of your case. Please report it with run.json and log.txt.";
    }

    void
    say(const std::string &message, Run *run)
    {
      if (run != nullptr)
        run->log().error(message);
      else
        std::fprintf(stderr, "%s\n", message.c_str());
    }
    /** The record is wanted also when it is the disk that failed. */
    void
    record(Run *run, const ExitCode code, const std::string &reason, const bool everywhere)
    {
      if (run != nullptr)
        try
          {
            run->finish(code, reason, everywhere);
          }
        catch (const std::exception &error)
          {
            std::fprintf(stderr, "The end of the run could not be recorded: %s\n", error.what());
          }
    }
  } // namespace

  Failure
  describe(const std::exception_ptr &exception)
  {
    try
      {
        std::rethrow_exception(exception);
      }
    catch (const Error &error)
      {
        const bool ours = error.code() == ExitCode::internal_error;
        return {error.code(), ours ? internal(error.what()) : error.what()};
      }
    catch (const std::bad_alloc &)
      {
        return {ExitCode::internal_error,
                "Out of memory. Use more memory, more nodes with fewer ranks on each, or a coarser mesh."};
      }
    catch (const std::exception &error)
      {
        return {ExitCode::internal_error, internal(error.what())};
      }
    catch (...)
      {
        return {ExitCode::internal_error, internal("an exception of unknown type")};
      }
  }

  FailureProtocol::FailureProtocol()
  {
    MPI_Comm_dup(MPI_COMM_WORLD, &communicator_);
  }

  FailureProtocol::~FailureProtocol()
  {
    MPI_Comm_free(&communicator_);
  }

  int
  FailureProtocol::leave(const Failure &failure, Run *run) const
  {
    int rank = 0;
    MPI_Comm_rank(communicator_, &rank);

    // The largest and (negated) the smallest of the codes and of the messages' fingerprints tell whether all agree.
    const long          code        = static_cast<long>(failure.code);
    const long          fingerprint = static_cast<long>(std::hash<std::string>()(failure.message) >> 1);
    std::array<long, 4> mine{code, -code, fingerprint, -fingerprint}, all{};
    MPI_Request         request;
    MPI_Iallreduce(mine.data(), all.data(), 4, MPI_LONG, MPI_MAX, communicator_, &request);
    int        together = 0;
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (MPI_Test(&request, &together, MPI_STATUS_IGNORE); together == 0 && std::chrono::steady_clock::now() < deadline;
         MPI_Test(&request, &together, MPI_STATUS_IGNORE))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));

    if (together == 0)
      {
        std::fprintf(stderr, "Rank %d: %s\n", rank, failure.message.c_str());
        record(run, failure.code, "rank " + std::to_string(rank) + ": " + failure.message, false);
        std::fflush(nullptr);
        MPI_Abort(MPI_COMM_WORLD, static_cast<int>(failure.code));
      }

    const bool same = all[2] == -all[3];
    if (rank == 0)
      say((same ? "" : "Rank 0: ") + failure.message, run);
    else if (!same)
      std::fprintf(stderr, "Rank %d: %s\n", rank, failure.message.c_str());
    record(run, static_cast<ExitCode>(all[0]), failure.message, true);
    return static_cast<int>(all[0]);
  }
} // namespace vht
