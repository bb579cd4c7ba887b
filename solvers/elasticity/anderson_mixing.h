#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

namespace vht
{
  /**
   * Anderson's acceleration of a fixed point x = x + f(x) (1965; Walker & Ni 2011, doi:10.1137/10078356X): the next x
   * is x + w f less what the last differences of x and f explain,
   *
   *     x + w f - sum_j g_j (dx_j + w df_j),   g = argmin |f - sum_j g_j df_j|.
   *
   * Finds fixed points that plain iteration runs away from.
   */
  class AndersonMixing
  {
  public:
    using Values       = std::vector<double>;
    using InnerProduct = std::function<double(const Values &, const Values &)>;

    /** @param[in] depth  differences that are kept; @p product may be collective */
    AndersonMixing(std::size_t depth, InnerProduct product);

    /** From x and f there to the next x; @p weight w of f. */
    Values next(const Values &x, const Values &f, double weight);

    /** Forget all differences. */
    void restart();

  private:
    std::vector<double> coefficients(const Values &f) const;

    std::size_t        depth_;
    InnerProduct       product_;
    std::deque<Values> dx_, df_;
    Values             last_x_, last_f_; ///< empty after a restart
  };
} // namespace vht
