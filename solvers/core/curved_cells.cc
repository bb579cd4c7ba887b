#include "solvers/core/curved_cells.h"

#include <deal.II/base/mpi.h>

#include <boost/serialization/vector.hpp>

#include <algorithm>

namespace vht
{
  namespace
  {
    namespace mpi = dealii::Utilities::MPI;

    using Numbers     = std::vector<std::size_t>;
    using Coordinates = std::vector<double>;

    /** The nodes of cells of the file, three coordinates each, cell by cell. */
    Coordinates
    coordinates_of(const MeshFile &file, const Numbers &cells)
    {
      const std::size_t n_corners = file.simplex ? 4 : 8, n_middles = file.n_middles();
      Coordinates       result;
      result.reserve(cells.size() * (n_corners + n_middles) * dim);
      const auto add = [&](unsigned int point) {
        result.insert(result.end(), file.points[point].begin(), file.points[point].end());
      };
      for (const std::size_t cell : cells)
        {
          std::for_each_n(file.cells[cell].nodes.begin(), n_corners, add);
          std::for_each_n(file.middles.begin() + cell * n_middles, n_middles, add);
        }
      return result;
    }

    /** Put the nodes of one cell of the file into the order of the cell of the triangulation. */
    template <typename CellIterator>
    void
    arrange(const CellIterator &cell, const std::vector<Point> &of_file, std::span<Point> result)
    {
      const auto                  corners_of_node = corners_around_nodes(cell->n_vertices() == 4);
      std::array<unsigned int, 8> bit_of_corner;
      for (const unsigned int v : cell->vertex_indices())
        {
          // Coordinates have only been copied: equal ones are equal to the last bit.
          const auto found = std::find(of_file.begin(), of_file.begin() + cell->n_vertices(), cell->vertex(v));
          AssertThrow(found != of_file.begin() + cell->n_vertices(), dealii::ExcInternalError());
          bit_of_corner[v] = 1u << (found - of_file.begin());
        }
      for (std::size_t n = 0; n < result.size(); ++n)
        {
          unsigned int bits = 0;
          for (const unsigned int v : cell->vertex_indices())
            if ((corners_of_node[n] >> v & 1u) != 0)
              bits |= bit_of_corner[v];
          const auto found = std::find(corners_of_node.begin(), corners_of_node.end(), bits);
          result[n]        = of_file[found - corners_of_node.begin()];
        }
    }
  } // namespace

  CurvedCells::CurvedCells(const Triangulation &triangulation, std::vector<Point> nodes)
    : n_nodes_(corners_around_nodes(triangulation.all_reference_cells_are_simplex()).size())
    , places_(std::move(nodes))
  {
    AssertThrow(places_.size() == triangulation.n_active_cells() * n_nodes_, dealii::ExcInternalError());
  }

  CurvedCells::CurvedCells(const MeshFile &file, const Triangulation &triangulation, unsigned int group_size)
  {
    const MPI_Comm     comm = triangulation.get_communicator();
    const unsigned int rank = mpi::this_mpi_process(comm), reader = rank - rank % group_size;
    if (mpi::broadcast(comm, file.order, 0) < 2)
      return;

    Numbers wanted;
    for (const auto &cell : triangulation.active_cell_iterators())
      if (!cell->is_artificial())
        wanted.push_back(cell->id().get_coarse_cell_id());
    std::map<unsigned int, Coordinates> answers;
    for (const auto &[asker, cells] : mpi::some_to_some(comm, std::map<unsigned int, Numbers>{{reader, wanted}}))
      answers[asker] = coordinates_of(file, cells);
    const Coordinates coordinates = mpi::some_to_some(comm, answers).at(reader);

    n_nodes_ = corners_around_nodes(triangulation.all_reference_cells_are_simplex()).size();
    places_.resize(triangulation.n_active_cells() * n_nodes_);
    std::vector<Point> of_file(n_nodes_);
    auto               next = coordinates.begin();
    for (const auto &cell : triangulation.active_cell_iterators())
      if (!cell->is_artificial())
        {
          for (Point &place : of_file)
            for (unsigned int d = 0; d < dim; ++d)
              place[d] = *next++;
          arrange(cell, of_file, std::span(places_).subspan(cell->active_cell_index() * n_nodes_, n_nodes_));
        }
  }
} // namespace vht
