#include "solvers/elasticity/anderson_mixing.h"

#include <deal.II/lac/lapack_full_matrix.h>

#include <utility>

namespace vht
{
  namespace
  {
    // Directions in which the differences of f are so much smaller than in the largest are left out.
    constexpr double smallest_part = 1e-12;

    AndersonMixing::Values
    difference(const AndersonMixing::Values &a, const AndersonMixing::Values &b)
    {
      AndersonMixing::Values result = a;
      for (std::size_t i = 0; i < result.size(); ++i)
        result[i] -= b[i];
      return result;
    }
  } // namespace

  AndersonMixing::AndersonMixing(std::size_t depth, InnerProduct product)
    : depth_(depth)
    , product_(std::move(product))
  {
  }

  void
  AndersonMixing::restart()
  {
    dx_.clear();
    df_.clear();
    last_x_.clear();
    last_f_.clear();
  }

  std::vector<double>
  AndersonMixing::coefficients(const Values &f) const
  {
    const std::size_t                n = df_.size();
    dealii::LAPACKFullMatrix<double> gram(n, n);
    dealii::Vector<double>           right(n), result(n);
    for (std::size_t i = 0; i < n; ++i)
      {
        right[i] = product_(df_[i], f);
        for (std::size_t j = 0; j <= i; ++j)
          gram(i, j) = gram(j, i) = product_(df_[i], df_[j]);
      }
    gram.compute_inverse_svd(smallest_part);
    gram.vmult(result, right);
    return std::vector<double>(result.begin(), result.end());
  }

  AndersonMixing::Values
  AndersonMixing::next(const Values &x, const Values &f, double weight)
  {
    if (!last_x_.empty())
      {
        dx_.push_back(difference(x, last_x_));
        df_.push_back(difference(f, last_f_));
        if (dx_.size() > depth_)
          {
            dx_.pop_front();
            df_.pop_front();
          }
      }
    last_x_ = x;
    last_f_ = f;

    Values result = x;
    for (std::size_t i = 0; i < result.size(); ++i)
      result[i] += weight * f[i];
    if (dx_.empty())
      return result;
    const std::vector<double> g = coefficients(f);
    for (std::size_t j = 0; j < g.size(); ++j)
      for (std::size_t i = 0; i < result.size(); ++i)
        result[i] -= g[j] * (dx_[j][i] + weight * df_[j][i]);
    return result;
  }
} // namespace vht
