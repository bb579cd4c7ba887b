#pragma once

#include <mpi.h>

#include <functional>

namespace vht
{
  /**
   * Run @p action and let every rank fail when one does.
   *
   * An error on one rank alone would leave the others waiting in the next collective call. Here the ranks agree first;
   * then all of them throw the error of the lowest failing rank.
   *
   * @throws the vht::Error that any rank has thrown, on every rank; other exceptions become an internal error
   */
  void collectively(MPI_Comm communicator, const std::function<void()> &action);
} // namespace vht
