#pragma once

#include "meshing/pipeline/surface_case.h"
#include "meshing/summary.h"

namespace vht::meshing
{
  /** A vessel on its way from a closed or open surface to one with caps. */
  struct OpenedAndClosed
  {
    TaggedSurface opened; ///< without what was cut off, before it got caps
    Closed        closed;
  };

  /**
   * Open the ends as the case says and close them with caps; tells where they are.
   * @param[in] line  a tracing whose ends are used; without points: ends are found
   * @throws MeshError as cut_off() and close_ends(), and for a part of the surface that has no two ends of the tracing
   */
  OpenedAndClosed
  open_and_close(const SurfaceCase &surface_case, TaggedSurface surface, const Centreline &line, const Say &say);

  /** Caps as they are on the final surface, for the description of the mesh. */
  std::vector<Facts::Cap> describe_caps(const TaggedSurface &surface, const std::vector<Cap> &caps);
} // namespace vht::meshing
