#pragma once

#include "solvers/core/mesh.h"

#include <deal.II/fe/mapping.h>

#include <memory>

namespace vht
{
  /**
   * The map from the reference cell to the cells of a mesh, straight or quadratic.
   * @param[in] mesh  must outlive the mapping and its copies
   */
  std::unique_ptr<dealii::Mapping<dim>> make_mapping(const Mesh &mesh);
} // namespace vht
