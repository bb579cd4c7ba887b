#pragma once

#include "meshing/say.h"
#include "meshing/tagged_mesh.h"

namespace vht::meshing
{
  /** The size that a volume mesh is given anew; none where both are 0. */
  struct Remesh
  {
    double edge   = 0;     ///< wanted length of edges [m]
    double factor = 0;     ///< or this times the mean edge [1]
    bool   local  = false; ///< in place of the mean edge, those nearby

    /** @throws InputError for both at once, for negative ones, and for what cannot be local */
    void check() const;
  };

  /** Give the mesh the size, carry its fields over, and tell how that went. */
  TaggedMesh remesh_as_asked(TaggedMesh mesh, const Remesh &remesh, const Say &say);
} // namespace vht::meshing
