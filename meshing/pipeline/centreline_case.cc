#include "meshing/pipeline/centreline_case.h"

#include "meshing/geometry.h"
#include "meshing/pipeline/deciding.h"
#include "meshing/pipeline/mesh_case.h"
#include "meshing/surface/centreline_tree.h"
#include "physics/error.h"

#include <cmath>

namespace vht::meshing
{
  void
  CentrelineCase::declare(ParameterSection &root)
  {
    Deciding section(root.section("Centreline", "For Mesh/Source = surface: where the vessels run, from a tracing."));
    section.add_file(
      "File", file,
      "Tree of points with radii: .swc, .vtp (array MaximumInscribedSphereRadius or Radius) or .csv (x, y, "
      "z, radius, row of the parent). Its ends are those that Ends/Open = centreline cuts off, and its "
      "radii those that Triangulation/Elements across counts on. Empty: both are found.");
    section.add("Length unit", length_unit, "What one unit of the file is: m, mm, ... Must be given with a file.");
    section.add(
      "Scale", scale, "1",
      "Factors for x, y and z, as where a tracing counts voxels or looks from the other side. The radius takes "
      "the cubic root of their product.");
    section.add("Offset", offset, "m", "Added to the scaled places.");
    section.add_choice("Radius", radius, {"file", "measured"},
                       "file: as the file says. measured: of the largest sphere that fits into the surface there.");
  }

  void
  CentrelineCase::check() const
  {
    if (file.empty())
      return;
    if (length_unit.empty())
      throw InputError(
        "Centreline/Length unit is not set. Centreline files do not say what their unit is: set mm, m, ...");
    length_of_unit(length_unit);
    if (scale[0] * scale[1] * scale[2] == 0)
      throw InputError("Centreline/Scale has a factor of zero. Set 1 for a direction that stays.");
  }

  Centreline
  CentrelineCase::read() const
  {
    Centreline   line   = read_centreline(file, length_of_unit(length_unit));
    const double factor = std::cbrt(std::abs(scale[0] * scale[1] * scale[2]));
    double       extent = 0;
    for (std::size_t i = 0; i < line.points.size(); ++i)
      {
        for (unsigned d = 0; d < 3; ++d)
          line.points[i][d] = scale[d] * line.points[i][d] + offset[d];
        line.radius[i] *= factor;
        extent = std::max(extent, norm(line.points[i] - line.points[0]));
      }
    merge_points(line, 1e-6 * extent);
    return line;
  }
} // namespace vht::meshing
