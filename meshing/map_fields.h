#pragma once

#include "meshing/tagged_mesh.h"

#include <string>

namespace vht::meshing
{
  /** What is carried from one mesh to another. */
  struct Mapping
  {
    std::vector<std::string> fields{};          ///< names; empty: all
    bool                     regions   = false; ///< the regions, too: they replace those of the target
    double                   tolerance = -1;    ///< how far outside of the source a place may be [m]; -1: its mean edge
  };

  struct Mapped
  {
    std::size_t outside  = 0; ///< places that the source does not hold
    double      farthest = 0; ///< how far the farthest of them is away [m]
  };

  /**
   * Fill fields of a mesh with those of another one that lies in the same place.
   *
   * Points get what the source's field is there: linear in tetrahedra, trilinear in hexahedra. Cells get what that cell
   * of the source has that holds their centre; nothing is averaged. Where the source holds nothing, the nearest place
   * in it counts. Fields of the same name are replaced.
   *
   * Three components of length 1 (or 0, for none) all over are a direction that means the same with the other sign, as
   * fibres do: between points, the corners' directions are turned to the side of that with the largest weight, and the
   * mean is made 1 long.
   * @throws InputError for fields that the source does not have; MeshError for places farther outside than the
   *   tolerance, with their number and the first few
   */
  Mapped map_fields(const TaggedMesh &from, TaggedMesh &to, const Mapping &mapping);
} // namespace vht::meshing
