#include "meshing/shapes/ventricles.h"

#include "meshing/geometry.h"
#include "meshing/gmsh/drawing.h"
#include "physics/error.h"

#include <algorithm>
#include <map>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    /** Below 1 inside, 1 on the ellipsoid. */
    double
    level(const Ellipsoid &ellipsoid, const Point &x)
    {
      double sum = 0;
      for (unsigned d = 0; d < 3; ++d)
        sum += std::pow((x[d] - ellipsoid.centre[d]) / ellipsoid.radii[d], 2);
      return std::sqrt(sum);
    }

    Solids
    solid(const Ellipsoid &e)
    {
      return ellipsoid(1 / millimetre * e.centre, 1 / millimetre * e.radii);
    }

    /** Wall = (outer ellipsoids) - left cavity - (right ellipsoid outside the left ventricle), below the base. */
    void
    draw(const Ventricles &v)
    {
      Solids outer = solid(v.lv_epi);
      if (v.rv_epi)
        {
          const Solids right_cavity = cut(solid(*v.rv_endo), outer, true);
          outer                     = cut(fused({outer, solid(*v.rv_epi)}), right_cavity);
        }
      outer = cut(outer, solid(v.lv_endo));

      const double reach = 1e3, base = v.base / millimetre;
      intersection(outer, box({-reach, -reach, base - 2 * reach}, {reach, reach, base}));
    }

    /** Which surface a face of the drawing belongs to, judged by the triangles on it. */
    std::string
    name_of_face(const Ventricles &v, const Point &x)
    {
      if (in_plane(x, {0, 0, v.base}, {0, 0, 1}))
        return "base";
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
    Drawing drawing;
    drawing.draw           = [&] { draw(ventricles); };
    drawing.name_of_face   = [&](const Point &x) { return name_of_face(ventricles, x); };
    drawing.name_of_region = [](const Point &) { return "myocardium"; };
    drawing.size           = ventricles.size;
    drawing.surfaces       = {"endo_lv", "epi", "base"};
    if (ventricles.rv_endo)
      drawing.surfaces.insert(drawing.surfaces.begin() + 1, "endo_rv");
    return mesh_of(drawing, "the ventricles");
  }
} // namespace vht::meshing
