#pragma once

#include "meshing/pipeline/mesh_case.h"
#include "solvers/core/case_file.h"
#include "solvers/core/parameters.h"

namespace vht::meshing::test
{
  /** As vht-mesh reads it. @throws InputError as vht-mesh does */
  inline MeshCase
  read_case(const std::filesystem::path &file)
  {
    ParameterStore store{CaseFile(file)};
    MeshCase       mesh_case;
    mesh_case.declare(store.root());
    store.finish();
    mesh_case.check();
    return mesh_case;
  }
} // namespace vht::meshing::test
