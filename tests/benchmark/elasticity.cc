// How long the derivative of the forces takes per cell of Q2/Q1 or P2/P1, and what takes the time.
//
// "law" is the part of the material's stiffness, asked for as many blocks of points; "scatter" that of adding the
// cells' matrices to the distributed ones; "rest" are kinematics, contraction with the gradients, reading of the state.
// "residual" is the time of the forces alone, against that of the derivative. All in one run: only ratios are stable.

#include "solvers/elasticity/operator.h"
#include "tests/benchmark/bandwidth.h"
#include "tests/component/test_meshes.h"

#include <deal.II/base/mpi.h>

#include <benchmark/benchmark.h>

#include <cmath>
#include <functional>

using namespace vht;
using namespace vht::benchmarks;

namespace
{
  /** Processor time of one call [s]: the best of some. */
  double
  time_of(const std::function<void()> &action)
  {
    double best = 1e30;
    for (int pass = 0; pass < 5; ++pass)
      {
        const double begin = processor_time();
        action();
        best = std::min(best, processor_time() - begin);
      }
    return best;
  }

  void
  scatter(std::size_t n_cells, const CellMatrices &cell, unsigned int stride, MixedMatrices &matrices)
  {
    for (CellMatrix *matrix : {&matrices.stiffness, &matrices.gradient, &matrices.divergence, &matrices.schur})
      matrix->begin();
    for (std::size_t c = 0; c < n_cells; ++c)
      {
        matrices.stiffness.add(c, cell.stiffness, stride);
        matrices.gradient.add(c, cell.gradient, cell_limits::pressures);
        matrices.divergence.add(c, cell.divergence, stride);
        matrices.schur.add(c, cell.schur, cell_limits::pressures);
      }
    for (CellMatrix *matrix : {&matrices.stiffness, &matrices.gradient, &matrices.divergence, &matrices.schur})
      matrix->end();
  }

  /** The material's stiffness at all points of the mesh, in blocks that begin anew in each cell. */
  void
  ask_law(const Material &material, std::size_t n_blocks)
  {
    MaterialBlock::Voigt     strain, stress;
    MaterialBlock::Stiffness stiffness;
    for (std::size_t k = 0; k < 6; ++k)
      for (std::size_t i = 0; i < MaterialBlock::size; ++i)
        strain[k][i] = 0.1 * std::sin(static_cast<double>(3 * k + 5 * i));
    for (std::size_t b = 0; b < n_blocks; ++b)
      {
        benchmark::DoNotOptimize(strain);
        material.stiffness(strain, stress, stiffness);
        benchmark::DoNotOptimize(stiffness);
      }
  }

  void
  linearise(benchmark::State &state, test::CellShape shape, unsigned int n, const std::string &law)
  {
    const Mesh         mesh(test::make_unit_box(shape, n), "box", MPI_COMM_SELF);
    const MixedSpace   space(mesh);
    const auto         material = make_material(law);
    const auto         volume   = make_volumetric_law("Simo-Taylor");
    const Tissue       tissue{.material = material.get(), .volumetric = volume.get(), .stabilisation = 1e3};
    ElasticityOperator equation(space, {{11, tissue}, {12, tissue}}, {}, {{.surface = 1}});
    MixedMatrices      matrices(space, false);

    Vector     u = space.make_displacement(), p = space.make_pressure(), f = space.make_unknown();
    const auto points = space.nodes().support_points();
    for (std::size_t i = 0; i < points.size(); ++i)
      u.local_element(3 * i) = 0.1 * std::sin(3. * points[i][1]) * points[i][0];

    const double begin = processor_time();
    for (auto _ : state)
      equation.linearise({&u, &p}, {}, matrices);
    const double whole   = (processor_time() - begin) / static_cast<double>(state.iterations());
    const double n_cells = static_cast<double>(mesh.n_cells());

    const auto        cell   = std::make_unique<CellMatrices>();
    const auto        stride = (space.nodes().element().dofs_per_cell + 7) / 8 * 8;
    const std::size_t blocks = (equation.quadrature().size() + MaterialBlock::size - 1) / MaterialBlock::size;
    std::fill_n(cell->stiffness, std::size(cell->stiffness), 1.);
    const double of_scatter = time_of([&] { scatter(mesh.n_cells(), *cell, stride, matrices); });
    const double of_law     = time_of([&] { ask_law(*material, mesh.n_cells() * blocks); });
    const double residual   = time_of([&] { equation.residual({&u, &p}, f); });

    state.SetLabel(std::to_string(space.n_unknowns()) + " unknowns");
    state.counters["us/cell"]  = 1e6 * whole / n_cells;
    state.counters["law"]      = of_law / whole;
    state.counters["scatter"]  = of_scatter / whole;
    state.counters["rest"]     = 1. - (of_law + of_scatter) / whole;
    state.counters["residual"] = residual / whole;
  }
} // namespace

int
main(int argc, char **argv)
{
  const dealii::Utilities::MPI::MPI_InitFinalize mpi(argc, argv, 1);
  benchmark::Initialize(&argc, argv);
  using test::CellShape;
  for (const auto &[name, shape, n] :
       {std::tuple("Q2/Q1", CellShape::hexahedra, 8u), std::tuple("P2/P1", CellShape::tetrahedra, 6u)})
    for (const std::string law : {"neo-Hooke", "Guccione", "Holzapfel-Ogden"})
      benchmark::RegisterBenchmark((std::string(name) + " " + law).c_str(), linearise, shape, n, law)
        ->Unit(benchmark::kMillisecond);
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
