#pragma once

#include "solvers/core/function_space.h"

#include <cstdint>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace vht
{
  /**
   * A numbering of the degrees of freedom that does not depend on the number of ranks.
   *
   * deal.II numbers degrees of freedom rank by rank. What must outlive a run (checkpoints) or be compared between runs
   * needs an order that comes from the mesh file alone: here a degree of freedom belongs to the cell that comes first
   * in the file among those that share it, and is counted cell by cell, within a cell in the element's order.
   *
   * Values travel between this order, cut into one contiguous slab per rank, and the owners of the degrees of freedom.
   */
  class CanonicalOrder
  {
  public:
    /** Collective. */
    explicit CanonicalOrder(const FunctionSpace &space);

    /**
     * The same for values that belong to cells: so many for each owned cell, in the order of the mesh; in the file's
     * order of the cells. Collective.
     */
    CanonicalOrder(const Mesh &mesh, unsigned int values_per_cell);

    std::uint64_t
    size() const
    {
      return size_;
    }

    /** First canonical number of this rank's slab, and one past the last. */
    const std::pair<std::uint64_t, std::uint64_t> &
    slab() const
    {
      return slab_;
    }

    /** Owned values in the local order of the degrees of freedom -> this rank's slab. Collective. */
    std::vector<double> to_slab(std::span<const double> owned) const;

    /** This rank's slab -> owned values in the local order of the degrees of freedom. Collective. */
    std::vector<double> from_slab(std::span<const double> slab) const;

  private:
    /** @param[in] keys  of the owned values, each below @p n_keys; @p size of them on all ranks */
    CanonicalOrder(MPI_Comm                          communicator,
                   const std::vector<std::uint64_t> &keys,
                   std::uint64_t                     n_keys,
                   std::uint64_t                     size);

    MPI_Comm                                communicator_;
    std::size_t                             n_owned_ = 0;
    std::uint64_t                           size_    = 0;
    std::pair<std::uint64_t, std::uint64_t> slab_;

    // The same pairs of partners, seen from both ends: local indices here, offsets into the slab there.
    std::map<unsigned int, std::vector<unsigned int>> owned_at_, slab_at_;
  };
} // namespace vht
