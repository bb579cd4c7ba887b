#include "solvers/elasticity/cell_workspace.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace vht
{
  void
  CellKernel::find_stress_measures(unsigned int q, PointMeasures &m) const
  {
    const Workspace  &w    = *work_;
    const auto       &F    = w.F[q];
    const auto       &S    = w.stress[q / MaterialBlock::size];
    const std::size_t lane = q % MaterialBlock::size;
    const double      J = w.J[q], p = w.pressure[q];
    m.volume_ratio  = J;
    m.fibre_stretch = std::hypot(F[0][0], F[1][0], F[2][0]);

    for (unsigned int i = 0; i < 3; ++i)
      std::copy_n(F[i], 3, m.deformation[i]);

    // Cauchy stress = F S F^T / J + p; S_total = S + p J C^-1, and J C^-1 = cof F^T cof F / J.
    for (unsigned int I = 0; I < 3; ++I)
      for (unsigned int K = I; K < 3; ++K)
        {
          const unsigned int v = voigt[I][K];
          const double       C = F[0][I] * F[0][K] + F[1][I] * F[1][K] + F[2][I] * F[2][K];
          m.strain[v]          = I == K ? 0.5 * (C - 1.) : C;
          m.stress[v]          = S[v][lane];
          for (unsigned int i = 0; i < 3; ++i)
            m.stress[v] += p * w.cof[q][i][I] * w.cof[q][i][K] / J;
        }
    double cauchy[3][3];
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
        {
          cauchy[i][j] = i == j ? p : 0.;
          for (unsigned int I = 0; I < 3; ++I)
            for (unsigned int K = 0; K < 3; ++K)
              cauchy[i][j] += F[i][I] * S[voigt[I][K]][lane] * F[j][K] / J;
        }
    const double mean  = (cauchy[0][0] + cauchy[1][1] + cauchy[2][2]) / 3.;
    double       mises = 0, fibre = 0;
    for (unsigned int i = 0; i < 3; ++i)
      for (unsigned int j = 0; j < 3; ++j)
        {
          const double deviator = cauchy[i][j] - (i == j ? mean : 0.);
          mises += 1.5 * deviator * deviator;
          fibre += F[i][0] * cauchy[i][j] * F[j][0];
        }
    m.mises_stress = std::sqrt(mises);
    m.fibre_stress = fibre / (m.fibre_stretch * m.fibre_stretch);
  }

  namespace
  {
    /**
     * U where U' has this value. The pressure knows the energy better than J does: the volume is given by it in the
     * mean of a few cells alone, and what J does in between would be multiplied by the bulk modulus.
     */
    double
    volumetric_energy(const VolumetricLaw &law, double derivative)
    {
      double J = 1.;
      for (unsigned int iteration = 0; iteration < 50; ++iteration)
        {
          const double step = (derivative - law.derivative(J)) / law.curvature(J);
          J += std::max(step, -0.5 * J); // stays positive
          if (std::abs(step) < 1e-14)
            break;
        }
      return law.energy(J);
    }
  } // namespace

  void
  CellKernel::find_energies(const Tissue                 &tissue,
                            const CellState              &state,
                            std::span<const FibreTension> tension,
                            std::span<PointMeasures>      measures)
  {
    Workspace                              &w = *work_;
    std::array<double, MaterialBlock::size> energy;
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        PointMeasures    &m    = measures[q];
        const std::size_t lane = q % MaterialBlock::size;
        if (lane == 0)
          tissue.material->energy(w.strain[q / MaterialBlock::size], energy);
        m.strain_energy = energy[lane];
        if (std::isfinite(tissue.bulk_modulus))
          m.strain_energy +=
            tissue.bulk_modulus * volumetric_energy(*tissue.volumetric, w.pressure[q] / tissue.bulk_modulus);

        m.active_stress = 0.;
        if (!tension.empty())
          m.active_stress = fibre_stress(tissue.convention, tension[q], m.fibre_stretch);

        m.kinetic_energy = m.viscous_power = 0.;
        for (unsigned int i = 0; tissue.density > 0. && i < 3; ++i)
          {
            double velocity = 0.;
            for (unsigned int a = 0; a < tables_.stride; ++a)
              velocity += tables_.value[q * tables_.stride + a] * state.velocity[i][a];
            m.kinetic_energy += 0.5 * tissue.density * velocity * velocity;
          }
        if (tissue.viscosity > 0.)
          for (unsigned int I = 0; I < 3; ++I)
            for (unsigned int J = 0; J < 3; ++J)
              {
                const double rate = strain_rate(w.F[q], w.F_rate[q], I, J);
                m.viscous_power += tissue.viscosity * rate * rate;
              }
      }
  }

  void
  CellKernel::measure(std::span<const CellPoint>    points,
                      const Tissue                 &tissue,
                      const CellState              &state,
                      std::span<const FibreTension> tension,
                      std::span<PointMeasures>      measures)
  {
    kinematics(points, state, tissue.viscosity > 0., false);
    stresses(tissue, tension, false, {});
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      find_stress_measures(q, measures[q]);
    find_energies(tissue, state, tension, measures);
  }
} // namespace vht
