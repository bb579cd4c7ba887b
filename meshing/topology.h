#pragma once

#include "meshing/tagged_mesh.h"

#include <limits>

namespace vht::meshing
{
  /** Corners of the faces of a cell, numbered within the cell, seen from outside anticlockwise. */
  std::span<const std::array<std::uint8_t, 4>> cell_faces(CellShape shape);

  /** Ends of the edges of a cell, numbered within the cell. */
  std::span<const std::array<std::uint8_t, 2>> cell_edges(CellShape shape);

  /** The sorted corners of a face; the fourth is the largest number for triangles. */
  using FaceKey = std::array<Index, 4>;

  FaceKey face_key(std::span<const Index> corners);

  /**
   * Every face of the cells, each once, in the order of their keys; found by bisection.
   */
  class FaceTable
  {
  public:
    static constexpr Index none = std::numeric_limits<Index>::max();

    struct Entry
    {
      FaceKey              key;
      std::array<Index, 4> corners;        ///< as the first cell sees it from outside
      Index                first   = none; ///< cell
      Index                second  = none; ///< the cell on the other side, or none on the boundary
      unsigned             n_cells = 0;    ///< more than two in an invalid mesh
    };

    explicit FaceTable(const TaggedMesh &mesh);

    const std::vector<Entry> &
    entries() const &
    {
      return entries_;
    }

    /** Not of a table that dies at the end of the expression: a loop over them would read freed memory. */
    const std::vector<Entry> &entries() const && = delete;

    /** The face with these corners, or nullptr. */
    const Entry *find(std::span<const Index> corners) const;

  private:
    std::vector<Entry> entries_;
  };

  /** The part of the mesh that each cell belongs to, counted from 0; cells that share a face are in one part. */
  struct Parts
  {
    std::vector<Index>       part_of_cell;
    std::vector<std::size_t> sizes; ///< cells in each part, the largest first
  };

  Parts connected_parts(const TaggedMesh &mesh, const FaceTable &table);

  /** Every edge once, smaller point first, sorted. */
  std::vector<std::array<Index, 2>> unique_edges(const TaggedMesh &mesh);
} // namespace vht::meshing
