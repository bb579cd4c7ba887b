#include "meshing/remesh_volume.h"

#include "meshing/cgal_tetrahedra.h"
#include "meshing/improve.h"
#include "meshing/quality.h"
#include "meshing/region_volumes.h"
#include "physics/error.h"

#include <algorithm>
#include <sstream>

namespace vht::meshing
{
  RemeshedVolume
  remesh_volume(const TaggedMesh &mesh, double size)
  {
    if (!(size > 0))
      throw InputError("The wanted length of edges must be positive.");
    RemeshedVolume result;
    result.mesh = remesh_tetrahedra(mesh, {.size = size});

    const auto before = region_volumes(mesh);
    double     worst  = 0;
    for (const auto &[region, volume] : region_volumes(result.mesh))
      worst = std::max(worst, std::abs(volume / before.at(region) - 1));
    double         moved    = correct_volumes(result.mesh, before);
    const Improved improved = improve_angles(result.mesh, {.angle = 10, .reach = 0.1 * size});
    moved                   = std::max(moved, correct_volumes(result.mesh, before)); // what that has cost; little

    std::ostringstream text;
    text << result.mesh.n_cells() << " cells instead of " << mesh.n_cells() << ". Volumes of regions were off by up to "
         << 100 * worst << " %; to correct them, the surfaces moved by up to " << 1e3 * moved << " mm. "
         << improved.moved << " points of bad cells moved, by at most " << 0.1e3 * size
         << " mm on surfaces: the smallest angle is " << assess(result.mesh).dihedral_angle.minimum
         << " degree, before " << improved.before << ".";
    result.account = text.str();
    return result;
  }
} // namespace vht::meshing
