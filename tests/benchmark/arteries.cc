// How long a network of arteries takes per cell and stage, and how far that is from what the memory allows.
//
// "bound" is the time in which a STREAM-like triad, measured here, moves as many bytes as one stage reads and writes at
// least: the state, the geometry, the result. Small networks stay in the cache and may be faster.

#include "solvers/arteries/finite_volumes.h"
#include "solvers/arteries/galerkin.h"
#include "solvers/arteries/implicit.h"
#include "solvers/arteries/kernel.h"
#include "tests/benchmark/bandwidth.h"

#include <benchmark/benchmark.h>

using namespace vht;
using namespace vht::benchmarks;

namespace
{
  /** A binary tree of vessels like those of the arm; 2^levels - 1 of them. */
  Network
  make_tree(unsigned int levels, double length = 0.1)
  {
    std::vector<Vessel> vessels;
    for (unsigned int n = 1; n < (1u << levels); ++n)
      {
        Vessel vessel;
        vessel.name            = "vessel " + std::to_string(n);
        vessel.start           = n == 1 ? "in" : std::to_string(n / 2);
        vessel.end             = std::to_string(n);
        vessel.length          = length;
        vessel.proximal_radius = 4e-3;
        vessel.distal_radius   = 3.5e-3;
        vessel.youngs_modulus  = 4e5;
        vessel.where           = "benchmark";
        if (2 * n >= (1u << levels))
          vessel.terminal.reflection = 0.5;
        vessels.push_back(vessel);
      }
    return Network(std::move(vessels), {"in"}, {});
  }

  NodeConditions
  make_conditions()
  {
    NodeConditions conditions;
    conditions.inlets.push_back({"in", false, [](double time) { return 1e-5 * std::sin(6. * time); }});
    return conditions;
  }

  void
  kernels(benchmark::State &state, unsigned int levels, double cell_size)
  {
    const Network        network = make_tree(levels);
    const Discretisation discretisation(network, {}, {.cell_size = cell_size});
    ArteryState          now = state_at_rest(discretisation, 0.), next = now;

    const double begin = processor_time();
    for (auto _ : state)
      {
        benchmark::DoNotOptimize(advance_stage(discretisation, {}, 1e-7, 0.5, now, now, next));
      }
    const double time  = (processor_time() - begin) / static_cast<double>(state.iterations());
    const double cells = static_cast<double>(discretisation.n_cells());
    // Two of the state, which is the old one too, two of the next one, eleven of the geometry.
    const double bound = 15. * sizeof(double) * cells / triad_bandwidth();

    state.counters["cells"]         = cells;
    state.counters["ns/cell/stage"] = 1e9 * time / cells;
    state.counters["time/bound"]    = time / bound;
  }

  /** Goes on by an interval for each iteration. */
  template <typename Method>
  void
  advance(benchmark::State &state, Method &method, double interval)
  {
    const double        begin       = processor_time();
    double              time        = 0.;
    const unsigned long n_before    = method.stages();
    const unsigned long step_before = method.steps();
    for (auto _ : state)
      method.advance_to(time += interval);
    const double spent = processor_time() - begin, stages = static_cast<double>(method.stages() - n_before);
    state.counters["cells"]         = static_cast<double>(method.n_cells());
    state.counters["ns/cell/stage"] = 1e9 * spent / (stages * static_cast<double>(method.n_cells()));
    state.counters["step [us]"]     = 1e6 * time / static_cast<double>(method.steps() - step_before);
    state.counters["beats/s"]       = time / spent; // of one second each
  }

  void
  finite_volume_steps(benchmark::State &state, unsigned int levels, double length, double cell_size)
  {
    const Network        network = make_tree(levels, length);
    const Discretisation discretisation(network, {}, {.cell_size = cell_size});
    FiniteVolumeMethod   method(discretisation, make_conditions());
    advance(state, method, 1e-3);
  }

  void
  galerkin_steps(benchmark::State &state, unsigned int degree, double cell_size)
  {
    const Network        network = make_tree(6);
    const Discretisation discretisation(network, {}, {.cell_size = cell_size});
    GalerkinMethod       method(discretisation, degree, make_conditions());
    advance(state, method, 1e-3);
  }

  void
  implicit_steps(benchmark::State &state, unsigned int levels, double length, double cell_size, double step)
  {
    const Network        network = make_tree(levels, length);
    const Discretisation discretisation(network, {}, {.cell_size = cell_size});
    const auto           method = make_implicit_method(discretisation, step, make_conditions());
    advance(state, *method, step);
    state.counters["unknowns"]        = static_cast<double>(method->n_unknowns());
    state.counters["iterations/step"] = static_cast<double>(method->stages()) / static_cast<double>(method->steps());
    state.counters["factorings/step"] =
      static_cast<double>(method->factorisations()) / static_cast<double>(method->steps());
  }
} // namespace

int
main(int argc, char **argv)
{
  benchmark::Initialize(&argc, argv);
  benchmark::RegisterBenchmark("kernels, 3 000 cells", kernels, 6u, 2e-3)->Unit(benchmark::kMicrosecond);
  benchmark::RegisterBenchmark("kernels, 3 million cells", kernels, 6u, 2e-6)->Unit(benchmark::kMicrosecond);
  const auto unit = benchmark::kMicrosecond;
  benchmark::RegisterBenchmark("network, 50 cells in each vessel", finite_volume_steps, 6u, 0.1, 2e-3)->Unit(unit);
  benchmark::RegisterBenchmark("network, 10 cells in each vessel", finite_volume_steps, 6u, 0.1, 1e-2)->Unit(unit);
  for (const unsigned int degree : {1u, 2u, 3u})
    benchmark::RegisterBenchmark(("Galerkin of degree " + std::to_string(degree) + ", 10 cells in each vessel").c_str(),
                                 galerkin_steps, degree, 1e-2)
      ->Unit(unit);
  benchmark::RegisterBenchmark("4095 vessels of 3 mm, explicit", finite_volume_steps, 12u, 3e-3, 1e-3)->Unit(unit);
  for (const double step : {1e-3, 1e-2})
    benchmark::RegisterBenchmark(("4095 vessels of 3 mm, implicit, " + std::to_string(1e3 * step) + " ms").c_str(),
                                 implicit_steps, 12u, 3e-3, 1e-3, step)
      ->Unit(unit);
  benchmark::AddCustomContext("triad bandwidth [GB/s]", std::to_string(1e-9 * triad_bandwidth()));
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
}
