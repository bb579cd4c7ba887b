#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace vht::meshing
{
  using Point = std::array<double, 3>;
  using Index = std::uint32_t;
  using Tag   = int;

  enum class CellShape
  {
    tetrahedron,
    hexahedron,
  };

  constexpr std::size_t
  n_corners(CellShape shape)
  {
    return shape == CellShape::tetrahedron ? 4 : 8;
  }

  constexpr std::size_t
  n_face_corners(CellShape shape)
  {
    return shape == CellShape::tetrahedron ? 3 : 4;
  }

  /** Numbers carried by each cell or each point: fibre directions, markers of the source. */
  struct Field
  {
    std::string         name;
    unsigned            components = 1;
    std::vector<double> values; ///< components per entity, entity by entity

    bool operator==(const Field &) const = default;
  };

  /** Names of the tags of one kind. Tags are positive; every name belongs to one tag. */
  using NameTable = std::map<Tag, std::string>;

  /**
   * A volume mesh of one cell shape with named regions and named faces. This is all that the stages of vht-mesh hand to
   * each other.
   *
   * Corners are ordered as in Gmsh and VTK: a tetrahedron (0, 1, 2, 3) with det(x1 - x0, x2 - x0, x3 - x0) > 0; a
   * hexahedron with its lower face 0 1 2 3 anticlockwise seen from above, and 4 5 6 7 above it. A tagged face with one
   * cell is part of a surface, one with two cells part of an interface; both are named in surface_names. The order of
   * their corners tells nothing about inside and outside: ask the cell.
   */
  struct TaggedMesh
  {
    CellShape          shape = CellShape::tetrahedron;
    std::vector<Point> points;   ///< [m]
    std::vector<Index> cells;    ///< corner points, n_corners(shape) per cell
    std::vector<Tag>   regions;  ///< one per cell
    std::vector<Index> faces;    ///< corner points of the tagged faces, n_face_corners(shape) per face
    std::vector<Tag>   surfaces; ///< one per tagged face

    /**
     * Order 2: the nodes of quadratic cells that are no corners [m], in the order of Midpoints: one for each edge, and
     * of hexahedra one for each face and each cell. Empty: the cells are straight. They are made last: what changes the
     * cells of a mesh starts from straight ones.
     */
    std::vector<Point> middles;

    NameTable region_names;
    NameTable surface_names;

    std::vector<Field> cell_data;
    std::vector<Field> point_data;

    /** Degree of the cells' geometry. */
    unsigned
    order() const
    {
      return middles.empty() ? 1 : 2;
    }

    std::size_t
    n_cells() const
    {
      return regions.size();
    }

    std::size_t
    n_faces() const
    {
      return surfaces.size();
    }

    std::span<const Index>
    cell(std::size_t i) const
    {
      return std::span(cells).subspan(i * n_corners(shape), n_corners(shape));
    }

    std::span<const Index>
    face(std::size_t i) const
    {
      return std::span(faces).subspan(i * n_face_corners(shape), n_face_corners(shape));
    }

    void
    add_face(std::span<const Index> corners, Tag tag)
    {
      faces.insert(faces.end(), corners.begin(), corners.end());
      surfaces.push_back(tag);
    }

    bool operator==(const TaggedMesh &) const = default;
  };

  /**
   * The tag of a name, or a new tag for it.
   * @returns the tag; a new one is larger than all tags of the table
   */
  Tag tag_of(NameTable &table, const std::string &name);

  /**
   * The tag of a name that must exist.
   * @param kind "region" or "surface", for the message
   * @throws MeshError with the closest name and all known ones
   */
  Tag find_tag(const NameTable &table, const std::string &name, const std::string &kind);

  /** The same, given by its name or as a number. */
  Tag find_tag_or_number(const NameTable &table, const std::string &text, const std::string &kind);

  /** Give every tag in use a name: those without one are called "<kind>_<tag>". */
  void name_unnamed_tags(TaggedMesh &mesh);

  /** Multiply all lengths, once, on reading. */
  void scale(TaggedMesh &mesh, double factor);

  /** Exchange corners of cells with negative volume so that all are positive. @returns how many were turned */
  std::size_t orient_cells(TaggedMesh &mesh);

  /** Turn all cells where most have negative volume: another convention. A minority with the other sign stays inverted.
   */
  void orient_like_most(TaggedMesh &mesh);

  /** Exchange corners of all cells: their volumes change sign. */
  void turn_all_cells(TaggedMesh &mesh);

  /** Drop points that no cell uses; the others keep their order. @returns how many were dropped */
  std::size_t drop_unused_points(TaggedMesh &mesh);

  /** Volume of a cell [m^3], negative where it is inverted; a hexahedron is integrated exactly with its trilinear map.
   */
  double cell_volume(const TaggedMesh &mesh, std::size_t cell);

  /** Area of a triangle or of a quadrilateral split into four triangles at its centre [m^2]. */
  double face_area(const TaggedMesh &mesh, std::span<const Index> corners);

  /** Mean of the corners. */
  Point centre(const TaggedMesh &mesh, std::span<const Index> corners);

  struct BoundingBox
  {
    Point low{}, high{};
  };

  /** Around all points; a point at the origin for a mesh without any. */
  BoundingBox bounding_box(const TaggedMesh &mesh);

  /** "(1.234, 5.678, -9.000) mm" for messages. */
  std::string in_millimetres(const Point &point);
} // namespace vht::meshing
