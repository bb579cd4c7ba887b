#include "solvers/elasticity/cell_kernel.h"

#include "solvers/core/simd.h"
#include "solvers/elasticity/cell_workspace.h"
#include "solvers/elasticity/volume_compliance.h"

#include <algorithm>
#include <cmath>

namespace vht
{
  namespace
  {
    constexpr std::size_t block = MaterialBlock::size;

    double
    cofactor(const double (&F)[3][3], double (&cof)[3][3])
    {
      for (unsigned int i = 0; i < 3; ++i)
        for (unsigned int I = 0; I < 3; ++I)
          {
            const unsigned int j = (i + 1) % 3, k = (i + 2) % 3, J = (I + 1) % 3, K = (I + 2) % 3;
            cof[i][I] = F[j][J] * F[k][K] - F[j][K] * F[k][J];
          }
      return F[0][0] * cof[0][0] + F[0][1] * cof[0][1] + F[0][2] * cof[0][2];
    }
  } // namespace

  CellKernel::CellKernel(CellTables tables)
    : tables_(std::move(tables))
    , work_(std::make_unique<Workspace>())
  {
  }

  CellKernel::~CellKernel() = default;

  void
  CellKernel::kinematics(std::span<const CellPoint> points, const CellState &state, bool moving, bool accelerating)
  {
    Workspace         &w      = *work_;
    const unsigned int stride = tables_.stride;
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const CellPoint &point     = points[q];
        const double    *reference = &tables_.gradient[q * 3 * stride];
        for (unsigned int I = 0; I < 3; ++I)
          for (unsigned int a = 0; a < stride; ++a)
            w.gradient[q][I][a] = point.map[0][I] * reference[a] + point.map[1][I] * reference[stride + a] +
                                  point.map[2][I] * reference[2 * stride + a];

        const auto contract = [&](const double(&values)[3][cell_limits::nodes], Workspace::Matrix &result) {
          for (unsigned int i = 0; i < 3; ++i)
            for (unsigned int I = 0; I < 3; ++I)
              {
                double sum = 0;
                for (unsigned int a = 0; a < stride; ++a)
                  sum += values[i][a] * w.gradient[q][I][a];
                result[i][I] = sum;
              }
        };
        contract(state.displacement, w.F[q]);
        for (unsigned int i = 0; i < 3; ++i)
          for (unsigned int I = 0; I < 3; ++I)
            w.F[q][i][I] += point.axes[i][I];
        if (moving)
          contract(state.velocity, w.F_rate[q]);
        w.J[q] = cofactor(w.F[q], w.cof[q]);

        double pressure = 0;
        for (unsigned int k = 0; k < tables_.n_pressures; ++k)
          pressure += tables_.pressure[q * cell_limits::pressures + k] * state.pressure[k];
        w.pressure[q] = pressure;
        w.weight[q]   = point.weight;

        for (unsigned int i = 0; accelerating && i < 3; ++i)
          {
            double sum = 0;
            for (unsigned int a = 0; a < stride; ++a)
              sum += tables_.value[q * stride + a] * state.acceleration[i][a];
            w.acceleration[q][i] = sum;
          }
      }
  }

  namespace
  {
    /**
     * What takes a symmetric tensor from the tissue's axes to those after the fibres have shortened, in Voigt's order:
     * 1 / (a_I a_J) of F_A = diag(a), a_f = 1 - gamma, a_s = a_n = 1 / sqrt(a_f).
     */
    std::array<double, 6>
    shortened_axes(double shortening)
    {
      const double          along = 1. / (1. - shortening), across = std::sqrt(1. - shortening);
      const double          inverse[3] = {along, across, across};
      std::array<double, 6> result;
      for (unsigned int I = 0; I < 3; ++I)
        for (unsigned int J = I; J < 3; ++J)
          result[voigt[I][J]] = inverse[I] * inverse[J];
      return result;
    }

    /** Green strain -> that of the elastic part F F_A^-1. */
    void
    push_forward(double shortening, std::size_t lane, MaterialBlock::Voigt &strain)
    {
      const auto by = shortened_axes(shortening);
      for (unsigned int v = 0; v < 6; ++v)
        strain[v][lane] = by[v] * strain[v][lane] + (v < 3 ? 0.5 * (by[v] - 1.) : 0.);
    }

    /** Stress by the strain of the shortened axes -> by that of the tissue's axes; the stiffness likewise. */
    void
    pull_back(double shortening, std::size_t lane, MaterialBlock::Voigt &stress, MaterialBlock::Stiffness *stiffness)
    {
      const auto by = shortened_axes(shortening);
      for (unsigned int v = 0; v < 6; ++v)
        stress[v][lane] *= by[v];
      for (unsigned int v = 0; stiffness != nullptr && v < 6; ++v)
        for (unsigned int u = v; u < 6; ++u)
          (*stiffness)[MaterialBlock::place(v, u)][lane] *= by[v] * by[u];
    }
  } // namespace

  void
  CellKernel::stresses(const Tissue                 &tissue,
                       std::span<const FibreTension> tension,
                       bool                          with_stiffness,
                       const StateRates             &rates)
  {
    Workspace &w = *work_;
    for (unsigned int b = 0; b * block < tables_.n_points; ++b)
      {
        for (unsigned int lane = 0; lane < block; ++lane)
          {
            // Lanes without a point repeat the last one.
            const unsigned int q = std::min<unsigned int>(b * block + lane, tables_.n_points - 1);
            const auto        &F = w.F[q];
            for (unsigned int I = 0; I < 3; ++I)
              for (unsigned int J = I; J < 3; ++J)
                {
                  const double C                 = F[0][I] * F[0][J] + F[1][I] * F[1][J] + F[2][I] * F[2][J];
                  w.strain[b][voigt[I][J]][lane] = I == J ? 0.5 * (C - 1.) : C;
                }
            if (!tension.empty() && tension[q].shortening != 0.)
              push_forward(tension[q].shortening, lane, w.strain[b]);
          }
        if (with_stiffness)
          tissue.material->stiffness(w.strain[b], w.stress[b], w.stiffness[b]);
        else
          tissue.material->stress(w.strain[b], w.stress[b]);
      }

    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const unsigned int b = q / block, lane = q % block;
        w.constraint[q] = tissue.volumetric->derivative(w.J[q]) - w.pressure[q] / tissue.bulk_modulus;
        w.curvature[q]  = tissue.volumetric->curvature(w.J[q]);

        if (!tension.empty())
          {
            if (tension[q].shortening != 0.)
              pull_back(tension[q].shortening, lane, w.stress[b], with_stiffness ? &w.stiffness[b] : nullptr);
            const int    n       = static_cast<int>(tissue.convention);
            const auto  &F       = w.F[q];
            const double stretch = std::hypot(F[0][0], F[1][0], F[2][0]);
            const double total   = fibre_stress(tissue.convention, tension[q], stretch);
            w.stress[b][0][lane] += total;
            if (with_stiffness)
              w.stiffness[b][0][lane] += (std::pow(stretch, -n) * tension[q].stiffness - n * total / stretch) / stretch;
          }
        if (tissue.viscosity > 0.)
          for (unsigned int I = 0; I < 3; ++I)
            for (unsigned int J = I; J < 3; ++J)
              {
                const double       rate = strain_rate(w.F[q], w.F_rate[q], I, J);
                const unsigned int v    = voigt[I][J];
                w.stress[b][v][lane] += tissue.viscosity * rate;
                if (with_stiffness) // half of it for shear: the strain there is twice the component
                  w.stiffness[b][MaterialBlock::place(v, v)][lane] +=
                    (I == J ? 1. : 0.5) * tissue.viscosity * rates.velocity / rates.displacement;
              }
      }
  }

  void
  CellKernel::add_forces(const Tissue &tissue, CellForces &forces) const
  {
    const Workspace   &w      = *work_;
    const unsigned int stride = tables_.stride;
    for (auto &component : forces.displacement)
      std::fill_n(component, stride, 0.);
    std::fill_n(forces.pressure, cell_limits::pressures, 0.);
    forces.smallest_volume_ratio = std::numeric_limits<double>::infinity();

    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const auto  &S    = w.stress[q / block];
        const auto   lane = q % block;
        const double p    = w.pressure[q] + tissue.stabilisation * w.constraint[q];
        double       sum  = 0;
        for (unsigned int i = 0; i < 3; ++i)
          {
            double P[3];
            for (unsigned int I = 0; I < 3; ++I)
              {
                P[I] = p * w.cof[q][i][I];
                for (unsigned int K = 0; K < 3; ++K)
                  P[I] += w.F[q][i][K] * S[voigt[K][I]][lane];
                P[I] *= w.weight[q];
                sum += P[I];
              }
            for (unsigned int a = 0; a < stride; ++a)
              forces.displacement[i][a] +=
                P[0] * w.gradient[q][0][a] + P[1] * w.gradient[q][1][a] + P[2] * w.gradient[q][2][a];
            if (tissue.density > 0.)
              {
                const double inertia = w.weight[q] * tissue.density * w.acceleration[q][i];
                for (unsigned int a = 0; a < stride; ++a)
                  forces.displacement[i][a] += inertia * tables_.value[q * stride + a];
              }
          }
        for (unsigned int k = 0; k < tables_.n_pressures; ++k)
          forces.pressure[k] += w.weight[q] * w.constraint[q] * tables_.pressure[q * cell_limits::pressures + k];
        forces.smallest_volume_ratio = std::isfinite(sum) ? std::min(forces.smallest_volume_ratio, w.J[q])
                                                          : std::numeric_limits<double>::quiet_NaN();
        if (!std::isfinite(sum))
          return;
      }
  }

  void
  CellKernel::forces(std::span<const CellPoint>    points,
                     const Tissue                 &tissue,
                     const CellState              &state,
                     std::span<const FibreTension> tension,
                     CellForces                   &forces)
  {
    if (loaded_)
      return forces_of_loaded(points, tissue, state, forces);
    kinematics(points, state, tissue.viscosity > 0., tissue.density > 0.);
    stresses(tissue, tension, false, {});
    add_forces(tissue, forces);
  }

  void
  CellKernel::tangents(const Tissue &tissue, const StateRates &rates)
  {
    Workspace &w = *work_;
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        const Workspace::Matrix &F    = w.F[q];
        const auto              &S    = w.stress[q / block];
        const auto              &C    = w.stiffness[q / block];
        const auto               lane = q % block;

        // C : D with D = dE/dF, then D^T : C : D; a column (j, J) of D has the entries F_jL at Voigt's place of (J, L).
        double full[6][6], CD[6][9];
        for (unsigned int v = 0; v < 6; ++v)
          for (unsigned int u = 0; u < 6; ++u)
            full[v][u] = C[MaterialBlock::place(v, u)][lane];
        for (unsigned int v = 0; v < 6; ++v)
          for (unsigned int j = 0; j < 3; ++j)
            for (unsigned int J = 0; J < 3; ++J)
              CD[v][3 * j + J] =
                full[v][voigt[J][0]] * F[j][0] + full[v][voigt[J][1]] * F[j][1] + full[v][voigt[J][2]] * F[j][2];

        const double p = w.pressure[q] + tissue.stabilisation * w.constraint[q];
        const double g = tissue.stabilisation * w.curvature[q];
        double       A[9][9];
        for (unsigned int i = 0; i < 3; ++i)
          for (unsigned int I = 0; I < 3; ++I)
            {
              double *row = A[3 * i + I];
              for (unsigned int c = 0; c < 9; ++c)
                row[c] = F[i][0] * CD[voigt[I][0]][c] + F[i][1] * CD[voigt[I][1]][c] + F[i][2] * CD[voigt[I][2]][c];
              for (unsigned int J = 0; J < 3; ++J)
                row[3 * i + J] += S[voigt[I][J]][lane];
              for (unsigned int j = 0; j < 3; ++j)
                for (unsigned int J = 0; J < 3; ++J)
                  row[3 * j + J] += g * w.cof[q][i][I] * w.cof[q][j][J];
            }

        // d cof_iI / dF_jJ = F_kK with the signs of the two cyclic orders.
        for (unsigned int i = 0; i < 3; ++i)
          for (unsigned int I = 0; I < 3; ++I)
            {
              const unsigned int j = (i + 1) % 3, k = (i + 2) % 3, J = (I + 1) % 3, K = (I + 2) % 3;
              A[3 * i + I][3 * j + J] += p * F[k][K];
              A[3 * i + I][3 * k + K] += p * F[j][J];
              A[3 * i + I][3 * j + K] -= p * F[k][J];
              A[3 * i + I][3 * k + J] -= p * F[j][K];
            }
        if (tissue.viscosity > 0.) // the part of d(dE/dt) in which the deformation itself changes
          for (unsigned int i = 0; i < 3; ++i)
            for (unsigned int I = 0; I < 3; ++I)
              for (unsigned int j = 0; j < 3; ++j)
                for (unsigned int J = 0; J < 3; ++J)
                  {
                    double sum = F[i][J] * w.F_rate[q][j][I];
                    for (unsigned int K = 0; I == J && K < 3; ++K)
                      sum += F[i][K] * w.F_rate[q][j][K];
                    A[3 * i + I][3 * j + J] += 0.5 * tissue.viscosity * sum;
                  }

        const double weight = rates.displacement * w.weight[q];
        for (unsigned int r = 0; r < 9; ++r)
          for (unsigned int c = 0; c < 9; ++c)
            w.tangent[q][r][c] = weight * A[r][c];
      }
  }

  double
  CellKernel::mean_volume_compliance(const Tissue &tissue, const StateRates &rates) const
  {
    const Workspace  &w      = *work_;
    double            volume = 0., trace = 0.;
    Workspace::Matrix cofactor = {};
    ElasticTangent    tangent  = {};
    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        volume += w.weight[q];
        for (unsigned int r = 0; r < 9; ++r)
          {
            cofactor[r / 3][r % 3] += w.weight[q] * w.cof[q][r / 3][r % 3];
            for (unsigned int c = 0; c < 9; ++c)
              tangent[r][c] += w.tangent[q][r][c];
          }
      }
    for (unsigned int r = 0; r < 9; ++r)
      {
        cofactor[r / 3][r % 3] /= volume;
        for (double &entry : tangent[r])
          entry /= volume * rates.displacement;
        trace += tangent[r][r];
      }
    const double compliance = volume_compliance(tangent, cofactor);
    return compliance > 0. ? compliance : 1. / (std::max(trace / 9., 0.) + tissue.stabilisation);
  }

  void
  CellKernel::contract(bool symmetric, double inertia, CellMatrices &matrices) const
  {
    const Workspace   &w      = *work_;
    const unsigned int stride = tables_.stride, n = tables_.n_nodes, n_points = tables_.n_points;

    alignas(64) double rows[cell_limits::points][3][16]; // of node a: derivative of its force by F
    for (unsigned int a = 0; a < n; ++a)
      {
        for (unsigned int q = 0; q < n_points; ++q)
          for (unsigned int i = 0; i < 3; ++i)
            for (unsigned int c = 0; c < 16; ++c)
              rows[q][i][c] = w.gradient[q][0][a] * w.tangent[q][3 * i][c] +
                              w.gradient[q][1][a] * w.tangent[q][3 * i + 1][c] +
                              w.gradient[q][2][a] * w.tangent[q][3 * i + 2][c];

        for (unsigned int b = symmetric ? a / n_lanes * n_lanes : 0; b < stride; b += n_lanes)
          {
            Lanes sum[3][3];
            for (auto &row : sum)
              for (Lanes &entry : row)
                entry = 0.;
            for (unsigned int q = 0; q < n_points; ++q)
              {
                Lanes g[3];
                for (unsigned int J = 0; J < 3; ++J)
                  g[J].load(&w.gradient[q][J][b]);
                for (unsigned int i = 0; i < 3; ++i)
                  for (unsigned int j = 0; j < 3; ++j)
                    for (unsigned int J = 0; J < 3; ++J)
                      sum[i][j] += rows[q][i][3 * j + J] * g[J];
              }
            if (inertia > 0.)
              {
                Lanes mass = 0.;
                for (unsigned int q = 0; q < n_points; ++q)
                  {
                    Lanes value;
                    value.load(&tables_.value[q * stride + b]);
                    mass += inertia * w.weight[q] * tables_.value[q * stride + a] * value;
                  }
                for (unsigned int i = 0; i < 3; ++i)
                  sum[i][i] += mass;
              }
            for (unsigned int i = 0; i < 3; ++i)
              for (unsigned int j = 0; j < 3; ++j)
                sum[i][j].store(&matrices.stiffness[((3 * a + i) * 3 + j) * stride + b]);
          }
      }

    if (symmetric)
      for (unsigned int a = 0; a < n; ++a)
        for (unsigned int b = 0; b < a / n_lanes * n_lanes; ++b)
          for (unsigned int i = 0; i < 3; ++i)
            for (unsigned int j = 0; j < 3; ++j)
              matrices.stiffness[((3 * a + i) * 3 + j) * stride + b] =
                matrices.stiffness[((3 * b + j) * 3 + i) * stride + a];
  }

  void
  CellKernel::couple(const Tissue &tissue, const StateRates &rates, CellMatrices &matrices) const
  {
    const Workspace   &w      = *work_;
    const unsigned int stride = tables_.stride, n_pressures = tables_.n_pressures;
    const double       share      = 1. - tissue.stabilisation / tissue.bulk_modulus;
    const double       compliance = mean_volume_compliance(tissue, rates);

    alignas(64) double by_pressure[cell_limits::pressures][3 * cell_limits::nodes] = {};
    std::fill_n(matrices.divergence, n_pressures * 3 * stride, 0.);
    std::fill_n(matrices.compression, cell_limits::pressures * cell_limits::pressures, 0.);
    std::fill_n(matrices.schur, cell_limits::pressures * cell_limits::pressures, 0.);

    for (unsigned int q = 0; q < tables_.n_points; ++q)
      {
        alignas(64) double volume[3 * cell_limits::nodes]; // change of J with each node
        for (unsigned int i = 0; i < 3; ++i)
          for (unsigned int a = 0; a < stride; ++a)
            volume[i * stride + a] = w.cof[q][i][0] * w.gradient[q][0][a] + w.cof[q][i][1] * w.gradient[q][1][a] +
                                     w.cof[q][i][2] * w.gradient[q][2][a];

        const double *N = &tables_.pressure[q * cell_limits::pressures];
        for (unsigned int k = 0; k < n_pressures; ++k)
          {
            const double plain = w.weight[q] * N[k], curved = plain * w.curvature[q] * rates.displacement;
            double      *divergence = matrices.divergence + k * 3 * stride;
            for (unsigned int c = 0; c < 3 * stride; ++c)
              {
                by_pressure[k][c] += plain * volume[c];
                divergence[c] += curved * volume[c];
              }
            for (unsigned int l = 0; l < n_pressures; ++l)
              {
                const double mass = plain * N[l];
                matrices.compression[k * cell_limits::pressures + l] -= mass / tissue.bulk_modulus;
                matrices.schur[k * cell_limits::pressures + l] += mass * (compliance + 1. / tissue.bulk_modulus);
              }
          }
      }
    for (unsigned int a = 0; a < tables_.n_nodes; ++a)
      for (unsigned int i = 0; i < 3; ++i)
        for (unsigned int k = 0; k < n_pressures; ++k)
          matrices.gradient[(3 * a + i) * cell_limits::pressures + k] = share * by_pressure[k][i * stride + a];
  }

  void
  CellKernel::linearise(std::span<const CellPoint>    points,
                        const Tissue                 &tissue,
                        const CellState              &state,
                        const StateRates             &rates,
                        std::span<const FibreTension> tension,
                        CellForces                   &forces,
                        CellMatrices                 &matrices)
  {
    if (loaded_)
      return linearise_loaded(points, tissue, state, forces, matrices);
    kinematics(points, state, tissue.viscosity > 0., tissue.density > 0.);
    stresses(tissue, tension, true, rates);
    add_forces(tissue, forces);
    tangents(tissue, rates);
    contract(tissue.viscosity == 0., tissue.density * rates.acceleration, matrices);
    couple(tissue, rates, matrices);
  }
} // namespace vht
