#pragma once

#include "solvers/core/mesh_file.h"
#include "solvers/core/types.h"

#include <deal.II/distributed/fully_distributed_tria.h>

#include <span>
#include <vector>

namespace vht
{
  /**
   * Where the nodes of quadratic cells lie: 10 of a tetrahedron, 27 of a hexahedron, on the cells that a rank owns or
   * has as ghosts. Empty where the cells are straight.
   *
   * The triangulation knows the corners alone, and numbers those of a hexahedron as it likes; the other nodes are found
   * by the corners that they stand between.
   */
  class CurvedCells
  {
  public:
    using Triangulation = dealii::parallel::fullydistributed::Triangulation<dim>;

    CurvedCells() = default;

    /**
     * Fetch what this rank needs from the rank that has read the file. Collective.
     * @param[in] file        is read on every rank whose number is a multiple of @p group_size
     * @param[in] group_size  how many ranks share a reader
     */
    CurvedCells(const MeshFile &file, const Triangulation &triangulation, unsigned int group_size);

    /** @param[in] nodes  of all cells, by their active index, as nodes() gives them */
    CurvedCells(const Triangulation &triangulation, std::vector<Point> nodes);

    bool
    empty() const
    {
      return n_nodes_ == 0;
    }

    /** The nodes of a cell [m]: corners, lines, faces, interior, as deal.II numbers the unknowns of degree 2. */
    std::span<const Point>
    nodes(unsigned int active_cell_index) const
    {
      return std::span(places_).subspan(active_cell_index * n_nodes_, n_nodes_);
    }

  private:
    std::size_t        n_nodes_ = 0;
    std::vector<Point> places_; ///< of all cells, by their active index
  };
} // namespace vht
