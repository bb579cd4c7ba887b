#pragma once

#include "meshing/pipeline/mesh_case.h"
#include "meshing/pipeline/stage.h"

namespace vht::meshing
{
  /**
   * What a case needs, up to the stage tags. The arguments must outlive the steps.
   * @param[in] output  folder for what is found on the way (surfaces, defects); empty: nothing is written
   */
  std::vector<StageStep> steps_of(const MeshCase &mesh_case, const std::filesystem::path &output, const Say &say);

  /** The mesh in metres, in the place where the case wants it, before rules and refinement. */
  TaggedMesh
  read_source(const MeshCase &mesh_case, const Say &say, Facts &facts, const std::filesystem::path &output = {});
  TaggedMesh read_source(const MeshCase &mesh_case, const Say &say);

  /** Regions and surfaces as the case's rules say; tells how many faces each rule took. */
  TaggedMesh apply_rules(const MeshCase &mesh_case, TaggedMesh mesh, const Say &say);

  /**
   * Tells and judges how far the volume of each region is from that of what it was made from.
   * @throws GateError beyond the case's gate
   */
  void judge_volumes(const MeshCase &mesh_case, const Facts &facts, const Say &say);

  /** Give it another size, then refine it, in places and all over, as the case says. */
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
