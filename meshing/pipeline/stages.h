#pragma once

#include "meshing/pipeline/mesh_case.h"
#include "meshing/say.h"
#include "meshing/summary.h"

namespace vht::meshing
{
  /**
   * The shape or the file that the case names, in metres, in the place where the case wants it. What is worth telling
   * of the source goes into the facts.
   * @param[in] output  folder for what is found on the way (surfaces, defects); empty: nothing is written
   */
  TaggedMesh
  read_source(const MeshCase &mesh_case, const Say &say, Facts &facts, const std::filesystem::path &output = {});
  TaggedMesh read_source(const MeshCase &mesh_case, const Say &say);

  /** Regions and surfaces as the case's rules say; tells how many faces each rule took. */
  TaggedMesh apply_rules(const MeshCase &mesh_case, TaggedMesh mesh, const Say &say);

  /** Give it another size, then refine it, as the case says. */
  TaggedMesh refine_as_asked(const MeshCase &mesh_case, TaggedMesh mesh, const Say &say);

  /**
   * Beside "mesh.msh" its description "mesh.json", and "mesh.vtu" if asked for.
   * @returns the summary that went into the description
   */
  Summary write_all(const TaggedMesh            &mesh,
                    const std::filesystem::path &file,
                    Encoding                     encoding,
                    bool                         vtu,
                    const Provenance            &provenance);

  /** "vht-mesh 0.1.0 (abcdef)" */
  std::string tool_with_version();
} // namespace vht::meshing
