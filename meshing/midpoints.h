#pragma once

#include "meshing/topology.h"

namespace vht::meshing
{
  /**
   * The points of a subdivided mesh. Those of the coarse mesh come first and keep their numbers; then there is one in
   * the middle of every edge, in the order of unique_edges(), and where inner points are asked for, one in the middle
   * of every face, in the order of the FaceTable, and one in every cell. Each is the mean of the corners that it
   * divides, and so are its data.
   */
  class Midpoints
  {
  public:
    /** Fills points and point data of the fine mesh. The coarse mesh must live as long as this does. */
    Midpoints(const TaggedMesh &mesh, TaggedMesh &fine, bool inner);

    Index of_edge(Index a, Index b) const;
    Index of_face(std::span<const Index> corners) const;
    Index of_cell(std::size_t cell) const;

  private:
    void add(TaggedMesh &fine, std::span<const Index> parents) const;

    const TaggedMesh                 &mesh_;
    std::vector<std::array<Index, 2>> edges_;
    std::vector<FaceKey>              faces_;
  };

  /** Names, and what every cell of the coarse mesh hands down to the same number of children. */
  void inherit(const TaggedMesh &mesh, TaggedMesh &fine, std::size_t children);
} // namespace vht::meshing
