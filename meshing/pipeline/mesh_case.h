#pragma once

#include "meshing/check.h"
#include "meshing/extract.h"
#include "meshing/fill.h"
#include "meshing/formats/formats.h"
#include "meshing/pipeline/image_case.h"
#include "meshing/pipeline/network_case.h"
#include "meshing/pipeline/remesh.h"
#include "meshing/pipeline/subdivision.h"
#include "meshing/pipeline/surface_case.h"
#include "meshing/pipeline/transform_case.h"
#include "meshing/shapes/shape.h"
#include "meshing/shapes/ventricles.h"

#include <filesystem>
#include <string>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** Everything that a mesh case file says. */
  struct MeshCase
  {
    std::string           source = "biventricle";
    std::string           cells  = "tetrahedra";
    unsigned              order  = 1;      ///< degree of the cells' geometry
    double                size   = 1.2e-3; ///< [m]
    std::filesystem::path file, nodes;
    std::string           length_unit = "m";

    Point      slab           = {{20e-3, 7e-3, 3e-3}}; ///< [m]
    double     cable_length   = 20e-3;                 ///< [m]
    double     cable_width    = 0;                     ///< [m]; 0: one cell
    Ventricles left_ventricle = land_left_ventricle(0);
    Ventricles biventricle    = adult_biventricle(0);

    std::vector<std::unique_ptr<Shape>> shapes = all_shapes();
    ImageCase                           image;
    SurfaceCase                         triangulation;
    NetworkCase                         network;
    Mesher                              mesher = Mesher::automatic;

    std::vector<RegionRule>  regions;
    std::vector<SurfaceRule> surfaces;
    bool                     largest_part_only = false;
    unsigned                 smallest_patch    = 1;

    TransformCase transform;
    Remesh        remeshing;
    Subdivision   refinement;

    Gates    gates;
    Encoding encoding = Encoding::binary;
    bool     vtu      = true;
    bool     picture  = true;
    bool     keep     = true; ///< what the stages come to, for the next run

    void declare(ParameterSection &root);

    /** The shape that is the source, or nullptr. */
    const Shape *shape() const;

    /** The surfaces of the shape that is the source, in place; none: it is flat. Empty: nobody knows them. */
    std::optional<std::vector<ExactSurface>> exact_surfaces() const;

    /** @throws InputError for entries that contradict each other */
    void check() const;

  private:
    void check_places() const;
    void check_order() const;
  };

  /** What one unit of a length is [m]. @throws InputError for what is no unit of length, with the closest one */
  double length_of_unit(const std::string &unit);
} // namespace vht::meshing
