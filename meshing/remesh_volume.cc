#include "meshing/remesh_volume.h"

#include "meshing/cell_locator.h"
#include "meshing/cgal_tetrahedra.h"
#include "meshing/cgal_volume.h"
#include "meshing/fill.h"
#include "meshing/improve.h"
#include "meshing/quality.h"
#include "meshing/region_volumes.h"
#include "meshing/surface_of.h"
#include "meshing/topology.h"
#include "physics/error.h"

#include <algorithm>
#include <sstream>

namespace vht::meshing
{
  namespace
  {
    /** Single cells that got loose where a surface bends sharply go: as many parts stay as there were, the largest. */
    void
    drop_loose_cells(const TaggedMesh &before, TaggedMesh &mesh)
    {
      const Parts       parts = connected_parts(mesh, FaceTable(mesh));
      const std::size_t n     = connected_parts(before, FaceTable(before)).sizes.size();
      if (parts.sizes.size() <= n)
        return;
      std::vector<Index> cells;
      std::vector<Tag>   regions;
      cells.swap(mesh.cells);
      regions.swap(mesh.regions);
      for (std::size_t i = 0; i < regions.size(); ++i)
        if (parts.part_of_cell[i] < n)
          {
            mesh.cells.insert(mesh.cells.end(), cells.begin() + static_cast<std::ptrdiff_t>(4 * i),
                              cells.begin() + static_cast<std::ptrdiff_t>(4 * i + 4));
            mesh.regions.push_back(regions[i]);
          }
      const FaceTable    kept(mesh);
      std::vector<Index> faces;
      std::vector<Tag>   surfaces;
      faces.swap(mesh.faces);
      surfaces.swap(mesh.surfaces);
      for (std::size_t i = 0; i < surfaces.size(); ++i)
        if (const auto face = std::span(faces).subspan(3 * i, 3); kept.find(face) != nullptr)
          mesh.add_face(face, surfaces[i]);
      drop_unused_points(mesh);
    }

    /** Cells anew inside of the mesh's surfaces. Faces that had no name get none. */
    TaggedMesh
    with_new_cells(const TaggedMesh &mesh, const NewCells &cells, std::string &account)
    {
      TaggedSurface surface = surface_of(mesh);
      drop_unused_points(surface);
      TaggedMesh         result = fill_anew(surface, cells);
      std::ostringstream text;
      text << "All cells and triangles are new, these at most " << 1e3 * distance_between(surface, result)
           << " mm from the old ones. ";
      account = text.str();

      std::vector<Index> faces;
      std::vector<Tag>   surfaces;
      faces.swap(result.faces);
      surfaces.swap(result.surfaces);
      for (std::size_t i = 0; i < surfaces.size(); ++i)
        if (mesh.surface_names.contains(surfaces[i]))
          result.add_face(std::span(faces).subspan(3 * i, 3), surfaces[i]);
      result.surface_names = mesh.surface_names;
      drop_loose_cells(mesh, result);
      return result;
    }

    /** @param[in] reach  how far points of surfaces may go for the sake of a bad cell [m] */
    void
    mend(const TaggedMesh &mesh, double reach, RemeshedVolume &result)
    {
      const auto before = region_volumes(mesh);
      double     worst  = 0;
      for (const auto &[region, volume] : region_volumes(result.mesh))
        worst = std::max(worst, std::abs(volume / before.at(region) - 1));
      double         moved    = correct_volumes(result.mesh, before);
      const Improved improved = improve_angles(result.mesh, {.angle = 10, .reach = reach});
      moved                   = std::max(moved, correct_volumes(result.mesh, before)); // what that has cost; little

      std::ostringstream text;
      text << result.mesh.n_cells() << " cells instead of " << mesh.n_cells()
           << ". Volumes of regions were off by up to " << 100 * worst
           << " %; to correct them, the surfaces moved by up to " << 1e3 * moved << " mm. " << improved.moved
           << " points of bad cells moved, by at most " << 1e3 * reach << " mm on surfaces: the smallest angle is "
           << assess(result.mesh).dihedral_angle.minimum << " degree, before " << improved.before << ".";
      result.account += text.str();
    }
  } // namespace


  RemeshedVolume
  remesh_volume(const TaggedMesh &mesh, double size)
  {
    if (!(size > 0))
      throw InputError("The wanted length of edges must be positive.");
    RemeshedVolume result;
    try
      {
        result.mesh = remesh_tetrahedra(mesh, {.size = size});
      }
    catch (const PartsTouch &)
      {
        const auto inside = [size](Tag, const Point &) { return size; };
        result.mesh       = with_new_cells(mesh, {.size_at = inside, .edge = size}, result.account);
      }
    mend(mesh, 0.1 * size, result);
    return result;
  }

  RemeshedVolume
  remesh_locally(const TaggedMesh &mesh, double factor)
  {
    if (!(factor > 0))
      throw InputError("The factor of the edges' length must be positive.");
    if (mesh.shape != CellShape::tetrahedron)
      throw MeshError("Only tetrahedra can be given another size; the mesh has hexahedra.");
    const CellLocator locator(mesh);
    const auto        inside = [&](Tag, const Point &place) { return factor * mean_edge(mesh, locator(place).cell); };
    RemeshedVolume    result;
    result.mesh = with_new_cells(mesh, {.size_at = inside, .factor = factor}, result.account);
    mend(mesh, 0.1 * factor * edge_lengths(mesh).minimum, result);
    return result;
  }
} // namespace vht::meshing
