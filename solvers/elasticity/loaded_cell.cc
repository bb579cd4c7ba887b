#include "solvers/elasticity/axes.h"
#include "solvers/elasticity/cell_kernel.h"
#include "solvers/elasticity/cell_workspace.h"

#include <algorithm>
#include <limits>

// Inverse elasticity: the cell is the loaded one, and the displacement leads to it.

namespace vht
{
  namespace
  {
    /** P R^-T / J at a point: the Cauchy stress along the axes of the loaded tissue, times the point's weight. */
    Matrix3
    stress_along_axes(const Matrix3 &P, const Matrix3 &R_inverse, double J)
    {
      return P * transpose(R_inverse) / J;
    }

    /** With ones for the pairs (I < J), halves on the diagonal: what a symmetric change of R^T R leaves in R. */
    Matrix3
    upper_part(const Matrix3 &B)
    {
      Matrix3 U;
      for (unsigned int I = 0; I < dim; ++I)
        {
          U[I][I] = B[I][I];
          for (unsigned int J = I + 1; J < dim; ++J)
            U[I][J] = B[I][J] + B[J][I];
        }
      return U;
    }
  } // namespace

  void
  CellKernel::look_back(std::span<const CellPoint> points, const CellState &state)
  {
    Workspace &w        = *work_;
    CellState  backward = state;
    for (auto &component : backward.displacement)
      for (double &value : component)
        value = -value;
    kinematics(points, backward, false, false);
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        // The lines of the tissue's axes in the unloaded body, h = Q R with orthonormal axes Q there.
        const Matrix3 h = to_tensor(w.F[q]), Q = orthonormal(h), R_inverse = invert(transpose(Q) * h);
        set(w.lines_inverse[q], invert(h));
        set(w.unloaded_axes[q], Q);
        set(w.R_inverse[q], R_inverse);
        const Matrix3 F = to_tensor(points[q].axes) * R_inverse;
        set(w.F[q], F);
        set(w.cof[q], determinant(F) * transpose(invert(F)));
        w.J[q] = 1. / determinant(h);
      }
  }

  Matrix3
  CellKernel::first_piola_kirchhoff(const Tissue &tissue, unsigned int q) const
  {
    const Workspace  &w    = *work_;
    const auto       &S    = w.stress[q / MaterialBlock::size];
    const std::size_t lane = q % MaterialBlock::size;
    const double      p    = w.pressure[q] + tissue.stabilisation * w.constraint[q];
    Matrix3           P;
    for (unsigned int i = 0; i < dim; ++i)
      for (unsigned int I = 0; I < dim; ++I)
        {
          P[i][I] = p * w.cof[q][i][I];
          for (unsigned int K = 0; K < dim; ++K)
            P[i][I] += w.F[q][i][K] * S[voigt[K][I]][lane];
        }
    return P;
  }

  void
  CellKernel::add_forces_of_loaded(const Tissue &tissue, CellForces &forces) const
  {
    const Workspace   &w      = *work_;
    const unsigned int stride = tables_.stride;
    for (auto &component : forces.displacement)
      std::fill_n(component, stride, 0.);
    std::fill_n(forces.pressure, cell_limits::pressures, 0.);
    forces.smallest_volume_ratio = std::numeric_limits<double>::infinity();
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const Matrix3 stress =
          w.weight[q] * stress_along_axes(first_piola_kirchhoff(tissue, q), to_tensor(w.R_inverse[q]), w.J[q]);
        for (unsigned int i = 0; i < dim; ++i)
          for (unsigned int a = 0; a < stride; ++a)
            forces.displacement[i][a] += stress[i][0] * w.gradient[q][0][a] + stress[i][1] * w.gradient[q][1][a] +
                                         stress[i][2] * w.gradient[q][2][a];
        for (unsigned int k = 0; k < tables_.n_pressures; ++k)
          forces.pressure[k] +=
            w.weight[q] * w.constraint[q] / w.J[q] * tables_.pressure[q * cell_limits::pressures + k];
        const bool known = std::isfinite(stress.norm_square());
        forces.smallest_volume_ratio =
          known ? std::min(forces.smallest_volume_ratio, w.J[q]) : std::numeric_limits<double>::quiet_NaN();
        if (!known)
          return;
      }
  }

  void
  CellKernel::turn_tangents(std::span<const CellPoint> points, const Tissue &tissue)
  {
    Workspace &w = *work_;
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const Matrix3 R_inverse = to_tensor(w.R_inverse[q]), F = to_tensor(w.F[q]), Q = to_tensor(w.unloaded_axes[q]);
        const Matrix3 P      = w.weight[q] * first_piola_kirchhoff(tissue, q);
        const Matrix3 stress = stress_along_axes(P, R_inverse, w.J[q]);
        double        turned[9][9];
        for (unsigned int j = 0; j < dim; ++j)
          for (unsigned int J = 0; J < dim; ++J)
            {
              // The lines change by the unit matrix (j, J), R by U R, F = a R^-1 by -F U, and J by -J h^-1_Jj.
              const Matrix3 U    = upper_part(outer_product(Q[j], R_inverse[J]));
              const Matrix3 of_F = -1. * F * U;
              Matrix3       of_P;
              for (unsigned int r = 0; r < 9; ++r)
                for (unsigned int c = 0; c < 9; ++c)
                  of_P[r / 3][r % 3] += w.tangent[q][r][c] * of_F[c / 3][c % 3];
              const Matrix3 change =
                stress_along_axes(of_P - P * transpose(U), R_inverse, w.J[q]) + w.lines_inverse[q][J][j] * stress;
              // The lines are a - du: the unknown displacement takes away from them.
              for (unsigned int r = 0; r < 9; ++r)
                turned[r][3 * j + J] = -change[r / 3][r % 3];
            }
        for (unsigned int r = 0; r < 9; ++r)
          std::copy_n(turned[r], 9, w.tangent[q][r]);
        // What the pressure pushes is the loaded cell itself.
        set(w.cof[q], to_tensor(points[q].axes));
      }
  }

  void
  CellKernel::constrain_loaded(const Tissue &tissue, CellMatrices &matrices) const
  {
    const Workspace   &w      = *work_;
    const unsigned int stride = tables_.stride, n = tables_.n_pressures;
    std::fill_n(matrices.divergence, n * 3 * stride, 0.);
    std::fill_n(matrices.compression, cell_limits::pressures * cell_limits::pressures, 0.);
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const double  rise = w.weight[q] * (w.curvature[q] - w.constraint[q] / w.J[q]);
        const double *N    = &tables_.pressure[q * cell_limits::pressures];
        for (unsigned int k = 0; k < n; ++k)
          {
            for (unsigned int i = 0; i < dim; ++i)
              for (unsigned int I = 0; I < dim; ++I)
                for (unsigned int a = 0; a < stride; ++a)
                  matrices.divergence[(k * 3 + i) * stride + a] +=
                    rise * N[k] * w.lines_inverse[q][I][i] * w.gradient[q][I][a];
            for (unsigned int l = 0; l < n; ++l)
              matrices.compression[k * cell_limits::pressures + l] -=
                w.weight[q] * N[k] * N[l] / (tissue.bulk_modulus * w.J[q]);
          }
      }
  }

  void
  CellKernel::forces_of_loaded(std::span<const CellPoint> points,
                               const Tissue              &tissue,
                               const CellState           &state,
                               CellForces                &forces)
  {
    look_back(points, state);
    stresses(tissue, {}, false, {});
    add_forces_of_loaded(tissue, forces);
  }

  void
  CellKernel::linearise_loaded(std::span<const CellPoint> points,
                               const Tissue              &tissue,
                               const CellState           &state,
                               CellForces                &forces,
                               CellMatrices              &matrices)
  {
    look_back(points, state);
    stresses(tissue, {}, true, {});
    add_forces_of_loaded(tissue, forces);
    tangents(tissue, {});
    turn_tangents(points, tissue);
    contract(false, 0., matrices);
    couple(tissue, {}, matrices);
    constrain_loaded(tissue, matrices);
  }
} // namespace vht
