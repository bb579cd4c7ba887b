#pragma once

#include "solvers/network/component.h"

namespace vht::network
{
  /** Adds linear terms to a component's equations, value and derivative together. */
  class Terms
  {
  public:
    Terms(std::span<const double> value, std::span<const double> rate, LocalSystem &system)
      : value_(value)
      , rate_(rate)
      , system_(system)
    {
    }

    /** factor * y_unknown */
    void
    add(std::size_t equation, double factor, std::size_t unknown)
    {
      system_.residual(equation) += factor * value_[unknown];
      system_.by_value(equation, unknown) += factor;
    }

    /** factor * y'_unknown */
    void
    add_rate(std::size_t equation, double factor, std::size_t unknown)
    {
      system_.residual(equation) += factor * rate_[unknown];
      system_.by_rate(equation, unknown) += factor;
    }

  private:
    std::span<const double> value_, rate_;
    LocalSystem            &system_;
  };
} // namespace vht::network
