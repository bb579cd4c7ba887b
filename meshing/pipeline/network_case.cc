#include "meshing/pipeline/network_case.h"

#include "meshing/network/network_surface.h"
#include "meshing/network/swept_tube.h"
#include "meshing/pipeline/deciding.h"
#include "meshing/pipeline/filling.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/surface/surface_check.h"
#include "meshing/surface/surface_file.h"
#include "meshing/surface/surface_remesh.h"
#include "physics/error.h"

#include <algorithm>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    std::string
    number(double value, const char *unit)
    {
      std::ostringstream text;
      text.precision(4);
      text << value << unit;
      return text.str();
    }

    Centreline
    read(const NetworkCase &c, const Say &say)
    {
      const bool        refuse = c.missing_radii == "refuse";
      Centreline        line   = read_centreline(c.file, length_of_unit(c.length_unit), refuse);
      const std::size_t joined = join_equal_points(line);
      say(std::to_string(line.points.size()) + " points and " + std::to_string(line.edges.size()) + " edges in " +
          c.file.string() + (joined > 0 ? ", after " + std::to_string(joined) + " points that were there twice" : "") +
          ".");
      if (!refuse)
        if (const std::size_t n = fill_missing_radii(line); n > 0)
          say(std::to_string(n) + " points without a radius got that of their neighbours.");
      smooth(line, c.line_smoothing, c.radius_smoothing);
      std::string account;
      line = part_of(line, {c.smallest_radius, c.around, c.within}, account);
      if (!account.empty())
        say(account);
      const auto [thin, wide] = std::minmax_element(line.radius.begin(), line.radius.end());
      say(std::to_string(line.points.size()) + " points are meshed, in " + std::to_string(branches_of(line).size()) +
          " branches with " + std::to_string(ends_of(line).size()) + " ends; radii from " + number(1e3 * *thin, " mm") +
          " to " + number(1e3 * *wide, " mm") + ".");
      return line;
    }

    /** Edges as long as the local diameter over the wanted number. */
    std::vector<double>
    sizes_of(const NetworkCase &c, const TaggedSurface &surface, const TubeNetwork &tubes, double largest)
    {
      std::vector<double> sizes;
      for (const Point &p : surface.points)
        {
          const double radius = tubes.at(p).radius;
          sizes.push_back(
            radius > 0 ? std::clamp(2 * radius / c.elements_across, c.smallest_edge, std::max(largest, c.smallest_edge))
                       : largest);
        }
      limit_gradient(surface, sizes, c.gradient);
      return sizes;
    }

    TaggedSurface
    closed_wall(const NetworkCase &c, const Centreline &line, const Closing &ends, double size, const Say &say)
    {
      NetworkSurface wall = network_surface(line, {c.smoothing, c.region});
      say(std::to_string(wall.surface.n_triangles()) + " triangles on the wall, open at " +
          std::to_string(wall.planes.size()) + " ends." + (wall.account.empty() ? "" : "\n" + wall.account));
      const Closed closed = close_ends(wall.surface, ends);
      for (const Cap &cap : closed.caps)
        say("  " + cap.name + ": radius " + number(1e3 * cap.radius, " mm") + " around " + in_millimetres(cap.centre));

      // What the first round moves onto the wall may be bent by it; the second one mends that and moves much less.
      TaggedSurface surface = closed.surface;
      for (const unsigned iterations : {3, 6})
        {
          Remeshing remeshing;
          remeshing.size_at_points = sizes_of(c, surface, *wall.tubes, size);
          remeshing.displacement   = *std::max_element(line.radius.begin(), line.radius.end());
          remeshing.sharp_angle    = 180; // the rims are borders of patches
          remeshing.iterations     = iterations;
          surface                  = remesh(surface, remeshing).surface;
          // Flow extensions are straight; the network knows nothing of them.
          if (ends.extension == 0)
            move_to_wall(surface, *wall.tubes, closed.caps);
        }
      return surface;
    }

    TaggedMesh
    hexahedra(const NetworkCase &c, const Centreline &line, const Closing &ends, double size)
    {
      if (!ends.names.empty() || ends.extension > 0)
        throw InputError("Hexahedra along a line know no End NAME and no Ends/Flow extension: use tetrahedra.");
      TaggedMesh mesh                                                     = swept_tube(line, c.elements_across, size);
      mesh.region_names.begin()->second                                   = c.region;
      mesh.surface_names[find_tag(mesh.surface_names, "wall", "surface")] = ends.wall;
      return mesh;
    }

    void
    write_line(const std::filesystem::path &output, StageState &state)
    {
      if (output.empty())
        return;
      write_centreline(state.line, output / "centreline.vtp");
      state.products.emplace_back("centreline.vtp");
    }

    void
    make_wall(const NetworkCase           &c,
              const Closing               &ends,
              double                       size,
              const std::filesystem::path &output,
              const Say                   &say,
              StageState                  &state)
    {
      state.surface = closed_wall(c, state.line, ends, size, say);
      if (!output.empty())
        {
          write_surface(state.surface, output / "surface.vtp");
          state.products.emplace_back("surface.vtp");
        }
      if (const SurfaceReport report = meshing::check(state.surface); !report.defects.empty())
        throw MeshError("The wall of the network cannot be meshed. It has\n" + describe(report) +
                        "\nVessels that nearly touch do that: set Network/Smallest radius or mesh a part of it.");
      const double cones = volume_of_cones(state.line), volume = enclosed_volume(state.surface);
      state.source_volumes[c.region]       = volume;
      state.facts.texts["truncated cones"] = number(1e6 * volume, " mL") + " of lumen, " + number(1e6 * cones, " mL") +
                                             " of the truncated cones of all edges, " +
                                             number(100 * (volume / cones - 1), " %") + " away";
      say(std::to_string(state.surface.n_triangles()) + " triangles: " + state.facts.texts["truncated cones"] + ".");
    }
  } // namespace


  void
  NetworkCase::declare(ParameterSection &root)
  {
    Deciding section(root.section("Network", "Vessels from their centrelines and radii, for Mesh/Source = network. The "
                                             "names of Ends and End NAME count, too."));
    section.add_file(
      "File", file,
      "Lines with radii of inscribed spheres: .vtp (arrays MaximumInscribedSphereRadius or Radius), .swc, "
      "or .csv with x, y, z, radius, row of the parent.");
    section.add("Length unit", length_unit, "What one unit of the file's coordinates is: m, mm, ... Must be given.");
    section.add("Region", region, "Name of what the vessels enclose.");
    section.add_choice("Missing radii", missing_radii, {"refuse", "neighbours"},
                       "What to do with points whose radius is 0. neighbours: they get the mean of their neighbours.");
    section.add("Line smoothing", line_smoothing, Bounds{0, 1000},
                "How often each point is averaged with its neighbours along the branch, for lines in steps of voxels.");
    section.add("Radius smoothing", radius_smoothing, Bounds{0, 1000}, "The same for radii.");
    section.add("Smallest radius", smallest_radius, "m", Bounds{0, 1},
                "Branches with a free end that are thinner in the mean are left out, again and again. 0: none.");
    section.add("Around", around, "m", "With Within: the centre of a ball; the network is meshed inside of it.");
    section.add("Within", within, "m", Bounds{0, 100}, "Radius of the ball. 0: everything.");
    section.add("Smoothing", smoothing, "1", Bounds{0, 2},
                "How far the fillet between two branches at a right angle reaches, in radii of the thinner one. 0: "
                "none.");
    section.add("Elements across", elements_across, "1", Bounds{1, 100},
                "Edges on the wall are as long as the local diameter over this number, but not longer than Mesh/Size.");
    section.add("Smallest edge", smallest_edge, "m", Bounds{1e-6, 1}, "Edges are not made shorter than this.");
    section.add("Gradient", gradient, "1", Bounds{0.01, 10}, "Growth of the edges' length per length.");
  }

  void
  NetworkCase::check() const
  {
    if (file.empty())
      throw InputError("Mesh/Source is \"network\", but Network/File is not set. Name the file of centrelines.");
    if (length_unit.empty())
      throw InputError("Network/Length unit is not set. Files of centrelines do not say what their unit is: set mm, m, "
                       "...");
    length_of_unit(length_unit);
    if (within == 0 && around != Point{})
      throw InputError("Network/Around is set, but Network/Within is not: how far around it are vessels to be kept?");
  }

  std::vector<StageStep>
  steps_of(const NetworkCase           &c,
           const Closing               &ends,
           const LayerCase             &layers,
           double                       size,
           CellShape                    cells,
           Mesher                       mesher,
           const std::filesystem::path &output,
           const Say                   &say)
  {
    const StageStep import = {Stage::import, [&](StageState &state) { state.line = read(c, say); }};
    if (cells == CellShape::hexahedron && layers.layers > 0)
      throw InputError("Boundary layers are made of tetrahedra only: leave Boundary layer/Layers at 0.");
    if (cells == CellShape::hexahedron)
      return {import, {Stage::volume, [&, ends, size, output](StageState &state) {
                         write_line(output, state);
                         state.mesh = hexahedra(c, state.line, ends, size);
                       }}};
    return {import,
            {Stage::surface,
             [&, ends, size, output](StageState &state) {
               write_line(output, state);
               make_wall(c, ends, size, output, say, state);
             }},
            {Stage::volume, [&, ends, mesher](StageState &state) {
               take(fill_with_layers(state.surface, layers, ends.wall, {.mesher = mesher}, say), "the wall", say,
                    state);
             }}};
  }
} // namespace vht::meshing
