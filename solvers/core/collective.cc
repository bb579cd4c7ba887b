#include "solvers/core/collective.h"

#include "physics/error.h"

#include <deal.II/base/mpi.h>

#include <boost/serialization/utility.hpp>

#include <string>
#include <utility>

namespace vht
{
  void
  collectively(MPI_Comm communicator, const std::function<void()> &action)
  {
    std::pair<int, std::string> failure{0, ""}; // exit code, message
    try
      {
        action();
      }
    catch (const Error &error)
      {
        failure = {static_cast<int>(error.code()), error.what()};
      }
    catch (const std::exception &error)
      {
        failure = {static_cast<int>(ExitCode::internal_error), error.what()};
      }

    const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
    const unsigned int rank    = dealii::Utilities::MPI::this_mpi_process(communicator);
    const unsigned int first   = dealii::Utilities::MPI::min(failure.first != 0 ? rank : n_ranks, communicator);
    if (first == n_ranks)
      return;

    failure = dealii::Utilities::MPI::broadcast(communicator, failure, first);
    switch (const auto code = static_cast<ExitCode>(failure.first))
      {
        // The classes survive the journey where callers tell them apart.
        case ExitCode::bad_input:
          throw InputError(failure.second);
        case ExitCode::numerical_failure:
          throw ConvergenceError(failure.second);
        default:
          throw Error(code, failure.second);
      }
  }
} // namespace vht
