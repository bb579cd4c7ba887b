#pragma once

#include "meshing/tagged_surface.h"

#include <filesystem>

namespace vht::meshing
{
  /** How a file of triangles is read. */
  struct SurfaceFile
  {
    std::filesystem::path file;
    std::string           patch;     ///< name of all its triangles; empty: none, or as the tags say
    std::string           tag_array; ///< cells' or points' array that tells patches apart (.vtp, .vtk); empty: none
  };

  /**
   * Read triangles from .stl, .ply, .obj, .vtp or .vtk; larger polygons are split, equal points become one.
   *
   * All files together bound one region: it is behind every triangle. Tags of points become those of a triangle by
   * majority. A tag t is called "patch_<t>".
   * @param[in] length_unit  what one unit of the files' coordinates is [m]
   * @throws MeshError for files that are missing, unreadable, without triangles or without area, for unknown endings
   *   and for an array that is not there
   */
  TaggedSurface read_surface(const std::vector<SurfaceFile> &files, const std::string &region, double length_unit);

  /** Is it a .vtp that says what lies on the two sides of its triangles, as write_surface() writes it? */
  bool has_regions(const std::filesystem::path &file);

  /**
   * Read back what write_surface() has written: metres, regions on both sides, patches, names.
   * @throws MeshError for a file that cannot be read and for negative regions
   */
  TaggedSurface read_surface_with_regions(const std::filesystem::path &file);

  /**
   * Write in metres: .vtp with the arrays "patch", "behind" and "front" and names, or .stl and .ply without.
   * @throws InputError for another ending or a folder that cannot be written
   */
  void write_surface(const TaggedSurface &surface, const std::filesystem::path &file);
} // namespace vht::meshing
