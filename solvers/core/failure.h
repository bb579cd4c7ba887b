#pragma once

#include "physics/error.h"

#include <mpi.h>

#include <exception>
#include <string>

namespace vht
{
  class Run;

  /** What an exception means for the user and for the exit code. */
  struct Failure
  {
    ExitCode    code;
    std::string message;
  };

  Failure describe(const std::exception_ptr &exception);

  /**
   * How the ranks leave together when something was thrown.
   *
   * Mostly all ranks throw the same; then it is said once and everybody leaves in order. If only some do, the others
   * wait in a collective call for ever: after a few seconds who has failed says so, with its rank, and aborts all.
   */
  class FailureProtocol
  {
  public:
    FailureProtocol();
    ~FailureProtocol();

    FailureProtocol(const FailureProtocol &)            = delete;
    FailureProtocol &operator=(const FailureProtocol &) = delete;

    /** Gives the exit code, or does not return. `run` may be nullptr. */
    int leave(const Failure &failure, Run *run) const;

  private:
    MPI_Comm communicator_; ///< of its own: not to be confused with collective calls under way
  };
} // namespace vht
