#include "meshing/pipeline/vessel_ends.h"

#include "meshing/geometry.h"
#include "meshing/surface/centreline_tree.h"
#include "meshing/surface/surface_geometry.h"
#include "physics/error.h"

#include <sstream>

namespace vht::meshing
{
  namespace
  {
    /** The ends of the tracing in this part of the surface, or those that are found. */
    std::vector<Point>
    tips_of(const TaggedSurface &part, const Centreline &line)
    {
      if (line.points.empty())
        return find_tips(part);
      Centreline here = line;
      trim_outside(here, part);
      const std::vector<Point> tips = tips_of(here);
      if (tips.size() < 2)
        throw MeshError("The file of the centreline has " + std::to_string(tips.size()) +
                        " ends inside of the part of " + "the surface around " + in_millimetres(part.points[0]) +
                        "; two are needed. Are Centreline/Length unit, Scale and Offset right?");
      return tips;
    }

    std::vector<CutPlane>
    planes_behind_tips(const TaggedSurface &surface, const Centreline &line, const Say &say)
    {
      std::vector<CutPlane> planes;
      const SurfaceParts    parts = connected_parts(surface);
      for (Index i = 0; i < parts.areas.size(); ++i)
        {
          const TaggedSurface part = part_of(surface, parts, i);
          std::string         account;
          const auto          tips  = tips_of(part, line);
          const auto          found = planes_at_ends(part, centreline(part, tips), account);
          planes.insert(planes.end(), found.begin(), found.end());
          say("Its centreline has " + std::to_string(tips.size()) + " ends; " + std::to_string(found.size()) +
              " are opened." + (account.empty() ? "" : "\n" + account));
        }
      return planes;
    }

    std::string
    in_words(const Cap &cap)
    {
      std::ostringstream text;
      text.precision(4);
      text << "  " << cap.name << ": radius " << 1e3 * cap.radius << " mm, area " << 1e6 * cap.area << " mm^2, around "
           << in_millimetres(cap.centre);
      if (cap.unflatness > 1e-9)
        text << ", not flat by " << 1e3 * cap.unflatness << " mm";
      return text.str();
    }
  } // namespace


  OpenedAndClosed
  open_and_close(const SurfaceCase &c, TaggedSurface surface, const Centreline &line, const Say &say)
  {
    if (c.open == "none")
      return {surface, {surface, {}}};
    std::vector<CutPlane> planes;
    if (c.open == "planes")
      for (const auto &end : c.ends)
        planes.push_back({end.point, unit(end.normal)});
    if (c.open == "centreline")
      planes = planes_behind_tips(surface, line, say);
    for (const CutPlane &plane : planes)
      surface = cut_off(surface, plane);
    Closing closing;
    closing.wall      = c.wall;
    closing.extension = c.extension;
    closing.flatten   = c.displacement;
    for (const auto &end : c.ends)
      closing.names.push_back({end.name, end.point});
    OpenedAndClosed result{surface, close_ends(surface, closing)};
    for (const Cap &cap : result.closed.caps)
      say(in_words(cap));
    return result;
  }

  std::vector<Facts::Cap>
  describe_caps(const TaggedSurface &surface, const std::vector<Cap> &caps)
  {
    std::vector<Facts::Cap> result;
    for (const Cap &cap : caps)
      {
        const Cap now = measure_cap(surface, cap);
        result.push_back({now.name, now.centre, now.normal, now.area, now.radius});
      }
    return result;
  }
} // namespace vht::meshing
