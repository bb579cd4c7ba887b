#include "meshing/pipeline/surface_verbs.h"

#include "meshing/geometry.h"
#include "meshing/image/label_surface.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/surface/centreline.h"
#include "meshing/surface/open_ends.h"
#include "meshing/surface/surface_check.h"
#include "meshing/surface/surface_distance.h"
#include "meshing/surface/surface_file.h"
#include "meshing/surface/surface_remesh.h"
#include "meshing/surface/surface_repair.h"
#include "meshing/surface/vessel_sizes.h"
#include "physics/error.h"
#include "physics/units.h"

#include <algorithm>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    using Words = Request::Words;

    /** What these verbs are told. */
    struct SurfaceRequest
    {
      std::filesystem::path in, out;
      double                length_unit = 0; ///< [m]; 0: not given
      Say                   say;

      RepairLimits repair{1, 2e-3, 0.5e-3};

      double      size = 0; ///< longest edges [m]
      VesselSizes sizes{0, 0.1e-3, 0, 0.2};
      double      sharp_angle = 180; ///< [degree]

      bool   is_image = false;
      Words  labels;        ///< NAME=VALUE; empty: all
      double smoothing = 1; ///< [voxels]

      std::vector<Point> ends; ///< of the centreline, in the file's units; empty: found
    };

    std::string
    in_words(const TaggedSurface &surface)
    {
      std::ostringstream text;
      text.precision(4);
      text << surface.n_triangles() << " triangles, area " << 1e4 * area(surface) << " cm^2, volume "
           << 1e6 * enclosed_volume(surface) << " mL";
      return text.str();
    }

    std::string
    micrometres(double length)
    {
      std::ostringstream text;
      text.precision(4);
      text << 1e6 * length << " um";
      return text.str();
    }

    TaggedSurface
    read(const SurfaceRequest &request)
    {
      if (request.length_unit == 0)
        throw InputError("what is one unit of " + request.in.filename().string() +
                         "? Files of triangles do not say it: give --length-unit mm, m, ...");
      TaggedSurface surface = read_surface({{request.in, "", ""}}, "inside", request.length_unit);
      request.say("Read " + request.in.filename().string() + ": " + in_words(surface) + "\n");
      return surface;
    }

    /** Openings are no defect of a surface that is only looked at. */
    void
    refuse_defects(const TaggedSurface &surface, const SurfaceRequest &request, const std::string &advice)
    {
      SurfaceReport report = check(surface);
      std::erase_if(report.defects, [](const SurfaceDefect &d) { return d.kind == SurfaceDefect::Kind::hole; });
      if (report.defects.empty())
        return;
      std::filesystem::path file = request.out;
      file.replace_filename("defects.vtp");
      write_defects(surface, report, file);
      throw MeshError(request.in.string() + " has\n" + describe(report) + "\n" + file.string() + " shows them. " +
                      advice);
    }

    std::vector<LabelRule>
    rules_of(const Words &labels)
    {
      std::vector<LabelRule> rules;
      for (const std::string &label : labels)
        {
          const std::size_t at    = label.find('=');
          const std::string value = at == std::string::npos ? "" : label.substr(at + 1);
          if (at == 0 || value.empty() || value.find_first_not_of("0123456789") != std::string::npos ||
              value.size() > 8)
            throw InputError("--labels expects NAME=NUMBER, as in liver=3, found \"" + label + "\".");
          rules.push_back({label.substr(0, at), {static_cast<unsigned>(std::stoul(value))}});
        }
      return rules;
    }

    TaggedSurface
    surface_of_image(const SurfaceRequest &request)
    {
      ImageConvention convention;
      if (request.length_unit > 0)
        convention.length_unit = request.length_unit;
      LabelSurfacing surfacing;
      surfacing.smoothing = request.smoothing;
      surfacing.size      = request.size;
      surfacing.say       = [&](const std::string &text) { request.say(text + "\n"); };
      return surface_of_labels(label_image(read_image(request.in, convention), rules_of(request.labels)), surfacing);
    }

    TaggedSurface
    with_new_triangles(const SurfaceRequest &request, const TaggedSurface &surface)
    {
      if (request.size <= 0 && request.sizes.elements_across <= 0)
        throw InputError("surface needs --size LENGTH, --elements-across NUMBER, or both.");
      Remeshing remeshing;
      remeshing.size         = request.size;
      remeshing.sharp_angle  = request.sharp_angle;
      remeshing.displacement = request.repair.displacement;
      if (request.sizes.elements_across > 0)
        {
          VesselSizes sizes = request.sizes;
          if (request.size > 0)
            sizes.largest = request.size;
          else
            {
              const BoundingBox box = bounding_box(surface);
              sizes.largest         = norm(box.high - box.low);
            }
          remeshing.size_at_points = sizes_across(surface, inscribed_radius(surface), sizes);
        }
      const Remeshed remeshed = remesh(surface, remeshing);
      request.say("New triangles, at most " + micrometres(remeshed.displacement) + " from the old ones.\n");
      return remeshed.surface;
    }

    /** The line of one part, between its openings, the ends that were given, or those that are found. */
    Centreline
    line_of(const TaggedSurface &part, const std::vector<Point> &given)
    {
      if (border_loops(part).empty())
        return centreline(part, given.empty() ? find_tips(part) : given);
      const Closed       closed = close_ends(part, {});
      std::vector<Point> ends   = given;
      std::vector<Tag>   lids;
      for (const Cap &cap : closed.caps)
        {
          lids.push_back(cap.patch);
          if (given.empty())
            ends.push_back(cap.centre);
        }
      if (ends.size() == 1) // a dead end has one tip besides
        for (const Point &tip : find_tips(closed.surface))
          if (norm(tip - ends[0]) > 3 * closed.caps[0].radius)
            ends.push_back(tip);
      return centreline(closed.surface, ends, lids);
    }

    void
    append(Centreline &line, const Centreline &more)
    {
      const auto n = static_cast<Index>(line.points.size());
      line.points.insert(line.points.end(), more.points.begin(), more.points.end());
      line.radius.insert(line.radius.end(), more.radius.begin(), more.radius.end());
      for (const auto &[a, b] : more.edges)
        line.edges.push_back({n + a, n + b});
    }

    Point
    as_point(const std::string &text)
    {
      std::istringstream words(text);
      Point              p{};
      char               first = 0, second = 0, rest = 0;
      if (!(words >> p[0] >> first >> p[1] >> second >> p[2]) || first != ',' || second != ',' || words >> rest)
        throw InputError("--end expects X,Y,Z in the units of the file, found \"" + text + "\".");
      return p;
    }

    /** @throws InputError for values that cannot be */
    SurfaceRequest
    read_options(const Request &given)
    {
      SurfaceRequest request;
      request.in  = given.files[0];
      request.out = given.files[1];
      request.say = [&given](const std::string &text) { given.say(text); };
      if (given.has("length-unit"))
        request.length_unit = given.length_unit;
      request.repair.parts          = given.count("parts", request.repair.parts);
      request.repair.hole           = given.number("hole-limit", "m", request.repair.hole);
      request.repair.displacement   = given.number("displacement-limit", "m", request.repair.displacement);
      request.size                  = given.number("size", "m", request.size);
      request.sizes.smallest        = given.number("smallest-edge", "m", request.sizes.smallest);
      request.sizes.elements_across = given.number("elements-across", "1", request.sizes.elements_across);
      request.sizes.gradient        = given.number("gradient", "1", request.sizes.gradient);
      request.sharp_angle           = given.number("sharp-angle", "degree", request.sharp_angle);
      request.smoothing             = given.number("smoothing", "1", request.smoothing);
      request.is_image              = given.has("labels");
      request.labels                = given.words("labels");
      for (const std::string &text : given.words("end"))
        request.ends.push_back(as_point(text));
      for (const double value : {request.repair.hole, request.repair.displacement, request.size, request.smoothing,
                                 request.sizes.elements_across})
        if (!(value >= 0))
          throw InputError("lengths and numbers must not be negative.");
      if (!(request.sizes.smallest > 0) || !(request.sizes.gradient > 0))
        throw InputError("--smallest-edge and --gradient must be positive.");
      return request;
    }

    const VerbOption displacement_limit = {"displacement-limit", "LENGTH", "how far the surface may move (0.5 mm)"};

    void
    repair_surface_verb(const Request &given)
    {
      const SurfaceRequest request  = read_options(given);
      const TaggedSurface  imported = read(request);
      const SurfaceReport  before   = check(imported);
      request.say(before.defects.empty() ? "It has no defects.\n" : "It has\n" + describe(before) + "\n");
      const Repaired repaired = repair(imported, request.repair);
      request.say(repaired.account.empty() ? "Nothing was to be done.\n" : repaired.account + "\n");
      refuse_defects(repaired.surface, request, "They remain after all that repair can do: mend them by hand.");
      TaggedSurface kept = imported;
      keep_triangles(kept, repaired.kept);
      const Displacement moved = displacement({kept, repaired.surface, repaired.surface}, repaired.surface, {});
      refuse_beyond(request.repair.displacement, moved, "--displacement-limit");
      write_surface(repaired.surface, request.out);
      const std::size_t open = border_loops(repaired.surface).size();
      request.say("Written " + request.out.string() + " in metres: " + in_words(repaired.surface) + ", " +
                  std::to_string(open) + (open == 1 ? " opening" : " openings") + ", moved by at most " +
                  micrometres(moved.distance) + ".\n");
    }

    void
    surface_verb(const Request &given)
    {
      const SurfaceRequest request = read_options(given);
      TaggedSurface        surface;
      if (request.is_image || is_image_file(request.in))
        surface = surface_of_image(request);
      else
        {
          surface = read(request);
          refuse_defects(surface, request, "Let \"vht-mesh repair\" mend them first.");
          surface = with_new_triangles(request, surface);
        }
      write_surface(surface, request.out);
      request.say("Written " + request.out.string() + " in metres: " + in_words(surface) + ".\n");
    }

    void
    centreline_verb(const Request &given)
    {
      const SurfaceRequest request = read_options(given);
      const TaggedSurface  surface = read(request);
      refuse_defects(surface, request, "Let \"vht-mesh repair\" mend them first.");
      const SurfaceParts parts = connected_parts(surface);
      if (!request.ends.empty() && parts.areas.size() > 1)
        throw InputError("--end needs a surface of one part, and this one has " + std::to_string(parts.areas.size()) +
                         ". Keep one with \"vht-mesh repair\".");
      std::vector<Point> ends;
      for (const Point &end : request.ends)
        ends.push_back(request.length_unit * end);
      Centreline line;
      for (Index i = 0; i < parts.areas.size(); ++i)
        {
          const TaggedSurface part = part_of(surface, parts, i);
          append(line, line_of(part, ends));
        }
      write_centreline(line, request.out);
      double length = 0;
      for (const auto &[a, b] : line.edges)
        length += norm(line.points[a] - line.points[b]);
      const auto n                = line.degrees();
      const auto n_ends           = std::count(n.begin(), n.end(), 1u);
      const auto [least, largest] = std::minmax_element(line.radius.begin(), line.radius.end());
      std::ostringstream text;
      text.precision(4);
      text << "Written " << request.out.string() << " in metres: " << line.points.size() << " points, " << n_ends
           << " ends, " << 1e3 * length << " mm long, radius " << 1e3 * *least << " to " << 1e3 * *largest << " mm.\n";
      request.say(text.str());
    }
  } // namespace


  const std::map<std::string, Verb> &
  surface_verbs()
  {
    static const std::map<std::string, Verb> all = {
      {"repair",
       {"IN OUT",
        "mend a surface of triangles",
        {{"parts", "N", "how many of the largest parts are kept; 0: all but islands (1)"},
         {"hole-limit", "LENGTH", "openings with a shorter border are filled (2 mm)"},
         displacement_limit},
        Verb::Result::surface,
        repair_surface_verb}},
      {"surface",
       {"IN OUT",
        "new triangles on a surface, or the surface of a label image",
        {displacement_limit,
         {"size", "LENGTH", "longest edges; of images: of all edges (twice the mean voxel)"},
         {"elements-across", "NUMBER", "edges across the local diameter of the largest sphere inside"},
         {"smallest-edge", "LENGTH", "not shorter than this (0.1 mm)"},
         {"gradient", "NUMBER", "growth of the edges' length per length (0.2)"},
         {"sharp-angle", "ANGLE", "edges bent by more are kept (180 degree: none)"},
         {"labels", "NAME=NUMBER...", "IN is a label image: these labels, or all", true},
         {"smoothing", "NUMBER", "of an image, width of the Gaussian in voxels (1)"}},
        Verb::Result::surface,
        surface_verb}},
      {"centreline",
       {"IN OUT",
        "the lines along which the vessels of a surface run, with radii",
        {{"end", "X,Y,Z...",
          "ends, in the units of the file; the first is the root (default: openings, or ends that are found)", true}},
        Verb::Result::surface,
        centreline_verb}}};
    return all;
  }
} // namespace vht::meshing
