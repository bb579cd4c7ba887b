#pragma once

#include "solvers/core/types.h"

#include <random>

namespace vht::test
{
  /** Vectors of any direction, the same ones in every run. */
  class RandomVectors
  {
  public:
    Tensor
    operator()()
    {
      return Tensor({normal_(engine_), normal_(engine_), normal_(engine_)});
    }

  private:
    std::mt19937               engine_{7};
    std::normal_distribution<> normal_;
  };
} // namespace vht::test
