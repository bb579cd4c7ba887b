#include "solvers/core/collective.h"

#include "physics/error.h"

#include <deal.II/base/mpi.h>

#include <boost/serialization/utility.hpp>

#include <string>

namespace vht
{
  namespace
  {
    enum class Kind : int
    {
      none,
      input,
      mesh,
      convergence,
      gate,
      other
    };

    /** What was thrown, in a form that can be sent. */
    struct Thrown
    {
      Kind        kind = Kind::none;
      int         code = 0;
      std::string message;

      template <typename Archive>
      void
      serialize(Archive &archive, const unsigned int)
      {
        archive &kind &code &message;
      }
    };

    Kind
    kind_of(const Error &error)
    {
      if (dynamic_cast<const InputError *>(&error))
        return Kind::input;
      if (dynamic_cast<const MeshError *>(&error))
        return Kind::mesh;
      if (dynamic_cast<const ConvergenceError *>(&error))
        return Kind::convergence;
      if (dynamic_cast<const GateError *>(&error))
        return Kind::gate;
      return Kind::other;
    }

    // The type has to survive: a line search catches a ConvergenceError and nothing else.
    [[noreturn]] void
    throw_again(const Thrown &thrown)
    {
      switch (thrown.kind)
        {
          case Kind::input:
            throw InputError(thrown.message);
          case Kind::mesh:
            throw MeshError(thrown.message);
          case Kind::convergence:
            throw ConvergenceError(thrown.message);
          case Kind::gate:
            throw GateError(thrown.message);
          default:
            throw Error(static_cast<ExitCode>(thrown.code), thrown.message);
        }
    }
  } // namespace

  void
  collectively(MPI_Comm communicator, const std::function<void()> &action)
  {
    Thrown thrown;
    try
      {
        action();
      }
    catch (const Error &error)
      {
        thrown = {kind_of(error), static_cast<int>(error.code()), error.what()};
      }
    catch (const std::exception &error)
      {
        thrown = {Kind::other, static_cast<int>(ExitCode::internal_error), error.what()};
      }

    const unsigned int n_ranks = dealii::Utilities::MPI::n_mpi_processes(communicator);
    const unsigned int rank    = dealii::Utilities::MPI::this_mpi_process(communicator);
    const unsigned int first   = dealii::Utilities::MPI::min(thrown.kind != Kind::none ? rank : n_ranks, communicator);
    if (first < n_ranks)
      throw_again(dealii::Utilities::MPI::broadcast(communicator, thrown, first));
  }
} // namespace vht
