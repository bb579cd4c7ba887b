#include "meshing/gmsh/drawing.h"

#include "meshing/quality.h"
#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace vht::meshing
{
  namespace
  {
    namespace occ = gmsh::model::occ;

    /** With a smaller angle between two faces of a cell, another mesher may do better [degree]. */
    constexpr double good_angle = 8;

    /** A point on a face [m]: the middle of the list of its triangles is far from the seams. Empty without triangles.
     */
    std::vector<Point>
    witness(int face)
    {
      std::vector<double> centres;
      gmsh::model::mesh::getBarycenters(2, face, false, true, centres);
      if (centres.empty())
        return {};
      const std::size_t middle = centres.size() / 6 * 3;
      return {millimetre * Point{centres[middle], centres[middle + 1], centres[middle + 2]}};
    }

    void
    add_groups(int dimension, const std::map<std::string, std::vector<int>> &entities, std::vector<std::string> order)
    {
      for (const auto &[name, tags] : entities)
        if (std::find(order.begin(), order.end(), name) == order.end())
          order.push_back(name);
      int tag = 0;
      for (const std::string &name : order)
        if (const auto found = entities.find(name); found != entities.end())
          gmsh::model::setPhysicalName(dimension, gmsh::model::addPhysicalGroup(dimension, found->second, ++tag), name);
    }

    void
    name_groups(const Drawing &drawing)
    {
      std::map<std::string, std::vector<int>> faces, volumes;
      gmsh::vectorpair                        entities;
      gmsh::model::getEntities(entities, 2);
      for (const auto &entity : entities)
        {
          std::vector<int> volumes_beside, edges;
          gmsh::model::getAdjacencies(2, entity.second, volumes_beside, edges);
          if (volumes_beside.size() == 1)
            for (const Point &x : witness(entity.second))
              faces[drawing.name_of_face(x)].push_back(entity.second);
        }
      for (const std::string &name : drawing.surfaces)
        if (!faces.contains(name))
          throw MeshError("OpenCASCADE lost the surface \"" + name +
                          "\" when it joined the parts. Change a dimension a bit: "
                          "parts that just touch are hard for it.");
      add_groups(2, faces, drawing.surfaces);

      gmsh::model::getEntities(entities, 3);
      for (const auto &entity : entities)
        {
          Point centre;
          occ::getCenterOfMass(3, entity.second, centre[0], centre[1], centre[2]);
          volumes[drawing.name_of_region(millimetre * centre)].push_back(entity.second);
        }
      add_groups(3, volumes, {});
    }

    TaggedMesh
    mesh_with(const Drawing &drawing, VolumeMesher mesher)
    {
      const GmshSession session;
      drawing.draw();
      occ::synchronize();
      const double size = drawing.size / millimetre;
      gmsh::option::setNumber("Mesh.MeshSizeMax", size);
      if (drawing.per_circle == 0 && !drawing.size_at)
        gmsh::option::setNumber("Mesh.MeshSizeMin", size);
      gmsh::option::setNumber("Mesh.MeshSizeFromCurvature", drawing.per_circle);
      if (drawing.size_at)
        gmsh::model::mesh::setSizeCallback([&](int, int, double x, double y, double z, auto...) {
          return std::min(size, drawing.size_at(millimetre * Point{x, y, z}) / millimetre);
        });
      gmsh::option::setNumber("Mesh.Algorithm", 6); // frontal: the most even triangles
      gmsh::option::setNumber("Mesh.OptimizeThreshold",
                              0.5); // more than the default: 1 % of the angles below 27, not 18
      gmsh::model::mesh::generate(2);
      name_groups(drawing);
      return session.fill_with(mesher);
    }

    Solids
    combine(decltype(occ::cut) &operation, const Solids &object, const Solids &tool, bool keep_tool)
    {
      Solids              result;
      std::vector<Solids> map;
      operation(object, tool, result, map, -1, true, !keep_tool);
      return result;
    }
  } // namespace


  TaggedMesh
  mesh_of(const Drawing &drawing, const std::string &what)
  {
    std::string reasons;
    TaggedMesh  best;
    double      best_angle = -1;
    // HXT is three times faster, but the order in which it takes the points depends on where they lie in memory: its
    // meshes of such shapes differ from run to run, Delaunay's do not.
    for (const VolumeMesher mesher : {VolumeMesher::delaunay, VolumeMesher::hxt})
      try
        {
          TaggedMesh   mesh  = in_child_process([&] { return mesh_with(drawing, mesher); });
          const double angle = assess(mesh).dihedral_angle.minimum;
          if (angle > best_angle)
            {
              best       = std::move(mesh);
              best_angle = angle;
            }
          if (best_angle > good_angle)
            break;
        }
      catch (const MeshError &error)
        {
          reasons += std::string(mesher == VolumeMesher::delaunay ? "\n  Delaunay: " : "\n  HXT: ") + error.what();
        }
    if (best_angle < 0)
      throw MeshError("Meshing " + what + " with this size failed." + reasons);
    return best;
  }

  Solids
  cylinder(const Point &from, const Point &along, double radius)
  {
    return {{3, occ::addCylinder(from[0], from[1], from[2], along[0], along[1], along[2], radius)}};
  }

  Solids
  cone(const Point &from, const Point &along, double first_radius, double last_radius)
  {
    if (first_radius == last_radius) // OpenCASCADE has no cone for this
      return cylinder(from, along, first_radius);
    return {{3, occ::addCone(from[0], from[1], from[2], along[0], along[1], along[2], first_radius, last_radius)}};
  }

  Solids
  sphere(const Point &centre, double radius)
  {
    return {{3, occ::addSphere(centre[0], centre[1], centre[2], radius)}};
  }

  Solids
  ellipsoid(const Point &centre, const Point &half_axes)
  {
    const Solids solid = sphere(centre, 1);
    occ::dilate(solid, centre[0], centre[1], centre[2], half_axes[0], half_axes[1], half_axes[2]);
    return solid;
  }

  Solids
  box(const Point &low, const Point &high)
  {
    return {{3, occ::addBox(low[0], low[1], low[2], high[0] - low[0], high[1] - low[1], high[2] - low[2])}};
  }

  Solids
  fused(const std::vector<Solids> &parts)
  {
    Solids rest;
    for (std::size_t i = 1; i < parts.size(); ++i)
      rest.insert(rest.end(), parts[i].begin(), parts[i].end());
    return combine(occ::fuse, parts.at(0), rest, false);
  }

  Solids
  cut(const Solids &object, const Solids &tool, bool keep_tool)
  {
    return combine(occ::cut, object, tool, keep_tool);
  }

  Solids
  intersection(const Solids &object, const Solids &tool)
  {
    return combine(occ::intersect, object, tool, false);
  }

  bool
  in_plane(const Point &x, const Point &on_plane, const Point &normal)
  {
    return std::abs(dot(x - on_plane, normal)) < 1e-9 * norm(normal);
  }
} // namespace vht::meshing
