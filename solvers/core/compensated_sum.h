#pragma once

#include <array>
#include <cmath>

namespace vht
{
  /**
   * A sum that keeps what is lost to round-off (Neumaier 1974, doi:10.1002/zamm.19740540106): its error is that of one
   * addition, however many there are. For balances that add up millions of steps.
   */
  class CompensatedSum
  {
  public:
    CompensatedSum() = default;

    /** As it was when parts() gave these. */
    explicit CompensatedSum(const std::array<double, 2> &parts)
      : sum_(parts[0])
      , lost_(parts[1])
    {
    }

    CompensatedSum &
    operator+=(double term)
    {
      const double next = sum_ + term;
      lost_ += std::abs(sum_) >= std::abs(term) ? (sum_ - next) + term : (term - next) + sum_;
      sum_ = next;
      return *this;
    }

    double
    value() const
    {
      return sum_ + lost_;
    }

    /** To keep in a checkpoint. */
    std::array<double, 2>
    parts() const
    {
      return {sum_, lost_};
    }

  private:
    double sum_ = 0., lost_ = 0.;
  };
} // namespace vht
