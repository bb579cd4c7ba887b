#pragma once

#include "meshing/quality.h"
#include "meshing/tagged_mesh.h"

#include <filesystem>
#include <optional>
#include <string>

namespace vht::meshing
{
  /** What is worth knowing about a mesh. */
  struct Summary
  {
    struct Region
    {
      std::string name;
      Tag         tag;
      std::size_t n_cells;
      double      volume;     ///< [m^3]
      double      across = 0; ///< elements from wall to wall, all but 5 % of the walls have more; 0: no two walls
    };

    struct Surface
    {
      std::string name;
      Tag         tag;
      std::size_t n_faces;
      std::size_t n_inside; ///< faces with a cell on both sides: an interface
      double      area;     ///< [m^2]
    };

    CellShape            shape;
    unsigned             order;             ///< of the cells' geometry
    std::size_t          n_points, n_cells; ///< n_points: with those between the corners
    std::vector<Region>  regions;
    std::vector<Surface> surfaces;
    BoundingBox          box;
    Quality              quality;  ///< of the straight cells through the corners
    double               jacobian; ///< smallest ratio over the quadratic cells; 1 where they are straight
    std::string          checksum; ///< SHA-256 of points, cells, tagged faces and their tags
  };

  /** What is known of a mesh from how it was made. */
  struct Facts
  {
    std::map<std::string, std::string> texts;
    std::map<std::string, double>      drifts; ///< relative difference of each region's volume from its source

    /** A flat end of a vessel, as a flow solver needs it. */
    struct Cap
    {
      std::string name;
      Point       centre{};   ///< of gravity [m]
      Point       normal{};   ///< unit, outward
      double      area   = 0; ///< [m^2]
      double      radius = 0; ///< of a circle of the same area [m]
    };

    std::vector<Cap>      caps;
    std::optional<double> displacement; ///< largest distance between the surface and its source [m]
  };

  /** Where a mesh comes from. */
  struct Provenance
  {
    std::string tool;       ///< "vht-mesh 0.1.0 (abcdef)"
    std::string source;     ///< name of the file or shape it was made from
    std::string parameters; ///< JSON text of the case; empty for none
    Facts       facts{};
  };

  Summary summarise(const TaggedMesh &mesh);

  /** SHA-256 of points, cells, regions, tagged faces and their tags; names and fields do not count. */
  std::string checksum(const TaggedMesh &mesh);

  /** Points, cells, volumes in mL, areas in cm^2 and quality as an aligned table. */
  std::string as_table(const Summary &summary);

  /** The histogram of shape and angle as bars of text. */
  std::string histograms(const Quality &quality, CellShape shape);

  /** The description that lies beside every mesh, as JSON. @throws InputError if it cannot be written */
  void write_sidecar(const Summary &summary, const Provenance &provenance, const std::filesystem::path &file);
} // namespace vht::meshing
