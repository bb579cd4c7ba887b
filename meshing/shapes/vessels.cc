#include "meshing/shapes/vessels.h"

#include "meshing/geometry.h"
#include "meshing/gmsh/drawing.h"
#include "meshing/shapes/o_grid.h"
#include "physics/error.h"

#include <gmsh.h>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace vht::meshing
{
  namespace
  {
    constexpr double shortest = 1e-6, longest = 1; // [m]
    constexpr double right_angle = std::numbers::pi / 2;

    Point
    direction_xz(double angle)
    {
      return {std::sin(angle), 0, std::cos(angle)};
    }
  } // namespace


  std::string
  Tube::name() const
  {
    return "tube";
  }

  std::string
  Tube::description() const
  {
    return "A straight vessel along z: lumen; inlet at z = 0, outlet_1, wall. It may taper.";
  }

  Parameters
  Tube::parameters()
  {
    return {{"Length", &length, "m", shortest, longest, "From inlet to outlet"},
            {"Radius", &radius, "m", shortest, longest, "At the inlet"},
            {"Outlet radius", &outlet_radius, "m", shortest, longest, "At the outlet"}};
  }

  bool
  Tube::has_hexahedra() const
  {
    return true;
  }

  std::optional<std::vector<ExactSurface>>
  Tube::surfaces() const
  {
    return {
      {turned_line(0, 1, 0), turned_line(0, 1, length), turned_line(1, (radius - outlet_radius) / length, radius)}};
  }

  TaggedMesh
  Tube::make(double size, CellShape cells) const
  {
    if (cells == CellShape::hexahedron)
      return make_o_grid({length, radius, outlet_radius, size});
    Drawing drawing;
    drawing.draw = [this] {
      cone({0, 0, 0}, {0, 0, length / millimetre}, radius / millimetre, outlet_radius / millimetre);
    };
    drawing.name_of_face = [this](const Point &x) {
      return in_plane(x, {0, 0, 0}, {0, 0, 1}) ? "inlet" : in_plane(x, {0, 0, length}, {0, 0, 1}) ? "outlet_1" : "wall";
    };
    drawing.name_of_region = [](const Point &) { return "lumen"; };
    drawing.size           = size;
    drawing.per_circle     = edges_per_circle;
    drawing.surfaces       = {"inlet", "outlet_1", "wall"};
    return mesh_of(drawing, "the tube");
  }


  std::string
  Bifurcation::name() const
  {
    return "bifurcation";
  }

  std::string
  Bifurcation::description() const
  {
    return "A vessel along z that divides at the origin, in the plane y = 0: lumen; inlet, outlet_1, outlet_2, wall.";
  }

  Parameters
  Bifurcation::parameters()
  {
    return {{"Parent length", &parent_length, "m", shortest, longest, "From the inlet to the division"},
            {"Branch length", &branch_length, "m", shortest, longest, "From the division to the outlets"},
            {"Parent radius", &parent_radius, "m", shortest, longest, "Of the vessel that divides"},
            {"First radius", &first_radius, "m", shortest, longest, "Of the branch towards positive x"},
            {"Second radius", &second_radius, "m", shortest, longest, "Of the branch towards negative x"},
            {"First angle", &first_angle, "rad", 0.1, right_angle, "Between the parent's axis and the first branch"},
            {"Second angle", &second_angle, "rad", 0.1, right_angle,
             "Between the parent's axis and the second branch"}};
  }

  TaggedMesh
  Bifurcation::make(double size, CellShape) const
  {
    if (std::max(first_radius, second_radius) > parent_radius)
      throw InputError("The branches of a bifurcation cannot be wider than the parent.");
    const double wide = 2 * parent_radius / std::sin(std::min(first_angle, second_angle));
    if (std::min(parent_length, branch_length) < 1.01 * wide)
      throw InputError("The vessels of the bifurcation are too short for their width: they end inside each other. They "
                       "need " +
                       std::to_string(1.01e3 * wide) + " mm.");
    const Point first = direction_xz(first_angle), second = direction_xz(-second_angle);

    Drawing drawing;
    drawing.draw = [&] {
      const Point  origin = {0, 0, 0};
      const double reach  = branch_length / millimetre;
      // Half a sphere rounds the corner on the outer side of the bend.
      const Solids dome = {{3, gmsh::model::occ::addSphere(0, 0, 0, parent_radius / millimetre, -1, 0, right_angle)}};
      fused({cylinder(origin, {0, 0, -parent_length / millimetre}, parent_radius / millimetre), dome,
             cylinder(origin, reach * first, first_radius / millimetre),
             cylinder(origin, reach * second, second_radius / millimetre)});
    };
    drawing.name_of_face = [&](const Point &x) {
      return in_plane(x, {0, 0, -parent_length}, {0, 0, 1}) ? "inlet"
             : in_plane(x, branch_length * first, first)    ? "outlet_1"
             : in_plane(x, branch_length * second, second)  ? "outlet_2"
                                                            : "wall";
    };
    drawing.name_of_region = [](const Point &) { return "lumen"; };
    drawing.size           = size;
    drawing.per_circle     = edges_per_circle;
    drawing.surfaces       = {"inlet", "outlet_1", "outlet_2", "wall"};
    return mesh_of(drawing, "the bifurcation");
  }


  std::string
  SaccularAneurysm::name() const
  {
    return "saccular aneurysm";
  }

  std::string
  SaccularAneurysm::description() const
  {
    return "A sac on the outer side of a bent vessel in the plane z = 0: lumen; inlet, outlet_1, wall, sac.";
  }

  Parameters
  SaccularAneurysm::parameters()
  {
    return {{"Vessel radius", &vessel_radius, "m", shortest, longest, "Of the vessel's lumen"},
            {"Bend radius", &bend_radius, "m", shortest, longest, "Of the vessel's axis"},
            {"Bend", &bend, "rad", 0.1, 1.5 * std::numbers::pi, "Angle through which the vessel turns"},
            {"Extension", &extension, "m", shortest, longest, "Straight vessel before and after the bend"},
            {"Neck", &neck, "m", shortest, longest, "Width of the sac's opening"},
            {"Aspect ratio", &aspect_ratio, "1", 0.5, 10, "Height of the sac over the width of its neck"}};
  }

  double
  SaccularAneurysm::sac_radius() const
  {
    const double height = aspect_ratio * neck;
    return (height * height + neck * neck / 4) / (2 * height);
  }

  TaggedMesh
  SaccularAneurysm::make(double size, CellShape) const
  {
    if (vessel_radius >= bend_radius)
      throw InputError("The vessel is wider than its bend allows: the bend's radius must exceed the vessel's.");
    if (neck > 2 * vessel_radius)
      throw InputError("The neck of the sac is wider than the vessel that carries it.");
    const double radius = sac_radius(), height = aspect_ratio * neck;
    const auto   on_axis = [this](double angle) {
      return Point{bend_radius * std::cos(angle), bend_radius * std::sin(angle), 0};
    };
    const Point middle = (bend_radius + vessel_radius + height - radius) / bend_radius * Point(on_axis(bend / 2));
    const Point start = {0, -1, 0}, end = {-std::sin(bend), std::cos(bend), 0};
    const Point inlet = on_axis(0) + extension * start, outlet = on_axis(bend) + extension * end;

    Drawing drawing;
    drawing.draw = [&] {
      const Solids torus = {
        {3, gmsh::model::occ::addTorus(0, 0, 0, bend_radius / millimetre, vessel_radius / millimetre, -1, bend)}};
      fused({torus, cylinder(in_mm(on_axis(0)), in_mm(extension * start), vessel_radius / millimetre),
             cylinder(in_mm(on_axis(bend)), in_mm(extension * end), vessel_radius / millimetre),
             sphere(in_mm(middle), radius / millimetre)});
    };
    drawing.name_of_face = [&](const Point &x) {
      const double from_axis = std::hypot(std::hypot(x[0], x[1]) - bend_radius, x[2]);
      const bool   on_sac =
        std::abs(norm(x - middle) - radius) < std::abs(from_axis - vessel_radius) && from_axis > vessel_radius;
      return in_plane(x, inlet, start) ? "inlet" : in_plane(x, outlet, end) ? "outlet_1" : on_sac ? "sac" : "wall";
    };
    drawing.name_of_region = [](const Point &) { return "lumen"; };
    drawing.size           = size;
    drawing.per_circle     = edges_per_circle;
    drawing.surfaces       = {"inlet", "outlet_1", "wall", "sac"};
    return mesh_of(drawing, "the aneurysm");
  }
} // namespace vht::meshing
