// The verb that fills a surface.
#include "meshing/pipeline/filling.h"
#include "meshing/pipeline/mesh_verbs.h"
#include "meshing/shells.h"
#include "meshing/surface/surface_check.h"
#include "meshing/surface/surface_file.h"
#include "physics/error.h"

#include <algorithm>

namespace vht::meshing
{
  namespace
  {
    /** The file, with regions and patches as it has them, or with the other files as what encloses one region. */
    TaggedSurface
    read_surface_of(const Request &request)
    {
      const std::filesystem::path &file = request.files[0];
      const auto                   more = request.words("patches");
      if (more.empty() && !request.has("tag-array") && !request.has("length-unit") && std::filesystem::exists(file) &&
          has_regions(file))
        return read_surface_with_regions(file);
      if (!request.has("length-unit"))
        throw InputError("what is one unit of " + file.filename().string() +
                         "? Files of triangles do not say it: give --length-unit mm, m, ...");
      std::vector<SurfaceFile> files = {{file, "", request.text("tag-array")}};
      for (const std::string &word : more)
        {
          const std::size_t equals = word.find('=');
          if (equals == std::string::npos || equals == 0)
            throw InputError("--patches expects NAME=FILE, as in inlet=inlet.stl, found \"" + word + "\".");
          files.push_back({word.substr(equals + 1), word.substr(0, equals), ""});
        }
      return read_surface(files, request.text("region", "inside"), request.length_unit);
    }

    /** Whether triangles cut each other the meshers find out; what is open cannot be filled by any. */
    void
    tell_defects(const TaggedSurface &surface, const Request &request)
    {
      if (surface.region_names.size() > 1)
        return; // three triangles at an edge are no defect there
      const SurfaceReport report = check(surface);
      if (report.defects.empty())
        return;
      const bool open = std::any_of(report.defects.begin(), report.defects.end(), [](const SurfaceDefect &defect) {
        return defect.kind == SurfaceDefect::Kind::hole;
      });
      if (open)
        throw MeshError(request.files[0].string() + " is not closed. It has\n" + describe(report) +
                        "\nLet \"vht-mesh repair\" mend it, or name what closes it by --patches.");
      request.say("The surface has\n" + describe(report) + "\n");
    }
  } // namespace


  void
  volume_verb(const Request &request)
  {
    Filling filling;
    filling.size   = request.number("size", "m", 0);
    filling.mesher = mesher_called(request.text("mesher", "automatic"));
    if (!(filling.size >= 0))
      throw InputError("--size must be positive.");
    filling.smallest_angle = request.gates.dihedral_angle.refused;

    StageState state;
    state.surface = read_surface_of(request);
    tell_defects(state.surface, request);
    for (const auto &[region, volume] : enclosed_volumes(state.surface))
      state.source_volumes[state.surface.region_names.at(region)] = volume;
    take(
      fill(state.surface, filling), "the surface", [&](const std::string &text) { request.say(text + "\n"); }, state);
    for (const auto &[region, drift] : state.facts.drifts)
      request.say("Volume of " + region + ": " + state.facts.texts.at("volume of " + region) + ".\n");
    write_mesh_of(request, state.mesh, state.facts);
  }
} // namespace vht::meshing
