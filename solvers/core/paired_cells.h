#pragma once

#include "solvers/core/function_space.h"

#include <vector>

namespace vht
{
  /**
   * Visit the cells of two spaces on one mesh: visit(cell of the first, its degrees of freedom, those of the second).
   * The owned cells in the order of the mesh, with the ghosts between them if @p with_ghosts.
   */
  template <typename Visit>
  void
  for_each_cell_of_both(const FunctionSpace &first, const FunctionSpace &second, bool with_ghosts, const Visit &visit)
  {
    std::vector<dealii::types::global_dof_index> of_first(first.element().dofs_per_cell),
      of_second(second.element().dofs_per_cell);
    auto other = second.dofs().begin_active();
    for (const auto &cell : first.dofs().active_cell_iterators())
      {
        if (cell->is_locally_owned() || (with_ghosts && cell->is_ghost()))
          {
            cell->get_dof_indices(of_first);
            other->get_dof_indices(of_second);
            visit(cell, of_first, of_second);
          }
        ++other;
      }
  }
} // namespace vht
