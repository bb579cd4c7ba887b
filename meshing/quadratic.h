#pragma once

#include "meshing/tagged_mesh.h"

#include <optional>

namespace vht::meshing
{
  /**
   * The cells of a mesh of order 2 with all their nodes: tetrahedra of 10, hexahedra of 27, triangles of 6 and
   * quadrilaterals of 9. Nodes of a cell and of a face are in Gmsh's order.
   */
  class QuadraticCells
  {
  public:
    /** @pre mesh.order() is 2 */
    explicit QuadraticCells(const TaggedMesh &mesh);

    /** All nodes, the corners first [m]; the data of those between are means over the corners. */
    const std::vector<Point> &
    points() const
    {
      return nodes_.points;
    }

    const std::vector<Field> &
    point_data() const
    {
      return nodes_.point_data;
    }

    std::size_t
    nodes_per_cell() const
    {
      return nodes_.shape == CellShape::tetrahedron ? 10 : 27;
    }

    std::size_t
    nodes_per_face() const
    {
      return nodes_.shape == CellShape::tetrahedron ? 6 : 9;
    }

    /** Nodes of all cells, cell by cell. */
    const std::vector<Index> &
    cells() const
    {
      return cells_;
    }

    /** Nodes of all tagged faces, face by face. */
    const std::vector<Index> &
    faces() const
    {
      return faces_;
    }

    /** Volume of a cell, exact for its quadratic map [m^3]. */
    double volume(std::size_t cell) const;

    /** Area of a tagged face [m^2]. */
    double area(std::size_t face) const;

    /**
     * The smallest determinant of the map's gradient over the largest: 1 for a straight tetrahedron, not positive
     * where a cell is folded. Taken at 27 Gauss points and in all nodes. After Johnen, Remacle and Geuzaine 2013,
     * doi:10.1016/j.jcp.2012.08.051, who bound it.
     */
    double jacobian_ratio(std::size_t cell) const;

  private:
    double determinant_at(std::size_t cell, std::span<const Point> slopes) const;

    TaggedMesh         nodes_; ///< points and their data, no cells
    std::vector<Index> cells_, faces_;
  };

  /**
   * Make a straight mesh quadratic.
   * @param[in] places  of all nodes of all cells, cell by cell, in Gmsh's order [m]; what the corners are is not read
   */
  void set_middles(TaggedMesh &mesh, const std::vector<Point> &places);

  /** @throws MeshError for a mesh of order 2; @p who "refine" is what works with straight cells alone */
  void refuse_quadratic(const TaggedMesh &mesh, const std::string &who);

  /** What a file holds of a mesh, be its cells straight or quadratic: nodes, and lists of them. */
  class NodeLists
  {
  public:
    /** @param[in] mesh  must live as long as this does */
    explicit NodeLists(const TaggedMesh &mesh)
      : mesh_(mesh)
    {
      if (mesh.order() > 1)
        quadratic_.emplace(mesh);
    }

    const std::vector<Point> &
    points() const
    {
      return quadratic_ ? quadratic_->points() : mesh_.points;
    }

    const std::vector<Field> &
    point_data() const
    {
      return quadratic_ ? quadratic_->point_data() : mesh_.point_data;
    }

    const std::vector<Index> &
    cells() const
    {
      return quadratic_ ? quadratic_->cells() : mesh_.cells;
    }

    const std::vector<Index> &
    faces() const
    {
      return quadratic_ ? quadratic_->faces() : mesh_.faces;
    }

    std::size_t
    per_cell() const
    {
      return quadratic_ ? quadratic_->nodes_per_cell() : n_corners(mesh_.shape);
    }

    std::size_t
    per_face() const
    {
      return quadratic_ ? quadratic_->nodes_per_face() : n_face_corners(mesh_.shape);
    }

  private:
    const TaggedMesh             &mesh_;
    std::optional<QuadraticCells> quadratic_;
  };
} // namespace vht::meshing
