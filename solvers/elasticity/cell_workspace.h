#pragma once

#include "solvers/elasticity/cell_kernel.h"

namespace vht
{
  /** Voigt's place of the component (I, J). */
  inline constexpr unsigned int voigt[3][3] = {{0, 3, 4}, {3, 1, 5}, {4, 5, 2}};

  /** Component (I, J) of dE/dt = sym(F^T dF/dt). */
  inline double
  strain_rate(const double (&F)[3][3], const double (&F_rate)[3][3], unsigned int I, unsigned int J)
  {
    double rate = 0;
    for (unsigned int i = 0; i < 3; ++i)
      rate += 0.5 * (F[i][I] * F_rate[i][J] + F_rate[i][I] * F[i][J]);
    return rate;
  }

  /** What the kernel of a cell computes at its points on the way to forces and tangents. Of its own files alone. */
  struct CellKernel::Workspace
  {
    static constexpr unsigned int n_blocks = cell_limits::points / MaterialBlock::size;

    using Matrix = double[3][3];

    alignas(64) double gradient[cell_limits::points][3][cell_limits::nodes]; ///< of shape functions along the axes
    alignas(64) double tangent[cell_limits::points][9][16];                  ///< dP/dF times weight, rows padded
    MaterialBlock::Voigt     strain[n_blocks], stress[n_blocks];
    MaterialBlock::Stiffness stiffness[n_blocks];

    Matrix F[cell_limits::points], F_rate[cell_limits::points], cof[cell_limits::points];
    double J[cell_limits::points], pressure[cell_limits::points], weight[cell_limits::points];
    double acceleration[cell_limits::points][3];
    double constraint[cell_limits::points], curvature[cell_limits::points];

    // Of a loaded cell: h^-1, Q and R^-1 of the lines h = Q R that the axes have been in the unloaded body.
    Matrix lines_inverse[cell_limits::points], unloaded_axes[cell_limits::points], R_inverse[cell_limits::points];
  };
} // namespace vht
