#include "meshing/pipeline/surface_case.h"

#include "meshing/geometry.h"
#include "meshing/pipeline/deciding.h"
#include "meshing/pipeline/filling.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/pipeline/vessel_ends.h"
#include "meshing/shells.h"
#include "meshing/surface/centreline_tree.h"
#include "meshing/surface/surface_check.h"
#include "meshing/surface/surface_distance.h"
#include "meshing/surface/surface_file.h"
#include "meshing/surface/surface_remesh.h"
#include "meshing/surface/surface_repair.h"
#include "meshing/surface/vessel_sizes.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    void
    declare_triangulation(SurfaceCase &c, ParameterSection &root)
    {
      Deciding section(root.section("Triangulation", "For Mesh/Source = surface."));
      section.add_file("File", c.file, "Triangles: .stl, .ply, .obj, .vtp or .vtk. Or one file for each patch below.");
      section.add("Length unit", c.length_unit,
                  "What one unit of the files' coordinates is: m, mm, ... Must be given.");
      section.add("Tag array", c.tag_array,
                  "Array of the cells or points that tells patches apart, for .vtp and .vtk. Empty: one patch.");
      section.add("Region", c.region, "Name of what the surface encloses.");
      section.add("Parts", c.parts, Bounds{0, 1000}, "How many of the largest parts are kept. 0: all but islands.");
      section.add("Hole limit", c.hole_limit, "m", Bounds{0, 1}, "Openings with a shorter border are filled.");
      section.add("Displacement limit", c.displacement, "m", Bounds{0, 1},
                  "Repair and new triangles may move the surface so far, not farther.");
      section.add("Elements across", c.elements_across, "1", Bounds{0, 100},
                  "Edges on the surface are as long as the local diameter (of the largest sphere that fits in) over "
                  "this number, but not longer than Mesh/Size. 0: Mesh/Size everywhere.");
      c.sizes.declare(root, section);
      section.add("Smallest edge", c.smallest_edge, "m", Bounds{1e-6, 1}, "Edges are not made shorter than this.");
      section.add("Gradient", c.gradient, "1", Bounds{0.01, 10}, "Growth of the edges' length per length.");
      section.add("Sharp angle", c.sharp_angle, "degree", Bounds{10, 180},
                  "Edges where the surface bends by more are kept. 180: none, as for scans, whose steps are no edges.");
    }

    void
    declare_ends(SurfaceCase &c, ParameterSection &root)
    {
      Deciding section(root.section("Ends", "Where a vessel is open; each opening gets a flat cap."));
      section.add_choice("Open", c.open, {"none", "loops", "centreline", "planes"},
                         "none: the surface is closed and stays so. loops: it is open; its borders are capped. "
                         "centreline: it is closed; all ends of its centreline are cut off. planes: it is closed and "
                         "cut at the planes of the sections End NAME.");
      section.add("Wall", c.wall, "Name of what is neither cap nor patch.");
      section.add("Flow extension", c.extension, "1", Bounds{0, 100},
                  "Length of a straight piece before each cap, in radii of the opening.");
      for (const std::string &name : root.repeated(
             "End", "The opening nearest to a point. Those without a name become inlet (the widest) and outlet_1, ..."))
        {
          SurfaceCase::End end{name, {}, {}};
          Deciding         entry(root.section("End " + name));
          entry.add("Point", end.point, "m", "In the middle of the opening, or on the plane that cuts it.");
          entry.add("Normal", end.normal, "1", "Out of the vessel; for planes.");
          c.ends.push_back(end);
        }
    }
  } // namespace


  void
  SurfaceCase::declare(ParameterSection &root)
  {
    declare_triangulation(*this, root);
    for (const std::string &name : root.repeated("Patch", "A named piece of the surface."))
      {
        Patch    patch{name, {}, {}};
        Deciding section(root.section("Patch " + name));
        section.add_file("File", patch.file, "Triangles of this patch alone.");
        section.add("Tags", patch.tags, "1", "Values of the tag array that belong to it.");
        patches.push_back(patch);
      }
    declare_ends(*this, root);
    line.declare(root);
    layers.declare(root);
  }

  void
  SurfaceCase::check() const
  {
    const bool files = std::any_of(patches.begin(), patches.end(), [](const Patch &p) { return !p.file.empty(); });
    if (file.empty() && !files)
      throw InputError("Mesh/Source is \"surface\", but neither Triangulation/File nor a Patch NAME/File is set.");
    if (length_unit.empty())
      throw InputError(
        "Triangulation/Length unit is not set. Files of triangles do not say what their unit is: set mm, "
        "m, ...");
    length_of_unit(length_unit);
    sizes.check();
    layers.check();
    for (const Patch &patch : patches)
      if (patch.file.empty() == patch.tags.empty())
        throw InputError("Patch " + patch.name + " needs either File or Tags.");
      else if (!patch.tags.empty() && tag_array.empty())
        throw InputError("Patch " + patch.name + "/Tags is set, but Triangulation/Tag array is not.");
    for (const End &end : ends)
      {
        if (open == "none")
          throw InputError("End " + end.name + " is named, but Ends/Open is \"none\".");
        if (open == "planes" && norm(end.normal) == 0)
          throw InputError("End " + end.name + "/Normal is not set: a plane needs a point and a normal.");
      }
    line.check();
    if (!line.file.empty() && open == "loops")
      throw InputError("Centreline/File is set, but Ends/Open is \"loops\": a tracing serves closed surfaces only, as "
                       "\"centreline\", \"planes\" and \"none\" expect them.");
    if (open == "planes" && ends.empty())
      throw InputError("Ends/Open is \"planes\", but there is no section End NAME with Point and Normal.");
  }

  namespace
  {
    std::string
    number(double value, const char *unit = "")
    {
      std::ostringstream text;
      text.precision(4);
      text << value << unit;
      return text.str();
    }

    TaggedSurface
    read(const SurfaceCase &c)
    {
      std::vector<SurfaceFile> files;
      if (!c.file.empty())
        files.push_back({c.file, "", c.tag_array});
      for (const auto &patch : c.patches)
        if (!patch.file.empty())
          files.push_back({patch.file, patch.name, ""});
      TaggedSurface surface = read_surface(files, c.region, length_of_unit(c.length_unit));
      for (const auto &patch : c.patches)
        for (const double value : patch.tags)
          {
            const Tag source = static_cast<Tag>(std::lround(value));
            if (surface.patch_names.erase(source) == 0)
              throw MeshError("Patch " + patch.name + ": no triangle has the tag " + std::to_string(source) + ".");
            const Tag tag = tag_of(surface.patch_names, patch.name);
            std::replace(surface.patches.begin(), surface.patches.end(), source, tag);
          }
      return surface;
    }

    void
    refuse_wrong_unit(const TaggedSurface &surface, const Gates &gates)
    {
      const BoundingBox box      = bounding_box(surface);
      const double      diagonal = norm(box.high - box.low);
      if ((gates.largest_size > 0 && diagonal > gates.largest_size) || diagonal < gates.smallest_size)
        throw MeshError("The surface is " + number(diagonal, " m") + " across, outside of the gates of " +
                        number(gates.smallest_size, " m") + " to " + number(gates.largest_size, " m") +
                        ". Is Triangulation/Length unit right?");
    }

    /** Openings are no defect before the ends are closed. */
    void
    refuse_defects(const TaggedSurface         &surface,
                   bool                         may_be_open,
                   const std::string           &stage,
                   const std::filesystem::path &output)
    {
      SurfaceReport report = check(surface);
      if (may_be_open)
        std::erase_if(report.defects, [](const SurfaceDefect &d) { return d.kind == SurfaceDefect::Kind::hole; });
      if (report.defects.empty())
        return;
      std::string file;
      if (!output.empty())
        {
          write_defects(surface, report, output / "defects.vtp");
          file = "\n" + (output / "defects.vtp").string() + " shows them.";
        }
      throw MeshError("The surface cannot be meshed. After " + stage + " it has\n" + describe(report) + file);
    }

    std::vector<Tag>
    patches_of(const std::vector<Cap> &caps)
    {
      std::vector<Tag> patches;
      for (const Cap &cap : caps)
        patches.push_back(cap.patch);
      return patches;
    }

    std::map<std::string, double>
    volumes_by_name(const TaggedSurface &surface)
    {
      std::map<std::string, double> volumes;
      for (const auto &[tag, volume] : enclosed_volumes(surface))
        volumes[surface.region_names.at(tag)] = volume;
      return volumes;
    }

    TaggedSurface
    with_new_triangles(const SurfaceCase      &c,
                       const TaggedSurface    &surface,
                       double                  size,
                       const std::vector<Cap> &caps,
                       const Centreline       &line,
                       const NearbySizes      &nearby,
                       const Say              &say)
    {
      Remeshing  remeshing;
      const auto lids            = patches_of(caps);
      remeshing.size             = size;
      remeshing.sharp_angle      = c.sharp_angle;
      remeshing.displacement     = c.displacement;
      std::vector<double> &sizes = remeshing.size_at_points;
      sizes.assign(surface.points.size(), size);
      if (c.elements_across > 0)
        {
          const auto radius = line.points.empty() ? inscribed_radius(surface, lids) : radius_along(line, surface);
          sizes             = sizes_across(surface, radius, {c.elements_across, c.smallest_edge, size, c.gradient});
        }
      c.sizes.apply(surface, lids, nearby, c.smallest_edge, sizes);
      limit_gradient(surface, sizes, c.gradient);
      Remeshed remeshed = remesh(surface, remeshing);
      say(std::to_string(remeshed.surface.n_triangles()) + " new triangles, at most " +
          number(1e6 * remeshed.displacement, " um") + " from the old ones; volume " +
          number(1e6 * enclosed_volume(remeshed.surface), " mL") + ", before " +
          number(1e6 * enclosed_volume(surface), " mL") + ".");
      return std::move(remeshed.surface);
    }

    /** The tracing that the case names, with its radii; without points where there is none. */
    Centreline
    traced(const CentrelineCase &c, Centreline line, const TaggedSurface &surface, const Say &say)
    {
      if (c.file.empty())
        return {};
      const std::size_t before = line.points.size(), gone = trim_outside(line, surface);
      if (line.edges.empty())
        throw MeshError(c.file.string() + ": none of its " + std::to_string(before) +
                        " points is inside of the surface. Are Centreline/Length unit, Scale and Offset right?");
      say(std::to_string(before) + " points from " + c.file.filename().string() + "; " + std::to_string(gone) +
          " beyond the surface's ends are left out.");
      if (c.radius == "measured")
        measure_radius(line, surface);
      return line;
    }

    void
    write_line(const TaggedSurface         &surface,
               const std::vector<Cap>      &caps,
               const Centreline            &line,
               const std::filesystem::path &file)
    {
      if (!line.points.empty())
        return write_centreline(line, file);
      if (caps.size() < 2 || connected_parts(surface).areas.size() != 1)
        return;
      std::vector<Point> ends;
      for (const Cap &cap : caps)
        ends.push_back(cap.centre);
      write_centreline(centreline(surface, ends, patches_of(caps)), file);
    }

    /** From the surface as it was read to the one that is filled. */
    double
    displacement_of(const SurfaceCase      &c,
                    const SurfaceHistory   &history,
                    const TaggedSurface    &result,
                    const std::vector<Tag> &caps,
                    const Say              &say)
    {
      const Displacement moved = displacement(history, result, caps);
      refuse_beyond(c.displacement, moved, "Triangulation/Displacement limit");
      say("All in all the surface has moved by at most " + number(1e6 * moved.distance, " um") + ", around " +
          in_millimetres(moved.place) + ".");
      return moved.distance;
    }

    void
    mend(const SurfaceCase &c, const std::filesystem::path &output, const Say &say, StageState &state)
    {
      TaggedSurface      &surface = state.surface;
      const SurfaceReport found   = check(surface);
      say(std::to_string(surface.n_triangles()) + " triangles in " + std::to_string(found.parts) + " parts, area " +
          number(1e4 * found.area, " cm^2") + ", volume " + number(1e6 * found.volume, " mL") +
          (found.defects.empty() ? ", without defects." : ". It has\n" + describe(found)));
      state.history = {surface, {}, {}};
      // Steps of a scan leave needles a thousandth of their length wide, on which remeshing gets stuck.
      if (const std::size_t merged = weld(surface, 0.02 * c.displacement); merged > 0)
        say(std::to_string(merged) + " points closer than " + number(0.02e6 * c.displacement, " um") +
            " to another one were merged.");
      const Repaired repaired = repair(surface, {c.parts, c.hole_limit, c.displacement});
      keep_triangles(state.history.imported, repaired.kept);
      surface = state.history.mended = repaired.surface;
      if (!repaired.account.empty())
        say("Repair, moving the surface by at most " + number(1e6 * repaired.displacement, " um") + ":\n" +
            repaired.account);
      refuse_defects(surface, c.open == "loops", "its repair", output);
    }

    void
    make_ends(const SurfaceCase &c, double size, const std::filesystem::path &output, const Say &say, StageState &state)
    {
      const Centreline      line = traced(c.line, state.line, state.surface, say);
      const OpenedAndClosed ends = open_and_close(c, std::move(state.surface), line, say);
      state.history.opened       = ends.opened;
      TaggedSurface surface      = ends.closed.surface;
      refuse_defects(surface, false, "its ends were closed", output);
      for (Tag &patch : surface.patches)
        if (patch == 0)
          patch = tag_of(surface.patch_names, c.wall);
      state.source_volumes = volumes_by_name(surface);
      state.surface =
        with_new_triangles(c, surface, size, ends.closed.caps, line, *c.sizes.nearby(surface, c.gradient), say);
      refuse_defects(state.surface, false, "it was given new triangles", output);
      state.facts.displacement = displacement_of(c, state.history, state.surface, patches_of(ends.closed.caps), say);
      state.facts.caps         = describe_caps(state.surface, ends.closed.caps);
      state.history            = {};
      if (output.empty())
        return;
      write_surface(state.surface, output / "surface.vtp");
      write_line(state.surface, ends.closed.caps, line, output / "centreline.vtp");
      for (const char *product : {"surface.vtp", "centreline.vtp"})
        if (std::filesystem::exists(output / product))
          state.products.emplace_back(product);
    }

    void
    fill_lumen(const SurfaceCase &c, Mesher mesher, const Say &say, StageState &state)
    {
      const auto nearby = c.sizes.nearby(state.surface, c.gradient);
      Filling    filling;
      filling.mesher = mesher;
      if (!nearby->empty())
        filling.size_at = [&nearby](const Point &place) { return (*nearby)(place); };
      take(fill_with_layers(state.surface, c.layers, c.wall, filling, say), "the scan", say, state);
    }
  } // namespace


  std::vector<StageStep>
  steps_of(const SurfaceCase           &c,
           double                       size,
           Mesher                       mesher,
           const Gates                 &gates,
           const std::filesystem::path &output,
           const Say                   &say)
  {
    return {{Stage::import,
             [&](StageState &state) {
               state.surface = read(c);
               if (!c.line.file.empty())
                 state.line = c.line.read();
               refuse_wrong_unit(state.surface, gates);
             }},
            {Stage::surface, [&, output](StageState &state) { mend(c, output, say, state); }},
            {Stage::ends, [&, size, output](StageState &state) { make_ends(c, size, output, say, state); }},
            {Stage::volume, [&, mesher](StageState &state) { fill_lumen(c, mesher, say, state); }}};
  }
} // namespace vht::meshing
