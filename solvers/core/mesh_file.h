#pragma once

#include <array>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace vht
{
  /** What a named group of cells or faces is called and numbered in a mesh file. */
  using NameTable = std::map<std::string, unsigned int>;

  /**
   * A mesh as the file has it: tetrahedra or hexahedra, with named regions (groups of cells) and named surfaces (groups
   * of faces, on the boundary or between two regions).
   */
  struct MeshFile
  {
    struct Cell
    {
      std::array<unsigned int, 8> nodes;  ///< the first 4 or all 8 are used; deal.II's order
      unsigned int                region; ///< tag of the region
    };

    struct Face
    {
      std::array<unsigned int, 4> nodes; ///< the first 3 or all 4 are used
      unsigned int                tag;   ///< tag of the surface
    };

    bool                               simplex = true; ///< tetrahedra, else hexahedra
    unsigned int                       order   = 1;    ///< 1: straight cells; 2: quadratic ones, see middles
    std::vector<std::array<double, 3>> points;         ///< [m]
    std::vector<Cell>                  cells;          ///< in the order of the file's element numbers
    std::vector<Face>                  faces;
    NameTable                          regions;
    NameTable                          surfaces;
    std::string checksum; ///< of points, cells and tags; the same for the same mesh in any format

    /** Order 2: n_middles() points per cell that are no corners, in the order of corners_around_nodes(). */
    std::vector<unsigned int> middles;

    std::size_t
    n_middles() const
    {
      return order < 2 ? 0 : simplex ? 6 : 19;
    }
  };

  /**
   * The corners that each node of a quadratic cell stands between, as bits: 10 nodes of a tetrahedron, 27 of a
   * hexahedron; corners, lines, faces, interior, numbered as deal.II does. A corner stands at itself.
   */
  std::span<const unsigned int> corners_around_nodes(bool simplex);

  /**
   * Read a Gmsh file (.msh 2.2 or 4.1, ASCII or binary) through the Gmsh API: straight cells, or quadratic
   * ones with all nodes (10 of a tetrahedron, 27 of a hexahedron).
   *
   * deal.II's own reader refuses tagged faces inside the domain and loses groups without a name, so that surfaces
   * between two regions, which organs are full of, need this one.
   *
   * @param[in] file         the mesh
   * @param[in] length_unit  what one unit of the file's coordinates is [m]
   * @throws MeshError when the file cannot be read or holds something that the solvers cannot use, with the place
   */
  MeshFile read_mesh_file(const std::filesystem::path &file, double length_unit);

  /** Where the nodes of a mesh are now, by where its file has them [m]. */
  using MovedNodes = std::map<std::array<double, 3>, std::array<double, 3>>;

  /**
   * Write the mesh of a file anew with moved nodes, in the file's unit and with all its groups. Nodes that are not
   * named stay.
   * @throws MeshError when the file cannot be read, InputError when the new one cannot be written
   */
  void write_moved_mesh_file(const std::filesystem::path &file,
                             double                       length_unit,
                             const MovedNodes            &nodes,
                             const std::filesystem::path &moved);
} // namespace vht
