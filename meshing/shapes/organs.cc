#include "meshing/shapes/organs.h"

#include "meshing/geometry.h"
#include "meshing/gmsh/drawing.h"
#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    namespace occ = gmsh::model::occ;

    struct Vein
    {
      std::string name;
      Point       direction;
    };

    /** Upper veins leave upwards, all of them sideways and to the back. */
    const std::vector<Vein> veins = {{"vein_left_superior", unit({1, 0.35, 0.55})},
                                     {"vein_left_inferior", unit({1, 0.75, -0.1})},
                                     {"vein_right_superior", unit({-1, 0.35, 0.55})},
                                     {"vein_right_inferior", unit({-1, 0.75, -0.1})}};

    /** The appendage lies to the left in front. */
    const Point appendage_direction = unit({0.8, -0.75, 0.25});

    /** Distance from the centre of an ellipsoid to its surface. */
    double
    reach(const Point &half_axes, const Point &direction)
    {
      double sum = 0;
      for (unsigned d = 0; d < 3; ++d)
        sum += std::pow(direction[d] / half_axes[d], 2);
      return 1 / std::sqrt(sum);
    }

    double
    level(const Point &half_axes, const Point &x)
    {
      return norm(x) / reach(half_axes, unit(x));
    }

    /** A prism of height h over a polygon in the plane z = 0 [m]. */
    Solids
    prism(const std::vector<std::array<double, 2>> &corners, double h)
    {
      std::vector<int> points, lines;
      for (const auto &x : corners)
        points.push_back(occ::addPoint(x[0] / millimetre, x[1] / millimetre, 0));
      for (std::size_t k = 0; k < points.size(); ++k)
        lines.push_back(occ::addLine(points[k], points[(k + 1) % points.size()]));
      Solids all, solids;
      occ::extrude({{2, occ::addPlaneSurface({occ::addCurveLoop(lines)})}}, 0, 0, h / millimetre, all);
      std::copy_if(all.begin(), all.end(), std::back_inserter(solids), [](const auto &e) { return e.first == 3; });
      return solids;
    }

    std::array<double, 2>
    on_circle(double radius, double angle)
    {
      return {radius * std::cos(angle), radius * std::sin(angle)};
    }
  } // namespace


  std::string
  LeftAtrium::name() const
  {
    return "left atrium";
  }

  std::string
  LeftAtrium::description() const
  {
    return "The blood of an idealised left atrium: mitral, four vein_..., appendage, wall. z points up from the mitral "
           "valve, x to the left, y to the back.";
  }

  Parameters
  LeftAtrium::parameters()
  {
    return {{"Half width", &half_width, "m", 1e-3, 0.2, "Half axis of the body along x"},
            {"Half depth", &half_depth, "m", 1e-3, 0.2, "Half axis of the body along y"},
            {"Half height", &half_height, "m", 1e-3, 0.2, "Half axis of the body along z"},
            {"Mitral height", &mitral_height, "m", -0.2, 0, "Height z of the mitral plane; the body's centre is at 0"},
            {"Vein radius", &vein_radius, "m", 1e-4, 0.05, "Of the pulmonary veins"},
            {"Vein length", &vein_length, "m", 1e-4, 0.2, "Outside the body"},
            {"Appendage radius", &appendage_radius, "m", 1e-4, 0.05, "Of the appendage at its widest"},
            {"Appendage length", &appendage_length, "m", 1e-4, 0.2, "From the wall of the body to the tip"}};
  }

  TaggedMesh
  LeftAtrium::make(double size, CellShape) const
  {
    if (mitral_height <= -half_height)
      throw InputError("The mitral plane does not cut the atrium: its height must be above minus " +
                       std::to_string(1e3 * half_height) + " mm.");
    const Point  body = {half_width, half_depth, half_height};
    const double root = reach(body, appendage_direction);
    // The appendage begins as deep inside the body as it is wide.
    const Point appendage_centre =
      (root - appendage_radius + (appendage_length + appendage_radius) / 2) * appendage_direction;
    const double appendage_half = (appendage_length + appendage_radius) / 2;
    const auto   vein_end       = [&](const Vein &v) { return (reach(body, v.direction) + vein_length) * v.direction; };

    Drawing drawing;
    drawing.draw = [&] {
      Solids       appendage = ellipsoid({0, 0, 0}, in_mm({appendage_radius, appendage_radius, appendage_half}));
      const Point  axis      = cross({0, 0, 1}, appendage_direction);
      const double angle     = std::acos(appendage_direction[2]);
      occ::rotate(appendage, 0, 0, 0, axis[0], axis[1], axis[2], angle);
      const Point to = in_mm(appendage_centre);
      occ::translate(appendage, to[0], to[1], to[2]);
      std::vector<Solids> parts = {ellipsoid({0, 0, 0}, in_mm(body)), appendage};
      for (const Vein &v : veins)
        parts.push_back(cylinder({0, 0, 0}, in_mm(vein_end(v)), vein_radius / millimetre));
      const double far = 1e3;
      intersection(fused(parts), box({-far, -far, mitral_height / millimetre}, {far, far, far}));
    };
    drawing.name_of_face = [&](const Point &x) -> std::string {
      if (in_plane(x, {0, 0, mitral_height}, {0, 0, 1}))
        return "mitral";
      for (const Vein &v : veins)
        if (in_plane(x, vein_end(v), v.direction))
          return v.name;
      const double along = dot(x, appendage_direction), aside = norm(x - along * appendage_direction);
      return level(body, x) > 1.01 && aside < 1.01 * appendage_radius && along > 0 ? "appendage" : "wall";
    };
    drawing.name_of_region = [](const Point &) { return "blood"; };
    drawing.size           = size;
    drawing.per_circle     = edges_per_circle;
    drawing.surfaces       = {"mitral", "appendage", "wall"};
    for (const Vein &v : veins)
      drawing.surfaces.push_back(v.name);
    return mesh_of(drawing, "the atrium");
  }


  LiverLobule::LiverLobule(bool sector)
    : sector_(sector)
  {
  }

  std::string
  LiverLobule::name() const
  {
    return sector_ ? "liver lobule sector" : "liver lobule";
  }

  std::string
  LiverLobule::description() const
  {
    return sector_ ? "A twelfth of a lobule, between a corner on the x axis and the middle of the next side: lobule; "
                     "central_vein, portal, side, symmetry, bottom, top."
                   : "A hexagonal prism around the central vein on the z axis, a portal tract at each corner: lobule; "
                     "central_vein, portal, side, bottom, top.";
  }

  Parameters
  LiverLobule::parameters()
  {
    return {{"Radius", &radius, "m", 1e-5, 0.1, "From the axis to a corner"},
            {"Height", &height, "m", 1e-6, 0.1, "Along the axis"},
            {"Vein radius", &vein_radius, "m", 1e-6, 0.1, "Of the central vein"},
            {"Tract radius", &tract_radius, "m", 1e-6, 0.1, "Of the portal tracts"}};
  }

  TaggedMesh
  LiverLobule::make(double size, CellShape) const
  {
    if (vein_radius + tract_radius >= radius || 2 * tract_radius >= radius)
      throw InputError("The vessels of the lobule overlap: they are too wide for its radius.");
    const double sixth = std::numbers::pi / 3, apothem = radius * std::cos(sixth / 2);

    Drawing drawing;
    drawing.draw = [&] {
      std::vector<std::array<double, 2>> corners;
      if (sector_)
        corners = {{0, 0}, {radius, 0}, on_circle(apothem, sixth / 2)};
      else
        for (unsigned k = 0; k < 6; ++k)
          corners.push_back(on_circle(radius, k * sixth));
      const Point up   = in_mm({0, 0, height});
      Solids      body = cut(prism(corners, height), cylinder({0, 0, 0}, up, vein_radius / millimetre));
      for (unsigned k = 0; k < (sector_ ? 1 : 6); ++k)
        {
          const auto corner = on_circle(radius, k * sixth);
          body              = cut(body, cylinder(in_mm({corner[0], corner[1], 0}), up, tract_radius / millimetre));
        }
    };
    drawing.name_of_face = [&](const Point &x) -> std::string {
      if (in_plane(x, {0, 0, 0}, {0, 0, 1}))
        return "bottom";
      if (in_plane(x, {0, 0, height}, {0, 0, 1}))
        return "top";
      const double angle = std::atan2(x[1], x[0]), r = std::hypot(x[0], x[1]);
      if (sector_ && (std::abs(x[1]) < 1e-9 || std::abs(angle - sixth / 2) < 1e-6))
        return "symmetry";
      const double within = std::remainder(angle, sixth); // from the nearest corner
      if (std::abs(r * std::cos(sixth / 2 - std::abs(within)) - apothem) < 1e-9)
        return "side";
      return r < 1.001 * vein_radius ? "central_vein" : "portal";
    };
    drawing.name_of_region = [](const Point &) { return "lobule"; };
    drawing.size           = size;
    drawing.per_circle     = edges_per_circle;
    drawing.surfaces       = {"central_vein", "portal", "side"};
    return mesh_of(drawing, "the lobule");
  }


  EllipsoidalOrgan::EllipsoidalOrgan(Organ organ)
    : half_width(organ == Organ::liver ? 100e-3 : 68e-3)
    , half_depth(organ == Organ::liver ? 70e-3 : 84e-3)
    , half_height(organ == Organ::liver ? 51e-3 : 58e-3)
    , organ_(organ)
  {
  }

  std::string
  EllipsoidalOrgan::name() const
  {
    return organ_ == Organ::liver ? "ellipsoidal liver" : "ellipsoidal brain";
  }

  std::string
  EllipsoidalOrgan::description() const
  {
    return organ_ == Organ::liver
             ? "An ellipsoid in the eight segments of Couinaud: segment_2 to segment_8; capsule."
             : "An ellipsoid in the territories of the cerebral arteries: aca_left, mca_left, ...; "
               "capsule.";
  }

  Parameters
  EllipsoidalOrgan::parameters()
  {
    return {{"Half width", &half_width, "m", 1e-3, 1, "Half axis along x, from right to left"},
            {"Half depth", &half_depth, "m", 1e-3, 1, "Half axis along y, from front to back"},
            {"Half height", &half_height, "m", 1e-3, 1, "Half axis along z, upwards"}};
  }

  std::string
  EllipsoidalOrgan::territory(const Point &x) const
  {
    if (organ_ == Organ::brain)
      {
        const std::string side = x[0] > 0 ? "_left" : "_right";
        return (x[1] > 0.5 * half_depth ? "pca" : std::abs(x[0]) < 0.3 * half_width ? "aca" : "mca") + side;
      }
    const bool upper = x[2] > 0;
    // From the patient's left to the right: left lateral, left medial, right anterior, right posterior.
    const double w = x[0] / half_width;
    return std::string("segment_") + (w > 0.4     ? (upper ? "2" : "3")
                                      : w > 0.1   ? (upper ? "4a" : "4b")
                                      : w > -0.35 ? (upper ? "8" : "5")
                                                  : (upper ? "7" : "6"));
  }

  TaggedMesh
  EllipsoidalOrgan::make(double size, CellShape) const
  {
    const Point half = {half_width, half_depth, half_height};

    Drawing drawing;
    drawing.draw = [&] {
      // Planes as thin as surfaces, each larger than the organ.
      const auto plane = [&](unsigned axis, double place) {
        const Point reach = 1.1 * in_mm(half);
        const int   face  = occ::addRectangle(-2 * norm(reach), -2 * norm(reach), 0, 4 * norm(reach), 4 * norm(reach));
        if (axis < 2)
          occ::rotate({{2, face}}, 0, 0, 0, axis == 1 ? 1 : 0, axis == 0 ? 1 : 0, 0, std::numbers::pi / 2);
        Point to = {0, 0, 0};
        to[axis] = place * half[axis] / millimetre;
        occ::translate({{2, face}}, to[0], to[1], to[2]);
        return std::pair{2, face};
      };
      const Solids planes = organ_ == Organ::liver ? Solids{plane(0, 0.4), plane(0, 0.1), plane(0, -0.35), plane(2, 0)}
                                                   : Solids{plane(0, 0), plane(0, 0.3), plane(0, -0.3), plane(1, 0.5)};
      Solids       pieces, outside;
      std::vector<Solids> map;
      occ::fragment(ellipsoid({0, 0, 0}, in_mm(half)), planes, pieces, map);
      for (const auto &piece : pieces) // what of the planes lies outside
        if (piece.first == 2)
          outside.push_back(piece);
      occ::remove(outside, true);
    };
    drawing.name_of_face   = [](const Point &) { return "capsule"; };
    drawing.name_of_region = [&](const Point &x) { return territory(x); };
    drawing.size           = size;
    drawing.per_circle     = edges_per_circle;
    drawing.surfaces       = {"capsule"};
    return mesh_of(drawing, "the " + name());
  }
} // namespace vht::meshing
