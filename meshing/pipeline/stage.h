#pragma once

#include "meshing/image/label_image.h"
#include "meshing/say.h"
#include "meshing/summary.h"
#include "meshing/surface/centreline.h"
#include "meshing/surface/surface_distance.h"

#include <iosfwd>

namespace vht::meshing
{
  /** The way from an anatomy to a mesh. Which stages a source has depends on what it is; all end with the last two. */
  enum class Stage
  {
    import,  ///< read files
    labels,  ///< clean the regions of an image
    surface, ///< of the labels; or a scan, repaired
    ends,    ///< open, cap, new triangles, centreline
    volume,  ///< cells
    tags,    ///< rules for names, refinement
    report,  ///< check, description, pictures
  };

  /** As the command line calls it. */
  const std::string &name_of(Stage stage);

  /** @throws InputError for what is no stage, with the closest name and all of them */
  Stage stage_called(const std::string &name);

  /** What the stages hand on; each fills in its part and may empty what nobody needs any more. */
  struct StageState
  {
    LabelImage                    labels;
    Centreline                    line; ///< that the case names a file of
    TaggedSurface                 surface;
    SurfaceHistory                history;        ///< of the surface, until it has its new triangles
    std::map<std::string, double> source_volumes; ///< of the regions, before they were meshed [m^3]
    TaggedMesh                    mesh;
    Facts                         facts;
    std::vector<std::string>      products; ///< files that were written into the output folder on the way
  };

  /** One stage of one case. */
  struct StageStep
  {
    Stage                             stage;
    std::function<void(StageState &)> act;
  };

  /** All steps in turn; nothing is kept of what is between. */
  StageState in_one_go(const std::vector<StageStep> &steps);

  /** Bytes for the same version of the program on the same kind of machine. @throws std::exception for other bytes */
  void save(std::ostream &stream, const StageState &state);
  void load(std::istream &stream, StageState &state);
} // namespace vht::meshing
