#include "meshing/shapes/channels.h"

#include "meshing/geometry.h"
#include "meshing/gmsh/drawing.h"
#include "meshing/shapes/box.h"

#include <algorithm>
#include <cmath>

namespace vht::meshing
{
  namespace
  {
    // The FDA's nozzle [m].
    constexpr double nozzle_radius = 6e-3, throat_radius = 2e-3, throat_length = 40e-3, cone_length = 22.685e-3;

    // Schaefer and Turek's channel [m].
    constexpr double channel_length = 2.5, channel_side = 0.41, cylinder_radius = 0.05;
    const Point      cylinder_axis = {0.5, 0.2, 0};

  } // namespace


  std::string
  FdaNozzle::name() const
  {
    return "FDA nozzle";
  }

  std::string
  FdaNozzle::description() const
  {
    return "The nozzle of the FDA's round robin, along z, sudden expansion at z = 0: lumen; inlet, outlet_1, wall.";
  }

  Parameters
  FdaNozzle::parameters()
  {
    return {{"Inlet length", &inlet_length, "m", 1e-3, 1, "Straight part before the cone"},
            {"Outlet length", &outlet_length, "m", 1e-3, 1, "Straight part behind the expansion"}};
  }

  TaggedMesh
  FdaNozzle::make(double size, CellShape) const
  {
    const double cone_start = -throat_length - cone_length, start = cone_start - inlet_length;
    Drawing      drawing;
    drawing.draw = [&] {
      const auto along_z = [](double from, double to, double first, double last) {
        return cone(in_mm({0, 0, from}), in_mm({0, 0, to - from}), first / millimetre, last / millimetre);
      };
      fused({along_z(start, cone_start, nozzle_radius, nozzle_radius),
             along_z(cone_start, -throat_length, nozzle_radius, throat_radius),
             along_z(-throat_length, 0, throat_radius, throat_radius),
             along_z(0, outlet_length, nozzle_radius, nozzle_radius)});
    };
    drawing.name_of_face = [&](const Point &x) {
      return in_plane(x, {0, 0, start}, {0, 0, 1})           ? "inlet"
             : in_plane(x, {0, 0, outlet_length}, {0, 0, 1}) ? "outlet_1"
                                                             : "wall";
    };
    drawing.name_of_region = [](const Point &) { return "lumen"; };
    drawing.size           = size;
    drawing.size_at        = [&](const Point &x) {
      // Along the jet cells grow again, slowly: it breaks down some ten throats behind the expansion.
      const double ahead  = std::clamp((-throat_length - x[2]) / cone_length, 0., 1.);
      const double behind = std::clamp(x[2] / (20 * throat_radius), 0., 1.);
      return size * (1 + 2 * std::max(ahead, behind)) / 3;
    };
    drawing.surfaces = {"inlet", "outlet_1", "wall"};
    return mesh_of(drawing, "the nozzle");
  }


  std::string
  CylinderChannel::name() const
  {
    return "channel with cylinder";
  }

  std::string
  CylinderChannel::description() const
  {
    return "The channel of Schaefer and Turek's case 3D-1Z, flow along x: lumen; inlet, outlet_1, wall, cylinder.";
  }

  Parameters
  CylinderChannel::parameters()
  {
    return {};
  }

  TaggedMesh
  CylinderChannel::make(double size, CellShape) const
  {
    const auto from_axis = [](const Point &x) { return std::hypot(x[0] - cylinder_axis[0], x[1] - cylinder_axis[1]); };

    Drawing drawing;
    drawing.draw = [] {
      cut(box({0, 0, 0}, in_mm({channel_length, channel_side, channel_side})),
          cylinder(in_mm(cylinder_axis), in_mm({0, 0, channel_side}), cylinder_radius / millimetre));
    };
    drawing.name_of_face = [&](const Point &x) {
      return in_plane(x, {0, 0, 0}, {1, 0, 0})                ? "inlet"
             : in_plane(x, {channel_length, 0, 0}, {1, 0, 0}) ? "outlet_1"
             : from_axis(x) < 1.001 * cylinder_radius         ? "cylinder"
                                                              : "wall";
    };
    drawing.name_of_region = [](const Point &) { return "lumen"; };
    drawing.size           = size;
    drawing.size_at        = [&](const Point &x) {
      return size * std::clamp((from_axis(x) - cylinder_radius) / channel_side, 0.2, 1.);
    };
    drawing.surfaces = {"inlet", "outlet_1", "wall", "cylinder"};
    return mesh_of(drawing, "the channel");
  }


  std::string
  Microchannel::name() const
  {
    return "microchannel";
  }

  std::string
  Microchannel::description() const
  {
    return "A rectangular channel along x: lumen; inlet, outlet_1, floor (z = 0), ceiling, wall.";
  }

  Parameters
  Microchannel::parameters()
  {
    return {{"Length", &length, "m", 1e-6, 1, "Along x, from inlet to outlet"},
            {"Width", &width, "m", 1e-6, 1, "Along y"},
            {"Height", &height, "m", 1e-6, 1, "Along z"}};
  }

  bool
  Microchannel::has_hexahedra() const
  {
    return true;
  }

  TaggedMesh
  Microchannel::make(double size, CellShape cells) const
  {
    TaggedMesh mesh   = make_box({{length, width, height}, size, cells});
    mesh.region_names = {{mesh.region_names.begin()->first, "lumen"}};

    const std::map<std::string, std::string> names = {{"x_min", "inlet"},   {"x_max", "outlet_1"}, {"z_min", "floor"},
                                                      {"z_max", "ceiling"}, {"y_min", "wall"},     {"y_max", "wall"}};
    NameTable                                table;
    std::map<Tag, Tag>                       tags;
    for (const auto &[tag, name] : mesh.surface_names)
      tags[tag] = tag_of(table, names.at(name));
    for (Tag &tag : mesh.surfaces)
      tag = tags.at(tag);
    mesh.surface_names = table;
    return mesh;
  }
} // namespace vht::meshing
