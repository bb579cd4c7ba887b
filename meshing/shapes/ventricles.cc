#include "meshing/shapes/ventricles.h"

#include "meshing/geometry.h"
#include "meshing/gmsh/session.h"
#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <map>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    namespace occ = gmsh::model::occ;

    /** OpenCASCADE's tolerances are absolute; hearts are drawn in millimetres. */
    constexpr double millimetre = 1e-3;

    // Gmsh's numbers of the volume meshers. HXT is three times faster, but the order in which it takes the points
    // depends on where they lie in memory: its meshes of such shapes differ from run to run, Delaunay's do not.
    constexpr int delaunay = 1, hxt = 10;

    /** Below 1 inside, 1 on the ellipsoid. */
    double
    level(const Ellipsoid &ellipsoid, const Point &x)
    {
      double sum = 0;
      for (unsigned d = 0; d < 3; ++d)
        sum += std::pow((x[d] - ellipsoid.centre[d]) / ellipsoid.radii[d], 2);
      return std::sqrt(sum);
    }

    gmsh::vectorpair
    solid(const Ellipsoid &ellipsoid)
    {
      const Point            c = 1 / millimetre * ellipsoid.centre, r = 1 / millimetre * ellipsoid.radii;
      const gmsh::vectorpair volume = {{3, occ::addSphere(c[0], c[1], c[2], 1)}};
      occ::dilate(volume, c[0], c[1], c[2], r[0], r[1], r[2]);
      return volume;
    }

    /** occ::cut, occ::fuse or occ::intersect. */
    template <typename Operation>
    gmsh::vectorpair
    combine(const Operation        &operation,
            const gmsh::vectorpair &object,
            const gmsh::vectorpair &tool,
            bool                    keep_tool = false)
    {
      gmsh::vectorpair              result;
      std::vector<gmsh::vectorpair> map;
      operation(object, tool, result, map, -1, true, !keep_tool);
      return result;
    }

    /** Wall = (outer ellipsoids) - left cavity - (right ellipsoid outside the left ventricle), below the base. */
    void
    draw(const Ventricles &v)
    {
      gmsh::vectorpair outer = solid(v.lv_epi);
      if (v.rv_epi)
        {
          const auto right_cavity = combine(occ::cut, solid(*v.rv_endo), outer, true);
          outer                   = combine(occ::fuse, outer, solid(*v.rv_epi));
          outer                   = combine(occ::cut, outer, right_cavity);
        }
      outer = combine(occ::cut, outer, solid(v.lv_endo));

      const double reach = 1e3, base = v.base / millimetre;
      combine(occ::intersect, outer,
              {{3, occ::addBox(-reach, -reach, base - 2 * reach, 2 * reach, 2 * reach, 2 * reach)}});
      occ::synchronize();
    }

    /** Which surface a face of the drawing belongs to, judged by the triangles on it. */
    std::string
    name_of_face(const Ventricles &v, const Point &x)
    {
      const auto                    on      = [&x](const Ellipsoid &e) { return std::abs(level(e, x) - 1); };
      std::map<double, std::string> nearest = {{on(v.lv_endo), "endo_lv"}};
      if (!v.rv_endo)
        nearest[on(v.lv_epi)] = "epi";
      else
        {
          nearest[on(*v.rv_endo)] = "endo_rv";
          nearest[on(*v.rv_epi)]  = "epi";
          nearest[on(v.lv_epi)]   = level(*v.rv_endo, x) < 1 ? "endo_rv" : "epi";
        }
      return nearest.begin()->second;
    }

    void
    name_groups(const Ventricles &v)
    {
      std::map<std::string, std::vector<int>> faces;
      gmsh::vectorpair                        entities;
      gmsh::model::getEntities(entities, 2);
      for (const auto &entity : entities)
        {
          std::vector<std::size_t> numbers, nodes;
          gmsh::model::mesh::getElementsByType(2, numbers, nodes, entity.second);
          std::vector<double> centres;
          gmsh::model::mesh::getBarycenters(2, entity.second, false, true, centres);
          const double base = v.base / millimetre, tolerance = 1e-6 * v.lv_epi.radii[2] / millimetre;
          bool         flat = true;
          for (std::size_t i = 2; i < centres.size(); i += 3)
            flat &= std::abs(centres[i] - base) < tolerance;
          if (centres.empty())
            continue;
          // The triangle that is farthest from the seams is a safe witness; the middle of the list is near enough.
          const std::size_t middle = centres.size() / 6 * 3;
          const Point       x      = millimetre * Point{centres[middle], centres[middle + 1], centres[middle + 2]};
          faces[flat ? "base" : name_of_face(v, x)].push_back(entity.second);
        }

      int tag = 0;
      for (const std::string name : {"endo_lv", "endo_rv", "epi", "base"})
        if (faces.contains(name))
          gmsh::model::setPhysicalName(2, gmsh::model::addPhysicalGroup(2, faces[name], ++tag), name);

      gmsh::model::getEntities(entities, 3);
      std::vector<int> volumes;
      for (const auto &entity : entities)
        volumes.push_back(entity.second);
      gmsh::model::setPhysicalName(3, gmsh::model::addPhysicalGroup(3, volumes, 1), "myocardium");
    }

    TaggedMesh
    mesh_with(const Ventricles &v, int algorithm)
    {
      const GmshSession session;
      draw(v);
      const double size = v.size / millimetre;
      gmsh::option::setNumber("Mesh.MeshSizeMin", size);
      gmsh::option::setNumber("Mesh.MeshSizeMax", size);
      gmsh::option::setNumber("Mesh.Algorithm", 6); // frontal: the most even triangles
      gmsh::option::setNumber("Mesh.Algorithm3D", algorithm);
      gmsh::option::setNumber("Mesh.Optimize", 1);
      gmsh::option::setNumber("Mesh.OptimizeThreshold",
                              0.5); // more than the default: 1 % of the angles below 27, not 18
      gmsh::model::mesh::generate(2);
      name_groups(v);
      gmsh::model::mesh::generate(3);
      TaggedMesh mesh = session.current_mesh();
      scale(mesh, millimetre);
      orient_cells(mesh);
      return mesh;
    }

    void
    check(const Ventricles &v)
    {
      const auto inside = [](const Ellipsoid &inner, const Ellipsoid &outer) {
        for (unsigned d = 0; d < 3; ++d)
          if (!(inner.radii[d] > 0) || std::abs(inner.centre[d] - outer.centre[d]) + inner.radii[d] >= outer.radii[d])
            return false;
        return true;
      };
      if (!(v.size > 0))
        throw InputError("The size of the cells must be positive.");
      if (!inside(v.lv_endo, v.lv_epi))
        throw InputError(
          "The left ventricle has no wall: its inner half axes must be positive and smaller than the outer.");
      if (v.rv_endo.has_value() != v.rv_epi.has_value() || (v.rv_endo && !inside(*v.rv_endo, *v.rv_epi)))
        throw InputError(
          "The right ventricle has no wall: its inner half axes must be positive and smaller than the outer.");
      if (!(std::abs(v.base) < v.lv_endo.radii[2]))
        throw InputError("The base plane does not cut the left cavity: its height must be between plus and minus " +
                         std::to_string(1e3 * v.lv_endo.radii[2]) + " mm.");
      // Ellipsoids that touch nowhere cannot share a septum.
      if (v.rv_endo && level(v.lv_epi, {v.rv_endo->centre[0] - v.rv_endo->radii[0], 0, 0}) >= 1)
        throw InputError("The right ventricle does not reach the left: move its centre nearer or widen it.");
    }
  } // namespace


  Ventricles
  land_left_ventricle(double size)
  {
    return {.lv_endo = {.radii = {{7e-3, 7e-3, 17e-3}}},
            .lv_epi  = {.radii = {{10e-3, 10e-3, 20e-3}}},
            .rv_endo = {},
            .rv_epi  = {},
            .base    = 5e-3,
            .size    = size};
  }

  Ventricles
  adult_biventricle(double size)
  {
    return {.lv_endo = {.radii = {{20e-3, 20e-3, 54e-3}}},
            .lv_epi  = {.radii = {{31e-3, 31e-3, 64e-3}}},
            .rv_endo = Ellipsoid{.centre = {{18e-3, 0, 4e-3}}, .radii = {{41e-3, 33e-3, 55e-3}}},
            .rv_epi  = Ellipsoid{.centre = {{18e-3, 0, 4e-3}}, .radii = {{45e-3, 37e-3, 59e-3}}},
            .base    = 16e-3,
            .size    = size};
  }

  double
  volume_below(const Ellipsoid &e, double height)
  {
    const double z = std::clamp((height - e.centre[2]) / e.radii[2], -1., 1.);
    return std::numbers::pi * e.radii[0] * e.radii[1] * e.radii[2] * ((z + 1) - (z * z * z + 1) / 3);
  }

  TaggedMesh
  make_ventricles(const Ventricles &ventricles)
  {
    check(ventricles);
    std::string reasons;
    for (const int algorithm : {delaunay, hxt})
      try
        {
          return in_child_process([&] { return mesh_with(ventricles, algorithm); });
        }
      catch (const MeshError &error)
        {
          reasons += std::string(algorithm == delaunay ? "\n  Delaunay: " : "\n  HXT: ") + error.what();
        }
    throw MeshError("The ventricles cannot be meshed with this size." + reasons);
  }
} // namespace vht::meshing
