#include "solvers/core/cell_matrix.h"

#include "solvers/core/paired_cells.h"
#include "solvers/core/petsc.h"

#include <algorithm>
#include <map>

namespace vht
{
  namespace
  {
    using dealii::types::global_dof_index;

    void
    sort_and_unique(std::vector<global_dof_index> &list)
    {
      std::sort(list.begin(), list.end());
      list.erase(std::unique(list.begin(), list.end()), list.end());
    }

    PetscInt
    position(const std::vector<global_dof_index> &list, global_dof_index value)
    {
      return std::lower_bound(list.begin(), list.end(), value) - list.begin();
    }
  } // namespace

  CellMatrix::CellMatrix(const FunctionSpace &rows,
                         unsigned int         row_components,
                         const FunctionSpace &columns,
                         unsigned int         column_components)
    : row_components_(row_components)
    , column_components_(column_components)
    , row_nodes_(rows.element().dofs_per_cell)
    , column_nodes_(columns.element().dofs_per_cell)
  {
    const Neighbours neighbours = neighbours_of_owned_rows(rows, columns);
    make_matrix(rows, columns, neighbours);
    place_rows(rows, columns, neighbours);
    place_cells(rows, columns, neighbours);
  }

  CellMatrix::~CellMatrix()
  {
    MatDestroy(&matrix_);
  }

  CellMatrix::Neighbours
  CellMatrix::neighbours_of_owned_rows(const FunctionSpace &rows, const FunctionSpace &columns) const
  {
    // Every cell around an owned node is owned or a ghost, so that no rank has to ask another.
    Neighbours             neighbours(rows.owned().n_elements());
    const global_dof_index first = rows.owned().n_elements() > 0 ? rows.owned().nth_index_in_set(0) : 0;
    for_each_cell_of_both(rows, columns, true, [&](const auto &, const auto &row, const auto &column) {
      for (const global_dof_index node : row)
        if (rows.owned().is_element(node))
          neighbours[node - first].insert(neighbours[node - first].end(), column.begin(), column.end());
    });
    for (auto &list : neighbours)
      sort_and_unique(list);
    return neighbours;
  }

  void
  CellMatrix::make_matrix(const FunctionSpace &rows, const FunctionSpace &columns, const Neighbours &neighbours)
  {
    const PetscInt        R = row_components_, C = column_components_;
    std::vector<PetscInt> begin{0}, index;
    for (const auto &list : neighbours)
      for (PetscInt i = 0; i < R; ++i)
        {
          for (const global_dof_index node : list)
            for (PetscInt j = 0; j < C; ++j)
              index.push_back(C * node + j);
          begin.push_back(index.size());
        }

    VHT_PETSC(MatCreate(rows.mesh().communicator(), &matrix_));
    VHT_PETSC(MatSetSizes(matrix_, R * rows.owned().n_elements(), C * columns.owned().n_elements(), R * rows.n_dofs(),
                          C * columns.n_dofs()));
    VHT_PETSC(MatSetBlockSizes(matrix_, R, C));
    VHT_PETSC(MatSetType(matrix_, MATMPIAIJ));
    VHT_PETSC(MatMPIAIJSetPreallocationCSR(matrix_, begin.data(), index.data(), nullptr));
    VHT_PETSC(MatSetOption(matrix_, MAT_NEW_NONZERO_LOCATION_ERR, PETSC_TRUE));
    VHT_PETSC(MatMPIAIJGetSeqAIJ(matrix_, &own_, &others_, nullptr));
  }

  void
  CellMatrix::place_rows(const FunctionSpace &rows, const FunctionSpace &columns, const Neighbours &neighbours)
  {
    PetscInt diagonal = 0, other = 0;
    for (const auto &list : neighbours)
      {
        Row row;
        for (const global_dof_index node : list)
          ++(columns.owned().is_element(node) ? row.diagonal_length : row.other_length);
        row.diagonal_length *= column_components_;
        row.other_length *= column_components_;
        row.diagonal = diagonal;
        row.other    = other;
        diagonal += row_components_ * row.diagonal_length;
        other += row_components_ * row.other_length;
        rows_.push_back(row);
      }

    std::map<global_dof_index, std::vector<global_dof_index>> foreign;
    for_each_cell_of_both(rows, columns, false, [&](const auto &, const auto &row, const auto &column) {
      for (const global_dof_index node : row)
        if (!rows.owned().is_element(node))
          foreign[node].insert(foreign[node].end(), column.begin(), column.end());
    });
    PetscInt start = 0;
    for (auto &[node, list] : foreign)
      {
        sort_and_unique(list);
        const PetscInt length = column_components_ * list.size();
        rows_.push_back({0, 0, start, length, true});
        start += row_components_ * length;
        foreign_nodes_.push_back(node);
        foreign_neighbours_.push_back(std::move(list));
      }
    foreign_values_.assign(start, 0.);
  }

  void
  CellMatrix::place_cells(const FunctionSpace &rows, const FunctionSpace &columns, const Neighbours &neighbours)
  {
    const std::size_t      n_owned = neighbours.size();
    const global_dof_index first   = n_owned > 0 ? rows.owned().nth_index_in_set(0) : 0;

    // A row's columns of other ranks stand in the same order, without the own ones between them.
    const auto first_own = [&](const auto &list) {
      return columns.owned().n_elements() == 0 ? static_cast<PetscInt>(list.size())
                                               : position(list, columns.owned().nth_index_in_set(0));
    };
    const PetscInt C = column_components_;
    for_each_cell_of_both(rows, columns, false, [&](const auto &, const auto &row, const auto &column) {
      for (const global_dof_index node : row)
        {
          const bool        owned = rows.owned().is_element(node);
          const std::size_t place = owned ? node - first : n_owned + position(foreign_nodes_, node);
          const auto       &list  = owned ? neighbours[place] : foreign_neighbours_[place - n_owned];
          const PetscInt    own   = owned ? first_own(list) : 0;
          const PetscInt    n_own = rows_[place].diagonal_length / C;
          cell_rows_.push_back(place);
          for (const global_dof_index other : column)
            {
              const PetscInt at = position(list, other);
              if (!owned)
                places_.push_back(-1 - C * at);
              else if (columns.owned().is_element(other))
                places_.push_back(C * (at - own));
              else
                places_.push_back(-1 - C * (at < own ? at : at - n_own));
            }
        }
    });
  }

  void
  CellMatrix::begin()
  {
    VHT_PETSC(MatZeroEntries(matrix_));
    std::fill(foreign_values_.begin(), foreign_values_.end(), 0.);
    VHT_PETSC(MatSeqAIJGetArray(own_, &own_values_));
    VHT_PETSC(MatSeqAIJGetArray(others_, &other_values_));
  }

  void
  CellMatrix::add(std::size_t cell, const double *local, unsigned int stride)
  {
    const unsigned int R = row_components_, C = column_components_;
    const PetscInt    *place = &places_[cell * row_nodes_ * column_nodes_];
    for (unsigned int a = 0; a < row_nodes_; ++a, place += column_nodes_)
      {
        const Row &row    = rows_[cell_rows_[cell * row_nodes_ + a]];
        double    *own    = own_values_ + row.diagonal;
        double    *others = (row.foreign ? foreign_values_.data() : other_values_) + row.other;
        for (unsigned int i = 0; i < R; ++i, own += row.diagonal_length, others += row.other_length)
          {
            const double *from = local + (R * a + i) * C * stride;
            for (unsigned int b = 0; b < column_nodes_; ++b)
              {
                double *to = place[b] >= 0 ? own + place[b] : others + (-1 - place[b]);
                for (unsigned int j = 0; j < C; ++j)
                  to[j] += from[j * stride + b];
              }
          }
      }
  }

  void
  CellMatrix::end()
  {
    VHT_PETSC(MatSeqAIJRestoreArray(own_, &own_values_));
    VHT_PETSC(MatSeqAIJRestoreArray(others_, &other_values_));

    const PetscInt        R = row_components_, C = column_components_;
    std::vector<PetscInt> columns;
    const double         *values = foreign_values_.data();
    for (std::size_t n = 0; n < foreign_nodes_.size(); ++n)
      {
        columns.clear();
        for (const global_dof_index node : foreign_neighbours_[n])
          for (PetscInt j = 0; j < C; ++j)
            columns.push_back(C * node + j);
        for (PetscInt i = 0; i < R; ++i, values += columns.size())
          {
            const PetscInt row = R * foreign_nodes_[n] + i;
            VHT_PETSC(MatSetValues(matrix_, 1, &row, columns.size(), columns.data(), values, ADD_VALUES));
          }
      }
    VHT_PETSC(MatAssemblyBegin(matrix_, MAT_FINAL_ASSEMBLY));
    VHT_PETSC(MatAssemblyEnd(matrix_, MAT_FINAL_ASSEMBLY));
  }
} // namespace vht
