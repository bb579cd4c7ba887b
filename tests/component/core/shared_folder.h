#pragma once

#include "tests/unit/core/scratch.h"

#include <deal.II/base/mpi.h>

#include <memory>

namespace vht::testing
{
  /** A folder that all ranks see, gone afterwards. */
  class SharedFolder
  {
  public:
    SharedFolder()
    {
      if (rank() == 0)
        scratch_ = std::make_unique<Scratch>();
      path_ = dealii::Utilities::MPI::broadcast(MPI_COMM_WORLD, scratch_ ? scratch_->folder().string() : "", 0);
    }

    ~SharedFolder()
    {
      barrier();
    }

    SharedFolder(const SharedFolder &)            = delete;
    SharedFolder &operator=(const SharedFolder &) = delete;

    const fs::path &
    path() const
    {
      return path_;
    }

    static unsigned
    rank()
    {
      return dealii::Utilities::MPI::this_mpi_process(MPI_COMM_WORLD);
    }

    static void
    barrier()
    {
      MPI_Barrier(MPI_COMM_WORLD);
    }

  private:
    std::unique_ptr<Scratch> scratch_;
    fs::path                 path_;
  };
} // namespace vht::testing
