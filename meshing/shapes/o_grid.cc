#include "meshing/shapes/o_grid.h"

#include "meshing/geometry.h"
#include "meshing/shapes/disc.h"
#include "physics/error.h"

#include <algorithm>
#include <cmath>

namespace vht::meshing
{
  namespace
  {
    /** The middles of the core's sides lie at this part of the radius. */
    constexpr double core_side = 0.5;
  } // namespace


  TaggedMesh
  sweep_o_grid(const std::vector<TubeSection> &sections, double size)
  {
    double radius = 0;
    for (const TubeSection &section : sections)
      radius = std::max(radius, section.radius);
    const auto at_least = [&](double length, Index least) {
      return std::max(least, static_cast<Index>(std::lround(length / size)));
    };
    const Disc disc = make_disc(at_least(2 * core_side * radius, 2), at_least((1 - core_side) * radius, 1), core_side);
    const auto n_layers = static_cast<Index>(sections.size() - 1);

    TaggedMesh mesh    = stack(disc, n_layers, [&](Index layer, const Disc::Place &point) {
      const TubeSection &section = sections[layer];
      return section.centre + section.radius * (point[0] * section.first + point[1] * section.second);
    });
    mesh.region_names  = {{1, "lumen"}};
    mesh.surface_names = {{1, "inlet"}, {2, "outlet_1"}, {3, "wall"}};
    return mesh;
  }

  TaggedMesh
  make_o_grid(const OGrid &tube)
  {
    if (!(tube.length > 0 && tube.inlet_radius > 0 && tube.outlet_radius > 0 && tube.size > 0))
      throw InputError("A tube needs a length, radii and a size of cells that are positive.");
    const long               n_layers = std::max(1L, std::lround(tube.length / tube.size));
    std::vector<TubeSection> sections;
    for (long l = 0; l <= n_layers; ++l)
      {
        const double part = static_cast<double>(l) / static_cast<double>(n_layers);
        sections.push_back({{0, 0, part * tube.length},
                            {1, 0, 0},
                            {0, 1, 0},
                            (1 - part) * tube.inlet_radius + part * tube.outlet_radius});
      }
    return sweep_o_grid(sections, tube.size);
  }
} // namespace vht::meshing
