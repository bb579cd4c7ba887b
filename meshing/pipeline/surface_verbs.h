#pragma once

#include "meshing/say.h"
#include "meshing/surface/surface_repair.h"
#include "meshing/surface/vessel_sizes.h"

#include <filesystem>
#include <string>
#include <vector>

namespace boost::program_options
{
  class options_description;
  class variables_map;
} // namespace boost::program_options

namespace vht::meshing
{
  /** What the verbs on surfaces are told. */
  struct SurfaceRequest
  {
    std::filesystem::path in, out;
    double                length_unit = 0; ///< [m]; 0: not given
    Say                   say         = [](const std::string &) {};

    RepairLimits repair{1, 2e-3, 0.5e-3};

    double      size = 0; ///< longest edges [m]
    VesselSizes sizes{0, 0.1e-3, 0, 0.2};
    double      sharp_angle = 180; ///< [degree]

    bool                     is_image = false;
    std::vector<std::string> labels;        ///< NAME=VALUE; empty: all
    double                   smoothing = 1; ///< [voxels]

    std::vector<Point> ends; ///< of the centreline, in the file's units; empty: found
  };

  /** Is it "repair", "surface" or "centreline"? */
  bool is_surface_verb(const std::string &verb);

  /** The options that the verb has beside --quiet and --help. */
  void add_surface_options(const std::string &verb, boost::program_options::options_description &options);

  /** @throws InputError for values that cannot be */
  void read_surface_options(const boost::program_options::variables_map &values, SurfaceRequest &request);

  /**
   * A surface file is mended and written in metres; says what was done.
   * @throws MeshError for what cannot be mended, with places and "defects.vtp" beside the result
   */
  void repair_surface_verb(const SurfaceRequest &request);

  /** New triangles on a surface, or the surface between the labels of an image. @throws MeshError, InputError */
  void surface_verb(const SurfaceRequest &request);

  /** The centreline of each part of an open or closed lumen, with radii. @throws MeshError, InputError */
  void centreline_verb(const SurfaceRequest &request);
} // namespace vht::meshing
