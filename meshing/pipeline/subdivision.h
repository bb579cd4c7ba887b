#pragma once

#include "meshing/exact_surface.h"
#include "meshing/say.h"
#include "meshing/tagged_mesh.h"

#include <filesystem>
#include <optional>
#include <string>

namespace vht::meshing
{
  /** How cells are split, and where new points of surfaces go. */
  struct Subdivision
  {
    unsigned              times       = 0;     ///< every cell into eight
    double                edge        = 0;     ///< and again until the mean edge is not longer [m]; 0: not asked
    bool                  hexahedra   = false; ///< at last every tetrahedron into four
    bool                  curved      = false; ///< onto a smooth surface through the old points
    double                sharp_angle = 40;    ///< [degree]
    std::filesystem::path surface;             ///< onto these triangles; empty: none
    std::string           surface_unit;        ///< what one unit of that file is: "mm"

    unsigned order = 1; ///< 2: cells get nodes between their corners, which go where new points go

    /** Where neither of them is asked for, and order is 2: onto these, of a shape that knows them; none: it is flat. */
    std::optional<std::vector<ExactSurface>> exact;

    /** @throws InputError for entries that contradict each other */
    void check() const;
  };

  /** Tells how often cells were split, how many points moved and how many of them were held back. */
  TaggedMesh subdivide(TaggedMesh mesh, const Subdivision &subdivision, const Say &say);
} // namespace vht::meshing
