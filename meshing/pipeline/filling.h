#pragma once

#include "meshing/fill.h"
#include "meshing/pipeline/stage.h"

namespace vht::meshing
{
  /**
   * The surface of the state becomes its mesh. Tells and notes which mesher did it, and the volume of each region
   * beside that of what it was made from.
   * @param[in] source  what that was: "voxels", "the scan"
   */
  void fill_surface(const Filling &filling, const std::string &source, const Say &say, StageState &state);
} // namespace vht::meshing
