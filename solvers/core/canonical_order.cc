#include "solvers/core/canonical_order.h"

#include <deal.II/base/mpi.h>

#include <algorithm>
#include <limits>
#include <numeric>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    /** Place of each owned degree of freedom in "first cell in the file that has it, then place in that cell". */
    std::vector<std::uint64_t>
    make_keys(const FunctionSpace &space)
    {
      const auto        &owned    = space.owned();
      const unsigned int per_cell = space.element().dofs_per_cell;

      std::vector<std::uint64_t>                   keys(owned.n_elements(), std::numeric_limits<std::uint64_t>::max());
      std::vector<dealii::types::global_dof_index> dofs(per_cell);
      for (const auto &cell : space.dofs().active_cell_iterators())
        if (!cell->is_artificial())
          {
            cell->get_dof_indices(dofs);
            const std::uint64_t first = static_cast<std::uint64_t>(Mesh::file_index(cell)) * per_cell;
            for (unsigned int i = 0; i < per_cell; ++i)
              if (owned.is_element(dofs[i]))
                {
                  std::uint64_t &key = keys[owned.index_within_set(dofs[i])];
                  key                = std::min(key, first + i);
                }
          }
      return keys;
    }

    std::vector<std::uint64_t>
    make_keys(const Mesh &mesh, unsigned int per_cell)
    {
      std::vector<std::uint64_t> keys;
      for (const auto &cell : mesh.triangulation().active_cell_iterators())
        if (cell->is_locally_owned())
          for (unsigned int i = 0; i < per_cell; ++i)
            keys.push_back(static_cast<std::uint64_t>(Mesh::file_index(cell)) * per_cell + i);
      return keys;
    }

    /** Even cut of [0, size) over the ranks. */
    std::uint64_t
    cut(std::uint64_t size, unsigned int rank, unsigned int n_ranks)
    {
      return size * rank / n_ranks;
    }

    unsigned int
    rank_of(std::uint64_t index, std::uint64_t size, unsigned int n_ranks)
    {
      auto rank = static_cast<unsigned int>(std::min<std::uint64_t>(index * n_ranks / size, n_ranks - 1));
      while (index < cut(size, rank, n_ranks))
        --rank;
      while (index >= cut(size, rank + 1, n_ranks))
        ++rank;
      return rank;
    }
  } // namespace

  CanonicalOrder::CanonicalOrder(const FunctionSpace &space)
    : CanonicalOrder(space.mesh().communicator(),
                     make_keys(space),
                     static_cast<std::uint64_t>(space.mesh().n_cells()) * space.element().dofs_per_cell,
                     space.n_dofs())
  {
  }

  CanonicalOrder::CanonicalOrder(const Mesh &mesh, unsigned int values_per_cell)
    : CanonicalOrder(mesh.communicator(),
                     make_keys(mesh, values_per_cell),
                     static_cast<std::uint64_t>(mesh.n_cells()) * values_per_cell,
                     static_cast<std::uint64_t>(mesh.n_cells()) * values_per_cell)
  {
  }

  CanonicalOrder::CanonicalOrder(MPI_Comm                          communicator,
                                 const std::vector<std::uint64_t> &keys,
                                 std::uint64_t                     n_keys,
                                 std::uint64_t                     size)
    : communicator_(communicator)
    , n_owned_(keys.size())
    , size_(size)
  {
    const unsigned int n_ranks = mpi::n_mpi_processes(communicator_), rank = mpi::this_mpi_process(communicator_);

    // 1. Keys have gaps. Each rank takes a range of them, ranks those that exist, and so closes the gaps.
    std::map<unsigned int, std::vector<std::uint64_t>> keys_for;
    std::map<unsigned int, std::vector<unsigned int>>  local_of;
    for (unsigned int i = 0; i < keys.size(); ++i)
      {
        const unsigned int partner = rank_of(keys[i], n_keys, n_ranks);
        keys_for[partner].push_back(keys[i]);
        local_of[partner].push_back(i);
      }
    const auto received = mpi::some_to_some(communicator_, keys_for);

    std::vector<std::uint64_t> present;
    for (const auto &[partner, list] : received)
      present.insert(present.end(), list.begin(), list.end());
    std::sort(present.begin(), present.end());

    std::uint64_t       first   = 0;
    const std::uint64_t n_local = present.size();
    MPI_Exscan(&n_local, &first, 1, MPI_UINT64_T, MPI_SUM, communicator_);

    std::map<unsigned int, std::vector<std::uint64_t>> numbers_for;
    for (const auto &[partner, list] : received)
      for (const std::uint64_t key : list)
        numbers_for[partner].push_back(first +
                                       (std::lower_bound(present.begin(), present.end(), key) - present.begin()));
    const auto numbers = mpi::some_to_some(communicator_, numbers_for);

    // 2. With the canonical number known, owners and slabs learn their partners.
    slab_ = {cut(size_, rank, n_ranks), cut(size_, rank + 1, n_ranks)};
    std::map<unsigned int, std::vector<std::uint64_t>> slab_numbers_for;
    for (const auto &[partner, list] : numbers)
      for (std::size_t k = 0; k < list.size(); ++k)
        {
          const unsigned int slab_owner = rank_of(list[k], size_, n_ranks);
          owned_at_[slab_owner].push_back(local_of[partner][k]);
          slab_numbers_for[slab_owner].push_back(list[k]);
        }
    for (const auto &[partner, list] : mpi::some_to_some(communicator_, slab_numbers_for))
      for (const std::uint64_t number : list)
        slab_at_[partner].push_back(number - slab_.first);
  }

  std::vector<double>
  CanonicalOrder::to_slab(std::span<const double> owned) const
  {
    std::map<unsigned int, std::vector<double>> send;
    for (const auto &[partner, list] : owned_at_)
      for (const unsigned int i : list)
        send[partner].push_back(owned[i]);

    std::vector<double> slab(slab_.second - slab_.first);
    for (const auto &[partner, values] : mpi::some_to_some(communicator_, send))
      for (std::size_t k = 0; k < values.size(); ++k)
        slab[slab_at_.at(partner)[k]] = values[k];
    return slab;
  }

  std::vector<double>
  CanonicalOrder::from_slab(std::span<const double> slab) const
  {
    std::map<unsigned int, std::vector<double>> send;
    for (const auto &[partner, list] : slab_at_)
      for (const unsigned int i : list)
        send[partner].push_back(slab[i]);

    std::vector<double> owned(n_owned_);
    for (const auto &[partner, values] : mpi::some_to_some(communicator_, send))
      for (std::size_t k = 0; k < values.size(); ++k)
        owned[owned_at_.at(partner)[k]] = values[k];
    return owned;
  }
} // namespace vht
