#pragma once

#include "solvers/core/function_space.h"

#include <petscmat.h>

#include <vector>

namespace vht
{
  /**
   * A distributed matrix of PETSc that is summed up cell by cell, with the places of all entries found beforehand.
   *
   * Rows and columns are the nodes of scalar spaces, each with some components: component c of node n is the degree of
   * freedom n_components * n + c. Looking up places in a compressed row again and again takes most of the time of an
   * assembly (MatSetValues: 70 % and more); here each cell knows them. Rows of other ranks are kept aside and sent in
   * end().
   */
  class CellMatrix
  {
  public:
    /** The entries are zero. Both spaces are on the same mesh and must outlive the matrix. Collective. */
    CellMatrix(const FunctionSpace &rows,
               unsigned int         row_components,
               const FunctionSpace &columns,
               unsigned int         column_components);
    ~CellMatrix();

    CellMatrix(const CellMatrix &) = delete;

    operator Mat() const
    {
      return matrix_;
    }

    /** Forget the entries; then add() and end(). */
    void begin();

    /**
     * Add the matrix of one cell: entry (component i of node a, component j of node b) is
     * local[(row_components * a + i) * column_components * stride + j * stride + b].
     *
     * @param[in] cell    the number of the owned cell among the owned ones, in the order of the mesh
     * @param[in] stride  at least the number of column nodes of a cell
     */
    void add(std::size_t cell, const double *local, unsigned int stride);

    /** Exchange what belongs to other ranks. Collective. */
    void end();

  private:
    /** Where the entries of one row of blocks begin. Entries of the rows of a block follow each other at `length`. */
    struct Row
    {
      PetscInt diagonal = 0, diagonal_length = 0; ///< in the block of the own columns
      PetscInt other = 0, other_length = 0;       ///< in that of the others' columns, or of `foreign_values_`
      bool     foreign = false;
    };

    using Neighbours = std::vector<std::vector<dealii::types::global_dof_index>>;

    Neighbours neighbours_of_owned_rows(const FunctionSpace &rows, const FunctionSpace &columns) const;
    void       make_matrix(const FunctionSpace &rows, const FunctionSpace &columns, const Neighbours &neighbours);
    void       place_rows(const FunctionSpace &rows, const FunctionSpace &columns, const Neighbours &neighbours);
    void       place_cells(const FunctionSpace &rows, const FunctionSpace &columns, const Neighbours &neighbours);

    unsigned int row_components_, column_components_;
    unsigned int row_nodes_, column_nodes_; ///< of a cell
    Mat          matrix_ = nullptr, own_ = nullptr, others_ = nullptr;

    std::vector<Row>          rows_;      ///< owned ones, then those of other ranks that owned cells touch
    std::vector<unsigned int> cell_rows_; ///< row of node a of a cell
    std::vector<PetscInt>     places_;    ///< of block (a, b) in its row; negative: -1 - place in `others_`

    std::vector<dealii::types::global_dof_index> foreign_nodes_;
    Neighbours                                   foreign_neighbours_;
    std::vector<double>                          foreign_values_;

    double *own_values_ = nullptr, *other_values_ = nullptr;
  };
} // namespace vht
