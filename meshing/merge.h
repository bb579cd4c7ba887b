#pragma once

#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /** Tags that get one name. */
  struct Merger
  {
    std::string              name;
    std::vector<std::string> sources; ///< by name or by tag
  };

  /**
   * Regions and surfaces that are named together become one, which has the tag of the first of them; one alone is
   * renamed. All are taken at once, so that two may exchange their names. What no merger names stays.
   *
   * Named faces between regions that become one stay, as faces inside of it.
   * @throws MeshError for sources that do not exist; InputError for those of two mergers and for names that would
   * belong to two tags
   */
  void merge_tags(TaggedMesh &mesh, const std::vector<Merger> &regions, const std::vector<Merger> &surfaces);
} // namespace vht::meshing
