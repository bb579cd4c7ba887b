#pragma once

#include <stdexcept>
#include <string>

namespace vht
{
  /**
   * What the process says on leaving. Scripts rely on these numbers.
   */
  enum class ExitCode : int
  {
    done              = 0,
    bad_input         = 1,  ///< case file, mesh, command line: the user can mend it
    numerical_failure = 2,  ///< the equations would not be solved; a checkpoint was written where there was a state
    internal_error    = 3,  ///< a defect of this program
    gate_missed       = 4,  ///< a mesh quality gate or a benchmark was missed
    stopped           = 75, ///< stopped by a signal after writing a checkpoint: submit again with --restart
  };

  /**
   * An error that a user can understand and mend. The message says what is wrong, where (file, section, key), what was
   * found, what is allowed, and what to do. Shown without a stack trace.
   */
  class Error : public std::runtime_error
  {
  public:
    Error(ExitCode code, const std::string &message)
      : std::runtime_error(message)
      , code_(code)
    {
    }

    ExitCode
    code() const
    {
      return code_;
    }

  private:
    ExitCode code_;
  };

  /** A case file, option, table or path is wrong. */
  class InputError : public Error
  {
  public:
    explicit InputError(const std::string &message)
      : Error(ExitCode::bad_input, message)
    {
    }
  };

  /** A mesh cannot be used: unreadable, inverted, untagged, in the wrong unit. */
  class MeshError : public Error
  {
  public:
    explicit MeshError(const std::string &message)
      : Error(ExitCode::bad_input, message)
    {
    }
  };

  /** A solver did not converge, or the solution left every plausible range. */
  class ConvergenceError : public Error
  {
  public:
    explicit ConvergenceError(const std::string &message)
      : Error(ExitCode::numerical_failure, message)
    {
    }
  };

  /** A quality gate of a mesh, or a benchmark, was missed. */
  class GateError : public Error
  {
  public:
    explicit GateError(const std::string &message)
      : Error(ExitCode::gate_missed, message)
    {
    }
  };
} // namespace vht
