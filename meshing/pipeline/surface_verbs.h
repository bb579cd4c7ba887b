#pragma once

#include "meshing/pipeline/mesh_verbs.h"

namespace vht::meshing
{
  /**
   * The verbs on surfaces of triangles, by name.
   *
   *     repair IN OUT       mended and written in metres; says what was done. What cannot be mended is refused with its
   *                         places, and "defects.vtp" beside the result shows it
   *     surface IN OUT      new triangles, or the surface between the labels of an image
   *     centreline IN OUT   of each part of an open or closed lumen, with radii
   */
  const std::map<std::string, Verb> &surface_verbs();
} // namespace vht::meshing
