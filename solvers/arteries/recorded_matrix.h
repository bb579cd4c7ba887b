#pragma once

#include <Eigen/SparseCore>
#include <vector>

namespace vht
{
  /**
   * A sparse square matrix that is filled over and over again in the same order: the places of the entries are looked
   * for once, later fillings only add to them.
   */
  class RecordedMatrix
  {
  public:
    explicit RecordedMatrix(Eigen::Index size)
      : matrix_(size, size)
    {
    }

    void
    begin()
    {
      next_ = 0;
      if (!places_.empty())
        std::fill_n(matrix_.valuePtr(), matrix_.nonZeros(), 0.);
    }

    void
    add(Eigen::Index row, Eigen::Index column, double value)
    {
      if (places_.empty())
        entries_.emplace_back(row, column, value);
      else
        matrix_.valuePtr()[places_[next_++]] += value;
    }

    /** After the last entry. */
    void
    end()
    {
      if (!places_.empty())
        return;
      matrix_.setFromTriplets(entries_.begin(), entries_.end());
      for (const auto &entry : entries_)
        places_.push_back(&matrix_.coeffRef(entry.row(), entry.col()) - matrix_.valuePtr());
      entries_ = {};
    }

    const Eigen::SparseMatrix<double> &
    matrix() const
    {
      return matrix_;
    }

  private:
    Eigen::SparseMatrix<double>         matrix_;
    std::vector<Eigen::Triplet<double>> entries_;
    std::vector<std::ptrdiff_t>         places_;
    std::size_t                         next_ = 0;
  };
} // namespace vht
