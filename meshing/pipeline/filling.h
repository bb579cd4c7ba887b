#pragma once

#include "meshing/fill.h"
#include "meshing/pipeline/stage.h"

namespace vht::meshing
{
  /**
   * What was filled becomes the mesh of the state. Tells and notes which mesher did it, and the volume of each region
   * beside that of what it was made from.
   * @param[in] source  what that was: "voxels", "the scan"
   */
  void take(Filled filled, const std::string &source, const Say &say, StageState &state);
} // namespace vht::meshing
