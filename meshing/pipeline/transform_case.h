#pragma once

#include "meshing/affine.h"

#include <vector>

namespace vht
{
  class ParameterSection;
}

namespace vht::meshing
{
  /** What a case says about the place of its source: the section Transform. */
  struct TransformCase
  {
    double              scale = 1;
    Point               axis{{0, 0, 1}};
    double              angle = 0; ///< [degree]
    Point               translation{};
    std::vector<double> matrix; ///< 12 or 16 numbers, row by row; the last column in [m]

    void declare(ParameterSection &root);

    /** @throws InputError for entries that contradict each other */
    void check() const;

    bool is_identity() const;

    Affine affine() const;
  };
} // namespace vht::meshing
