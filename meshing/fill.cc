#include "meshing/fill.h"

#include "meshing/cgal_tetrahedra.h"
#include "meshing/cgal_volume.h"
#include "meshing/gmsh/session.h"
#include "meshing/improve.h"
#include "meshing/quality.h"
#include "meshing/shells.h"
#include "meshing/topology.h"
#include "physics/error.h"
#include "physics/suggestion.h"

#include <gmsh.h>

#include <algorithm>
#include <limits>
#include <set>

namespace vht::meshing
{
  namespace
  {
    constexpr int triangle = 2; // Gmsh's number of it

    /** @throws MeshError for indices out of range and surfaces that separate nothing */
    void
    check(const TaggedSurface &surface)
    {
      if (surface.sides.size() != surface.n_triangles() || surface.patches.size() != surface.n_triangles())
        throw MeshError("The surface has " + std::to_string(surface.n_triangles()) +
                        " triangles, but not as many sides and patches.");
      for (const auto &corners : surface.triangles)
        for (const Index corner : corners)
          if (corner >= surface.points.size())
            throw MeshError("A triangle of the surface has the corner " + std::to_string(corner) + ", but there are " +
                            std::to_string(surface.points.size()) + " points.");
      if (std::none_of(surface.sides.begin(), surface.sides.end(), [](const auto &s) { return s.behind != s.front; }))
        throw MeshError("The surface bounds no region: there is nothing to fill.");
    }

    /**
     * Points and triangles as Gmsh's nodes and elements, numbered from 1: one discrete face per pair of parts, one
     * volume per part. HXT does not find volumes that are in several pieces. Nothing is drawn anew from a
     * parametrisation (createGeometry): that loses the triangles, and fails where three regions meet.
     * @returns the region of each volume
     */
    std::map<int, Tag>
    draw(const TaggedSurface &surface)
    {
      std::vector<std::size_t> numbers;
      std::vector<double>      coordinates;
      for (const Point &point : surface.points)
        {
          numbers.push_back(numbers.size() + 1);
          for (const double x : point)
            coordinates.push_back(x / millimetre);
        }
      struct Face
      {
        std::set<Index>          parts;
        std::vector<std::size_t> nodes;
      };
      const SpaceParts                        parts = parts_of(surface);
      std::map<std::pair<Index, Index>, Face> all;
      for (std::size_t i = 0; i < surface.n_triangles(); ++i)
        {
          Face &face = all[std::minmax(parts.shells[i][0], parts.shells[i][1])];
          face.parts.insert(parts.beside[i].begin(), parts.beside[i].end());
          for (const Index corner : surface.triangles[i])
            face.nodes.push_back(corner + 1);
        }

      const int n_faces = static_cast<int>(all.size());
      for (int face = 1; face <= n_faces; ++face)
        gmsh::model::addDiscreteEntity(2, face);
      gmsh::model::mesh::addNodes(2, 1, numbers, coordinates);
      int                               face = 0;
      std::map<Index, std::vector<int>> around;
      for (const auto &[shells, part_of_face] : all)
        {
          gmsh::model::mesh::addElementsByType(++face, triangle, {}, part_of_face.nodes);
          for (const Index part : part_of_face.parts)
            around[part].push_back(face);
        }
      gmsh::model::mesh::reclassifyNodes();
      around.erase(SpaceParts::outside);

      std::map<int, Tag> region_of_volume;
      for (const auto &[part, faces] : around)
        region_of_volume[gmsh::model::geo::addVolume({gmsh::model::geo::addSurfaceLoop(faces)})] = parts.region[part];
      gmsh::model::geo::synchronize();
      return region_of_volume;
    }

    /** Sizes in Gmsh's millimetres; what the surface asks for counts too, where no size is wanted it alone. */
    void
    set_sizes(const Filling &filling, const std::map<int, Tag> &region_of_volume)
    {
      const double any = 1e22; // Gmsh's own word for "no size given"
      gmsh::option::setNumber("Mesh.MeshSizeExtendFromBoundary", 1);
      gmsh::option::setNumber("Mesh.MeshSizeFromPoints", 0);
      gmsh::option::setNumber("Mesh.MeshSizeMax", filling.size > 0 ? filling.size / millimetre : any);
      if (!filling.size_at && filling.size_of_region.empty())
        return;
      // Later versions of Gmsh add an argument.
      gmsh::model::mesh::setSizeCallback(
        [&filling, region_of_volume, any](int dimension, int volume, double x, double y, double z, auto...) {
          double size = any;
          if (filling.size_at)
            size = filling.size_at({millimetre * x, millimetre * y, millimetre * z}) / millimetre;
          if (dimension == 3)
            if (const auto region = region_of_volume.find(volume); region != region_of_volume.end())
              if (const auto own = filling.size_of_region.find(region->second); own != filling.size_of_region.end())
                size = std::min(size, own->second / millimetre);
          return size;
        });
    }

    TaggedMesh
    mesh_with(const TaggedSurface &surface, const Filling &filling, VolumeMesher mesher)
    {
      const GmshSession        session;
      const std::map<int, Tag> region_of_volume = draw(surface);
      set_sizes(filling, region_of_volume);
      gmsh::option::setNumber("Mesh.Renumber", 0); // the points of the surface stay the first
      return session.fill_with(mesher);
    }

    bool
    same_orientation(const std::array<Index, 3> &a, const std::array<Index, 4> &b)
    {
      const auto start = std::find(b.begin(), b.begin() + 3, a[0]) - b.begin();
      return a[1] == b[static_cast<std::size_t>(start + 1) % 3];
    }

    /**
     * The region of every cell, from the sides of the triangles that it can be reached from. Gmsh's own volumes are not
     * asked: where a region has several parts or holes, it may colour them wrongly.
     */
    void
    find_regions(const TaggedSurface &surface, TaggedMesh &mesh)
    {
      const FaceTable    table(mesh);
      constexpr Tag      unknown = -1;
      std::vector<bool>  wall(table.entries().size(), false);
      std::vector<Index> known;
      const auto         give = [&](Index cell, Tag region) {
        if (mesh.regions[cell] != unknown && mesh.regions[cell] != region)
          throw MeshError("It leaks: cells of one region touch another without a triangle between, around " +
                                  in_millimetres(centre(mesh, mesh.cell(cell))) + ".");
        if (mesh.regions[cell] == unknown)
          known.push_back(cell);
        mesh.regions[cell] = region;
      };

      std::fill(mesh.regions.begin(), mesh.regions.end(), unknown);
      for (std::size_t i = 0; i < surface.n_triangles(); ++i)
        {
          const auto *face = table.find(surface.triangles[i]);
          if (face == nullptr)
            throw MeshError("It lost a triangle around " + in_millimetres(surface.points[surface.triangles[i][0]]) +
                            ".");
          const bool outward          = same_orientation(surface.triangles[i], face->corners);
          const auto &[behind, front] = surface.sides[i];
          wall[static_cast<std::size_t>(face - table.entries().data())] = true;
          give(face->first, outward ? behind : front);
          if (face->second != FaceTable::none)
            give(face->second, outward ? front : behind);
        }

      std::vector<std::vector<std::size_t>> faces_of_cell(mesh.n_cells());
      for (std::size_t f = 0; f < wall.size(); ++f)
        if (const auto &face = table.entries()[f]; !wall[f] && face.second != FaceTable::none)
          {
            faces_of_cell[face.first].push_back(f);
            faces_of_cell[face.second].push_back(f);
          }
      while (!known.empty())
        {
          const Index cell = known.back();
          known.pop_back();
          for (const std::size_t f : faces_of_cell[cell])
            {
              const auto &face = table.entries()[f];
              give(face.first == cell ? face.second : face.first, mesh.regions[cell]);
            }
        }
      if (std::any_of(mesh.regions.begin(), mesh.regions.end(), [](Tag region) { return region <= 0; }))
        throw MeshError("It filled what is outside of all regions: the surface is not closed.");
    }

    std::string
    region_name(const TaggedSurface &surface, Tag region)
    {
      const auto name = surface.region_names.find(region);
      return name == surface.region_names.end() ? "region_" + std::to_string(region) : name->second;
    }

    void
    name_regions(const TaggedSurface &surface, TaggedMesh &mesh)
    {
      mesh.region_names.clear();
      for (const Tag region : std::set<Tag>(mesh.regions.begin(), mesh.regions.end()))
        mesh.region_names[region] = region_name(surface, region);
    }

    /** What the faces of a triangle are tagged with: its patch, or a name after the regions on its sides. */
    Tag
    tag_of_triangle(const TaggedSurface &surface, std::size_t i, NameTable &names)
    {
      if (surface.patches[i] != 0)
        return surface.patches[i];
      const auto [low, high] = std::minmax(surface.sides[i].behind, surface.sides[i].front);
      return tag_of(names, low == 0 ? region_name(surface, high)
                                    : region_name(surface, low) + "_" + region_name(surface, high));
    }

    /** The triangles become the tagged faces: they have the same points. */
    void
    name_faces(const TaggedSurface &surface, TaggedMesh &mesh)
    {
      mesh.surface_names = surface.patch_names;
      for (std::size_t i = 0; i < surface.n_triangles(); ++i)
        {
          const auto &[behind, front] = surface.sides[i];
          if (surface.patches[i] == 0 && behind == front)
            continue; // a sheet within a region, there for the sake of its points
          mesh.add_face(surface.triangles[i], tag_of_triangle(surface, i, mesh.surface_names));
        }
    }

    TaggedMesh
    fill_with(const TaggedSurface &surface, const Filling &filling, VolumeMesher mesher)
    {
      TaggedMesh mesh = in_child_process([&] { return mesh_with(surface, filling, mesher); });
      if (mesh.points.size() < surface.points.size())
        throw MeshError("It lost points of the surface.");
      // Gmsh numbers the nodes that it adds after those it was given; back and forth to millimetres they lose a digit.
      std::copy(surface.points.begin(), surface.points.end(), mesh.points.begin());
      find_regions(surface, mesh);
      name_regions(surface, mesh);
      name_faces(surface, mesh);
      name_unnamed_tags(mesh);
      return mesh;
    }

    /** What is asked for inside of regions; on the surface triangles are as long as the given ones. */
    NewCells
    new_cells(const Filling &filling)
    {
      NewCells cells;
      if (filling.size > 0 || filling.size_at || !filling.size_of_region.empty())
        cells.size_at = [&filling](Tag region, const Point &place) {
          double size = filling.size > 0 ? filling.size : std::numeric_limits<double>::max();
          if (filling.size_at)
            size = std::min(size, filling.size_at(place));
          if (const auto own = filling.size_of_region.find(region); own != filling.size_of_region.end())
            size = std::min(size, own->second);
          return size;
        };
      return cells;
    }

    /** Other edges and places inside; the surface stays. */
    TaggedMesh
    improved(const TaggedMesh &mesh, double smallest_angle)
    {
      TaggedMesh better = remesh_tetrahedra(mesh, {.rounds = 0, .fixed_surfaces = true});
      improve_angles(better, {.angle = smallest_angle});
      return better;
    }
  } // namespace


  const std::vector<std::string> &
  mesher_names()
  {
    static const std::vector<std::string> names = {"automatic", "hxt", "delaunay", "cgal"};
    return names;
  }

  Mesher
  mesher_called(const std::string &name)
  {
    const auto &names = mesher_names();
    const auto  found = std::find(names.begin(), names.end(), name);
    if (found == names.end())
      throw InputError("There is no mesher \"" + name + "\"." + did_you_mean(name, names) +
                       " Allowed are automatic, hxt, delaunay and cgal.");
    return static_cast<Mesher>(found - names.begin());
  }

  TaggedMesh
  fill_anew(const TaggedSurface &surface, const NewCells &cells)
  {
    TaggedMesh mesh = in_child_process([&] { return fill_with_new_triangles(surface, cells); });
    name_regions(surface, mesh);
    for (const TaggedSurface::Sides &sides : surface.sides)
      for (const Tag region : {sides.behind, sides.front})
        if (region != 0 && !mesh.region_names.contains(region))
          throw MeshError("It left no cell of the region " + region_name(surface, region) + ".");
    mesh.surface_names = surface.patch_names;
    for (Tag &tag : mesh.surfaces)
      tag = tag_of_triangle(surface, static_cast<std::size_t>(tag - 1), mesh.surface_names);
    name_unnamed_tags(mesh);
    return mesh;
  }

  Filled
  fill(const TaggedSurface &surface, const Filling &filling)
  {
    check(surface);
    TaggedSurface clean = surface;
    drop_unused_points(clean); // a mesher would lose them and shift the others
    parts_of(clean);           // refuses what is open or inside out
    Filled      best;
    double      angle = -1; ///< the smallest one of the best mesh [degree]
    std::string attempts;
    const auto  attempt = [&](const std::string &name, const auto &make) {
      std::string said;
      try
        {
          TaggedMesh   mesh = make();
          const double now  = assess(mesh).dihedral_angle.minimum;
          if (now >= filling.smallest_angle || now > angle)
            {
              best  = {std::move(mesh), name, attempts, {}};
              angle = now;
            }
          said = "its smallest angle is " + std::to_string(now) + " degree.";
        }
      catch (const MeshError &error)
        {
          said = error.what();
        }
      attempts += (attempts.empty() ? "" : "\n") + name + ": " + said;
      return angle >= filling.smallest_angle;
    };
    const auto wanted = [&](Mesher mesher) { return filling.mesher == Mesher::automatic || filling.mesher == mesher; };
    if ((wanted(Mesher::hxt) && attempt("HXT", [&] { return fill_with(clean, filling, VolumeMesher::hxt); })) ||
        (wanted(Mesher::delaunay) &&
         attempt("Delaunay", [&] { return fill_with(clean, filling, VolumeMesher::delaunay); })))
      return best;
    std::optional<double> displacement;
    if (angle < 0 && wanted(Mesher::cgal) && !filling.keep_triangles)
      {
        const bool good = attempt("CGAL", [&] { return fill_anew(clean, new_cells(filling)); });
        if (angle >= 0)
          best.displacement = displacement = distance_between(clean, best.mesh);
        if (good)
          return best;
      }
    if (angle < 0)
      throw MeshError("No mesher can fill the surface. It has to be closed, and its triangles may not intersect.\n" +
                      attempts);
    attempt(best.mesher + ", improved by CGAL", [&] { return improved(best.mesh, filling.smallest_angle); });
    best.displacement = displacement;
    best.attempts     = attempts;
    return best;
  }
} // namespace vht::meshing
