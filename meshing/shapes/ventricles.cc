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

    /** What is kept of a drawn wall: all below the base, which is a plane or a cone around the axis. */
    void
    cut_off(const Solids &wall, const Ventricles &v)
    {
      if (!v.is_conical())
        {
          const double reach = 1e3, base = v.base / millimetre;
          intersection(wall, box({-reach, -reach, base - 2 * reach}, {reach, reach, base}));
          return;
        }
      const double slope = v.base_slope(), tip = v.base - slope * radius_at(v.lv_endo, v.base);
      const double height = 4 * (std::abs(tip) + v.lv_epi.radii[2]) / millimetre, radius = height / std::abs(slope);
      if (slope < 0)
        intersection(wall, cone({0, 0, tip / millimetre - height}, {0, 0, height}, radius, 0));
      else
        cut(wall, cone({0, 0, tip / millimetre}, {0, 0, height}, 0, radius));
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
      cut_off(cut(outer, solid(v.lv_endo)), v);
    }

    /** Which surface a face of the drawing belongs to, judged by the triangles on it. */
    std::string
    name_of_face(const Ventricles &v, const Point &x)
    {
      if (!v.is_conical() && in_plane(x, {0, 0, v.base}, {0, 0, 1}))
        return "base";
      const auto                    on      = [&x](const Ellipsoid &e) { return std::abs(level(e, x) - 1); };
      std::map<double, std::string> nearest = {{on(v.lv_endo), "endo_lv"}};
      if (v.is_conical())
        {
          const double base = v.base + v.base_slope() * (std::hypot(x[0], x[1]) - radius_at(v.lv_endo, v.base));
          nearest[std::abs(x[2] - base) / v.lv_epi.radii[2]] = "base";
        }
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
    check_base(const Ventricles &v)
    {
      const auto cuts = [](const Ellipsoid &e, double height) { return std::abs(height) < e.radii[2]; };
      if (!cuts(v.lv_endo, v.base))
        throw InputError("The base plane does not cut the left cavity: its height must be between plus and minus " +
                         std::to_string(1e3 * v.lv_endo.radii[2]) + " mm.");
      if (!v.is_conical())
        return;
      const auto round = [](const Ellipsoid &e) { return std::abs(e.radii[0] / e.radii[1] - 1) < 1e-9; };
      if (!round(v.lv_endo) || !round(v.lv_epi) || v.rv_endo)
        throw InputError("Only a left ventricle with equal half axes along x and y may have a conical base. Leave the "
                         "height of the outer base away.");
      // It leaves the cavity: outwards from the axis, and outwards from the inner ellipsoid.
      const bool   cut   = cuts(v.lv_epi, v.outer_rim());
      const double inner = radius_at(v.lv_endo, v.base), outer = cut ? radius_at(v.lv_epi, v.outer_rim()) : 0;
      if (!cut || !(outer > inner) ||
          !(inner / std::pow(v.lv_endo.radii[0], 2) + v.base_slope() * v.base / std::pow(v.lv_endo.radii[2], 2) > 0))
        throw InputError("The base does not lead through the wall: the outer rim, at a height of " +
                         std::to_string(1e3 * v.outer_rim()) + " mm, must be outside the inner one, at " +
                         std::to_string(1e3 * v.base) + " mm. Bring the heights nearer to each other.");
    }
  } // namespace


  bool
  Ventricles::is_conical() const
  {
    return !std::isnan(outer_base) && outer_base != base;
  }

  double
  Ventricles::outer_rim() const
  {
    return is_conical() ? outer_base : base;
  }

  double
  Ventricles::base_slope() const
  {
    return (outer_rim() - base) / (radius_at(lv_epi, outer_rim()) - radius_at(lv_endo, base));
  }

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
  radius_at(const Ellipsoid &e, double height)
  {
    return e.radii[0] * std::sqrt(1 - std::pow((height - e.centre[2]) / e.radii[2], 2));
  }

  double
  volume_below(const Ellipsoid &e, double height)
  {
    const double z = std::clamp((height - e.centre[2]) / e.radii[2], -1., 1.);
    return std::numbers::pi * e.radii[0] * e.radii[1] * e.radii[2] * ((z + 1) - (z * z * z + 1) / 3);
  }

  void
  check_ventricles(const Ventricles &v)
  {
    const auto inside = [](const Ellipsoid &inner, const Ellipsoid &outer) {
      for (unsigned d = 0; d < 3; ++d)
        if (!(inner.radii[d] > 0) || std::abs(inner.centre[d] - outer.centre[d]) + inner.radii[d] >= outer.radii[d])
          return false;
      return true;
    };
    if (!inside(v.lv_endo, v.lv_epi))
      throw InputError(
        "The left ventricle has no wall: its inner half axes must be positive and smaller than the outer.");
    if (v.rv_endo.has_value() != v.rv_epi.has_value() || (v.rv_endo && !inside(*v.rv_endo, *v.rv_epi)))
      throw InputError(
        "The right ventricle has no wall: its inner half axes must be positive and smaller than the outer.");
    check_base(v);
    // Ellipsoids that touch nowhere cannot share a septum.
    if (v.rv_endo && level(v.lv_epi, {v.rv_endo->centre[0] - v.rv_endo->radii[0], 0, 0}) >= 1)
      throw InputError("The right ventricle does not reach the left: move its centre nearer or widen it.");
  }

  std::vector<ExactSurface>
  surfaces_of(const Ventricles &v)
  {
    const double              slope  = v.base_slope();
    std::vector<ExactSurface> result = {turned_line(-slope, 1, v.base - slope * radius_at(v.lv_endo, v.base))};
    for (const Ellipsoid *e : {&v.lv_endo, &v.lv_epi})
      result.push_back(ellipsoid_surface(e->centre, e->radii));
    for (const auto *e : {&v.rv_endo, &v.rv_epi})
      if (*e)
        result.push_back(ellipsoid_surface((*e)->centre, (*e)->radii));
    return result;
  }

  TaggedMesh
  make_ventricles(const Ventricles &ventricles)
  {
    check_ventricles(ventricles);
    if (!(ventricles.size > 0))
      throw InputError("The size of the cells must be positive.");
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
