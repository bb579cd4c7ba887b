#pragma once

// The one home of everything that depends on the version of deal.II.

#include <deal.II/base/config.h>
#include <deal.II/base/index_set.h>
#include <deal.II/dofs/dof_handler.h>
#include <deal.II/dofs/dof_tools.h>

#include <vector>

namespace vht::compat
{
  /** Degrees of freedom on owned and ghost cells. */
  inline dealii::IndexSet
  locally_relevant_dofs(const dealii::DoFHandler<3> &dof_handler)
  {
#if DEAL_II_VERSION_GTE(9, 5, 0)
    return dealii::DoFTools::extract_locally_relevant_dofs(dof_handler);
#else
    dealii::IndexSet relevant;
    dealii::DoFTools::extract_locally_relevant_dofs(dof_handler, relevant);
    return relevant;
#endif
  }

  /** The indices of a set, ascending. */
  inline std::vector<dealii::types::global_dof_index>
  indices(const dealii::IndexSet &set)
  {
#if DEAL_II_VERSION_GTE(9, 6, 0)
    return set.get_index_vector();
#else
    std::vector<dealii::types::global_dof_index> list;
    set.fill_index_vector(list);
    return list;
#endif
  }
} // namespace vht::compat
