#pragma once

#include "meshing/tagged_mesh.h"

#include <filesystem>

namespace vht::meshing
{
  /**
   * Read a mesh; the ending of the name says how.
   *
   *     .msh                 Gmsh 2.2 or 4.1, ASCII or binary
   *     .vtu, .vtk           VTK unstructured grid, XML or legacy
   *     .node, .ele          TetGen, with .face or .sur beside it where there is one
   *     .pts, .elem          CARP, with .lon and .surf beside it where there are
   *     .xdmf                XDMF with HDF5, as FEniCS writes it
   *
   * @param[in] file         any one file of the set
   * @param[in] length_unit  what one unit of the file's coordinates is [m]
   * @param[in] nodes        a .node or .pts whose coordinates, in the same unit, replace those of the mesh point by
   * point: another state of the same body; empty: none. Directions that the file carries stay as they are
   * @returns the mesh in metres with all tags named, cells oriented, points in the order of the file; nothing is checked
   * @throws MeshError with file and line for what cannot be read or used
   */
  TaggedMesh read_mesh(const std::filesystem::path &file, double length_unit, const std::filesystem::path &nodes = {});

  /** What lengths are measured in by the format's own convention [m]: 1e-6 for CARP, else 1. */
  double usual_length_unit(const std::filesystem::path &file);

  enum class Encoding
  {
    binary,
    ascii,
  };

  /**
   * Write a mesh in metres: .msh (Gmsh 4.1, every group named) or .vtu. The file appears complete or not at all.
   * @throws InputError for another ending or a folder that cannot be written
   */
  void write_mesh(const TaggedMesh &mesh, const std::filesystem::path &file, Encoding encoding = Encoding::binary);

  // One function per format; lengths as in the file, tags as in the file, names where the format has them.
  TaggedMesh         read_gmsh(const std::filesystem::path &file);
  TaggedMesh         read_vtk(const std::filesystem::path &file);
  TaggedMesh         read_tetgen(const std::filesystem::path &file);
  TaggedMesh         read_carp(const std::filesystem::path &file);
  std::vector<Point> read_tetgen_points(const std::filesystem::path &file);
  std::vector<Point> read_carp_points(const std::filesystem::path &file);
  TaggedMesh         read_xdmf(const std::filesystem::path &file);
  void               write_gmsh(const TaggedMesh &mesh, const std::filesystem::path &file, Encoding encoding);
  void               write_vtu(const TaggedMesh &mesh, const std::filesystem::path &file, Encoding encoding);
} // namespace vht::meshing
