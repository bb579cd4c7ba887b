#pragma once

#include "meshing/tagged_mesh.h"

#include <string>

namespace vht::meshing
{
  /** A region of the result and what it is made of. */
  struct RegionRule
  {
    std::string              name;
    std::vector<std::string> sources; ///< regions of the source, by name or by tag
  };

  /**
   * Which faces a surface of the result is made of. All conditions that are given must hold; of several rules that fit
   * a face, the first one takes it.
   */
  struct SurfaceRule
  {
    std::string              name;
    std::vector<std::string> markers;    ///< the source has marked the face so; by name or by tag
    std::vector<std::string> of_regions; ///< the face belongs to a cell of these regions of the result
    std::vector<std::string> facing;     ///< on its other side the source has these regions, or "outside" for nothing
    std::vector<std::string> between;    ///< two regions of the result: the faces where they meet
    bool                     remaining = false; ///< all boundary faces that are still without a name
  };

  struct Extraction
  {
    TaggedMesh               mesh;
    std::vector<std::size_t> faces_of_rule;     ///< how many faces each rule took
    std::size_t              dropped_cells = 0; ///< cells of small loose parts
  };

  /**
   * Take regions out of a mesh and name its surfaces by rules. Where there is no rule for regions, all are kept; where
   * there is none for surfaces, the markers of the source are.
   *
   * A rule with markers alone also takes marked faces inside the result.
   * @param[in] largest_part_only  drop cells that share no face with the largest part of the result
   * @throws MeshError for regions, markers that the source does not have, and for rules that contradict themselves
   */
  Extraction extract(const TaggedMesh               &source,
                     const std::vector<RegionRule>  &regions,
                     const std::vector<SurfaceRule> &surfaces,
                     bool                            largest_part_only);

  /** The cells with these numbers, their regions and cell data, without faces: something to look at. */
  TaggedMesh only_cells(const TaggedMesh &mesh, const std::vector<Index> &cells);

  /**
   * Faces that the source has marked wrongly form small islands. Each patch of a surface (connected over edges) with
   * fewer faces than the given number takes the name of the surface with which it shares the longest border; a patch
   * without a neighbour of another name stays.
   * @returns how many faces were renamed
   */
  std::size_t absorb_small_patches(TaggedMesh &mesh, std::size_t smallest_patch);
} // namespace vht::meshing
